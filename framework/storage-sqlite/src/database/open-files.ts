import { accessSync, constants, statSync } from 'node:fs'
import { StorageError } from '@gridtick/engine/ports'

/**
 * The files of an open database: itself, and its log. The system lets a program go on writing to a file that was deleted
 * or replaced, and all of it is gone with the process. So each operation asks first whether what was opened still stands
 * in its place. That takes a few microseconds.
 */
export class OpenFiles {
  readonly #path: string
  readonly #database: string | undefined
  /** SQLite makes the log with the first write of a connection, and keeps it until the last connection ends. */
  #log: string | undefined

  /** To be called when the database is open, and so exists. */
  constructor(path: string) {
    this.#path = path
    this.#database = identityOf(path)
  }

  /** Throws a StorageError `lost`, and does so until the files are back in their places. */
  check(): void {
    this.#expect(this.#path, this.#database)
    const log = `${this.#path}-wal`
    if (this.#log === undefined) this.#log = identityOf(log)
    else this.#expect(log, this.#log)
  }

  /** Throws a StorageError `io` where the file, or all of its file system, has become read-only. */
  checkWritable(): void {
    try {
      accessSync(this.#path, constants.W_OK)
    } catch (error) {
      throw new StorageError(
        'io',
        `The database ${this.#path} cannot be written: ${error instanceof Error ? error.message : String(error)}. ` +
          'Make the file writable for the user of the server, or mount its file system for writing.',
        { cause: error },
      )
    }
  }

  /** The connection was closed, and another one opened: it may have made another log. */
  forgetLog(): void {
    this.#log = undefined
  }

  #expect(path: string, identity: string | undefined): void {
    const now = identityOf(path)
    if (now === identity) return
    throw new StorageError(
      'lost',
      `The file ${path} was ${now === undefined ? 'deleted or moved' : 'replaced by another one'} while the server has it open. ` +
        'Nothing more is stored, because it would be lost. Move the very same file back (a copy is not enough), or stop the server and restore a backup.',
    )
  }
}

/** What tells a file from all others of the machine. Undefined: there is none. */
function identityOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats && `${stats.dev}:${stats.ino}`
}
