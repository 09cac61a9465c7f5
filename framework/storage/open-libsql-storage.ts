import type { AccountStorage } from './account-storage.ts'
import { createLibsqlAccountStorage } from './libsql-account-storage.ts'
import { type LibsqlDatabaseOptions, openLibsqlDatabase } from './libsql-database.ts'
import { createLibsqlZoneStorage } from './libsql-zone-storage.ts'
import type { ZoneStorage } from './zone-storage.ts'

export type LibsqlStorage = {
  readonly zones: ZoneStorage
  readonly accounts: AccountStorage
  /** Operations that run or wait, at most `storageWaitingMax`. */
  waiting(): number
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
  return {
    zones: createLibsqlZoneStorage(database),
    accounts: createLibsqlAccountStorage(database),
    waiting: () => database.waiting(),
    noteUrl: (url) => database.noteUrl(url),
    close: () => database.close(),
  }
}
