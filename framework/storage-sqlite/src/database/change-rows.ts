import type { Statement } from './connection.ts'
import type { LibsqlDatabase } from './libsql-database.ts'
import { toStorageError } from './libsql-errors.ts'

/** Writes the statements as one transaction, and answers how many rows the first one changed. Rejects with a StorageError. */
export async function changeRows(database: LibsqlDatabase, ...statements: Statement[]): Promise<number> {
  try {
    return (await database.write(statements))[0] ?? 0
  } catch (error) {
    throw toStorageError(error)
  }
}
