import type { Storage } from '@gridtick/engine/ports'
import { changeRows } from './change-rows.ts'
import { openLibsqlDatabase } from './libsql-database.ts'
import type { LibsqlDatabaseOptions } from './libsql-database-options.ts'
import { createLibsqlStorage } from './libsql-storage.ts'
import { resetServerClock } from './server-clock-statements.ts'

export type LibsqlStorage = Required<Storage> & {
  /** Moves the clock of the server back to this time, if it is ahead. Only where nothing runs. Rejects with a StorageError. */
  resetClock(to: number): Promise<void>
  /** Where its server listens, for another one that is refused the database. */
  noteUrl(url: string): void
}

/**
 * Opens, and where needed makes, the database in a file, for this process alone.
 *
 * Throws a TypeError for a URL that is no file, and a StorageError: `in_use` (another server has it), `corrupt` (it
 * cannot be read, or a newer version wrote it; it is left as it is) or `io`.
 */
export async function openLibsqlStorage(options: LibsqlDatabaseOptions): Promise<LibsqlStorage> {
  const database = await openLibsqlDatabase(options)
  const storage = createLibsqlStorage(database)
  return {
    ...storage,
    async resetClock(to) {
      const from = await storage.clock.readClock()
      if (from !== null && from > to) await changeRows(database, ...resetServerClock({ from, to }))
    },
    noteUrl: (url) => database.noteUrl(url),
  }
}
