import type { AccountStorage } from './account-storage.ts'
import { changeRows } from './change-rows.ts'
import { createLibsqlAccountStorage } from './libsql-account-storage.ts'
import { type LibsqlDatabaseOptions, openLibsqlDatabase } from './libsql-database.ts'
import { createLibsqlZoneStorage } from './libsql-zone-storage.ts'
import { resetServerClock } from './server-clock-statements.ts'
import type { ZoneStorage } from './zone-storage.ts'

export type LibsqlStorage = {
  readonly zones: ZoneStorage
  readonly accounts: AccountStorage
  /** Operations that run or wait, at most `storageWaitingMax`. */
  waiting(): number
  /** Moves the clock of the server back to this time, if it is ahead. Only where nothing runs. Rejects with a StorageError. */
  resetClock(to: number): Promise<void>
  /** Where its server listens, for another one that is refused the database. */
  noteUrl(url: string): void
  /** Ends when all that was begun is stored. What is asked for afterwards fails. */
  close(): Promise<void>
}

/**
 * Opens, and where needed makes, the database in a file, for this process alone.
 *
 * Throws a TypeError for a URL that is no file, and a StorageError: `in_use` (another server has it), `corrupt` (it
 * cannot be read, or a newer version wrote it; it is left as it is) or `io`.
 */
export async function openLibsqlStorage(options: LibsqlDatabaseOptions): Promise<LibsqlStorage> {
  const database = await openLibsqlDatabase(options)
  const zones = createLibsqlZoneStorage(database)
  return {
    zones,
    accounts: createLibsqlAccountStorage(database),
    waiting: () => database.waiting(),
    async resetClock(to) {
      const from = await zones.readClock()
      if (from !== null && from > to) await changeRows(database, ...resetServerClock({ from, to }))
    },
    noteUrl: (url) => database.noteUrl(url),
    close: () => database.close(),
  }
}
