import type { OpenStorage, Storage } from '@gridtick/engine/ports'
import { openLibsqlDatabase } from './database/libsql-database.ts'
import type { LibsqlDatabaseOptions } from './database/libsql-database-options.ts'
import { createLibsqlStorage } from './libsql-storage.ts'

/**
 * Opens, and where needed makes, the database in a file, for this process alone.
 *
 * Rejects with a TypeError for a URL that is no file, and a StorageError: `in_use` (another server has it), `corrupt` (it
 * cannot be read, or a newer version wrote it; it is left as it is) or `io`.
 */
export async function openLibsqlStorage(options: LibsqlDatabaseOptions): Promise<Required<Storage>> {
  return createLibsqlStorage(await openLibsqlDatabase(options), options.limits)
}

/** The same as a storage for a server that is started. */
export function sqliteStorage({
  url,
  sync = 'full',
}: {
  readonly url: string
  readonly sync?: 'full' | 'normal'
}): OpenStorage {
  return ({ logger, limits, onTrouble, onWork, onDuration }) =>
    openLibsqlStorage({ url, sync, logger, limits, onTrouble, onWork, onDuration })
}
