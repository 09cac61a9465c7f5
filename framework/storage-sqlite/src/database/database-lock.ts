import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { StorageError } from '@gridtick/engine/ports'
import { type Client, createClient } from '@libsql/client'
import { type DatabaseHolder, inUse, readHolder } from './database-holder.ts'
import { toStorageError } from './libsql-errors.ts'

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
    if (kind === 'busy') throw inUse(databasePath, await holderOf(databasePath), { cause: error })
    throw new StorageError(
      kind,
      `The lock file ${path} cannot be made or written: ${message}. Make its folder writable for the user of the server, or name a database elsewhere.`,
      { cause: error },
    )
  }
}

/** Read beside the server that has it open. Undefined: it cannot be read, or nobody is noted; the lock alone decides. */
async function holderOf(databasePath: string): Promise<DatabaseHolder | undefined> {
  if (!existsSync(databasePath)) return undefined
  let client: Client | undefined
  try {
    client = createClient({ url: pathToFileURL(databasePath).href, concurrency: 1, timeout: 250 })
    return await readHolder(client)
  } catch {
    return undefined
  } finally {
    client?.close()
  }
}
