import { pathToFileURL } from 'node:url'
import { createClient } from '@libsql/client'
import { toStorageError } from './libsql-errors.ts'
import { readLockHolder } from './lock-holder.ts'
import { StorageError } from './zone-storage.ts'

export type DatabaseLock = { release(): void }

/**
 * Keeps every other server away from a database: an open write transaction on a second SQLite file beside it. The
 * system frees it with the process, also after `kill -9`, so there is never a stale lock to remove by hand.
 *
 * Throws a StorageError: `in_use` if somebody else has it.
 */
export async function takeDatabaseLock(databasePath: string): Promise<DatabaseLock> {
  const path = `${databasePath}.lock`
  try {
    const client = createClient({ url: pathToFileURL(path).href, concurrency: 1, timeout: 0 })
    try {
      // The transaction never writes: its journal needs no file.
      await client.execute('PRAGMA journal_mode = MEMORY')
      const transaction = await client.transaction('write')
      return {
        release() {
          transaction.close()
          client.close()
        },
      }
    } catch (error) {
      client.close()
      throw error
    }
  } catch (error) {
    const { kind, message } = toStorageError(error)
    if (kind === 'busy') {
      const holder = readLockHolder(databasePath)
      const who = holder === undefined ? '' : ` (${holder})`
      throw new StorageError('in_use', `The database ${databasePath} is in use by another server${who}.`, {
        cause: error,
      })
    }
    throw new StorageError(kind, `The lock file ${path} cannot be used: ${message}`, { cause: error })
  }
}
