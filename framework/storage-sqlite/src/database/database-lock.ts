import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { StorageError } from '@gridtick/engine/ports'
import { type Connection, openConnection, plain } from './connection.ts'
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
    const connection = openConnection(path, { timeoutMs: 0 })
    try {
      // The transaction never writes: its journal needs no file.
      connection.all(plain('PRAGMA journal_mode = MEMORY'))
      connection.run(plain('BEGIN IMMEDIATE'))
      return {
        release() {
          connection.run(plain('ROLLBACK'))
          connection.close()
        },
      }
    } catch (error) {
      connection.close()
      throw error
    }
  } catch (error) {
    const { kind, message } = toStorageError(error)
    if (kind === 'busy') throw inUse(databasePath, holderOf(databasePath), { cause: error })
    throw new StorageError(
      kind,
      `The lock file ${path} cannot be made or written${kind === 'io' ? '' : `: ${message}`}. Let the user of the server write to ${dirname(path)}, or name a database elsewhere.`,
      { cause: error },
    )
  }
}

/** Read beside the server that has it open. Undefined: it cannot be read, or nobody is noted; the lock alone decides. */
function holderOf(databasePath: string): DatabaseHolder | undefined {
  if (!existsSync(databasePath)) return undefined
  let connection: Connection | undefined
  try {
    connection = openConnection(databasePath, { timeoutMs: 250 })
    return readHolder(connection)
  } catch {
    return undefined
  } finally {
    connection?.close()
  }
}
