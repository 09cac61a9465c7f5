import { StorageError } from '@gridtick/engine/ports'
import Database from 'libsql'

/** What an error of the database means to us. Errors that are ours already stay as they are. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StorageError(kindOf(error, message), message, { cause: error })
}

/** Whether the database refused the data, and not the work. */
export function isRefusal(error: unknown): error is Error {
  return [codes.constraint, codes.tooBig].includes(codeOf(error))
}

/** Primary result codes of SQLite; https://sqlite.org/rescode.html. */
const codes = {
  ...{ perm: 3, busy: 5, locked: 6, readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantOpen: 14 },
  ...{ tooBig: 18, constraint: 19, notADb: 26 },
}

function codeOf(error: unknown): number {
  return error instanceof Database.SqliteError ? (error.rawCode ?? 0) & 0xff : 0
}

function kindOf(error: unknown, message: string): StorageError['kind'] {
  switch (codeOf(error)) {
    case codes.busy:
    case codes.locked:
      return 'busy'
    case codes.full:
      return 'full'
    case codes.corrupt:
    case codes.notADb:
      return 'corrupt'
    case codes.ioerr:
    case codes.readonly:
    case codes.cantOpen:
    case codes.perm:
      return 'io'
    default:
      // A file that cannot be opened comes as a plain Error.
      return message.startsWith('ConnectionFailed') ? 'io' : 'unknown'
  }
}
