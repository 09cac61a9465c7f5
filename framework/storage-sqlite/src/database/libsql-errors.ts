import { StorageError } from '@gridtick/engine/ports'
import { LibsqlError } from '@libsql/client'

/** What an error of the database means to us. Errors that are ours already stay as they are. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StorageError(kindOf(error, message), message, { cause: error })
}

/** Whether the database refused the data (or a condition of ours), and not the work. */
export function isRefusal(error: unknown): error is LibsqlError {
  return error instanceof LibsqlError && (error.code === 'SQLITE_CONSTRAINT' || error.code === 'SQLITE_TOOBIG')
}

/** By the primary result code of SQLite; https://sqlite.org/rescode.html. */
function kindOf(error: unknown, message: string): StorageError['kind'] {
  // A file that cannot be opened comes as a plain Error.
  if (!(error instanceof LibsqlError)) return message.startsWith('ConnectionFailed') ? 'io' : 'unknown'
  switch (error.code) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return 'busy'
    case 'SQLITE_FULL':
      return 'full'
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return 'corrupt'
    case 'SQLITE_IOERR':
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
      return 'io'
    default:
      return 'unknown'
  }
}
