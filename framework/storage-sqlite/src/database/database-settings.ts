import { StorageError } from '@gridtick/engine/ports'
import { type Connection, plain } from './connection.ts'
import { fileBytes } from './database-file.ts'
import { toStorageError } from './libsql-errors.ts'

/** Sets what durability and deletions rely on, and reads it back: SQLite ignores a setting it cannot follow. */
export function applySettings(connection: Connection, sync: 'full' | 'normal'): void {
  const settings = [
    { name: 'journal_mode', set: 'WAL', reads: 'wal' },
    { name: 'synchronous', set: sync.toUpperCase(), reads: sync === 'full' ? 2 : 1 },
    { name: 'foreign_keys', set: 'ON', reads: 1 },
    // The log is moved into the database beside the writes, and not by one of them.
    { name: 'wal_autocheckpoint', set: '0', reads: 0 },
    { name: 'journal_size_limit', set: '67108864', reads: 67_108_864 },
  ]
  for (const { name, set, reads } of settings) {
    connection.all(plain(`PRAGMA ${name} = ${set}`))
    const value = readPragma(connection, name)
    if (value !== reads) throw new StorageError('io', `The database does not take ${name} = ${set}: it is ${value}.`)
  }
}

/** The first value of what a PRAGMA answers. */
export function readPragma(connection: Connection, name: string): unknown {
  return Object.values(connection.all(plain(`PRAGMA ${name}`))[0] ?? {})[0]
}

/** Only reads. The full check costs about a second for each GB, so beyond a size it is left to the operator. */
export async function checkIntegrity(connection: Connection, path: string, bytesMax: number): Promise<void> {
  const isSmall = (await fileBytes(path)) <= bytesMax
  try {
    const answer = readPragma(connection, isSmall ? 'quick_check(1)' : 'schema_version')
    if (isSmall && answer !== 'ok') throw new StorageError('corrupt', String(answer))
  } catch (error) {
    const { kind, message } = toStorageError(error)
    if (kind !== 'corrupt') throw error
    throw new StorageError('corrupt', `The database ${path} is corrupt: ${message}. It was left as it is.`, {
      cause: error,
    })
  }
}
