import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'

/**
 * How far the write-ahead log of a database has got, in its pages (frames), as the index beside it says, which all
 * connections share. `backfilled`: those that are in the database already; when that is all, the next write begins at
 * the front again. https://sqlite.org/walformat.html#the_wal_index_header
 */
export type WalProgress = { readonly frames: number; readonly backfilled: number }

/**
 * Reads the index of a log. The file stays open: to close it would end the locks that SQLite has on it in this process,
 * and another program would take the index of a running server for one that was left behind.
 */
export class WalIndex {
  readonly #path: string
  #file: number | undefined
  readonly #header = new Uint32Array(headerBytes / 4)

  constructor(databasePath: string) {
    this.#path = `${databasePath}-shm`
  }

  /** Undefined: there is no log, or nobody has written to it. */
  read(): WalProgress | undefined {
    try {
      const file = this.#current()
      if (file === undefined || readSync(file, this.#header, 0, headerBytes, 0) < headerBytes) return undefined
      return { frames: this.#header[4] ?? 0, backfilled: this.#header[24] ?? 0 }
    } catch {
      return undefined
    }
  }

  /** To be called when no connection of this process has the database open. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** The last connection takes the index away with it, and the next one makes another: nobody locks the old one any more. */
  #current(): number | undefined {
    const now = statSync(this.#path, { throwIfNoEntry: false })
    if (now === undefined) return undefined
    if (this.#file !== undefined && fstatSync(this.#file).ino === now.ino) return this.#file
    this.close()
    this.#file = openSync(this.#path, 'r')
    return this.#file
  }
}

/** Two copies of 48 bytes about the log, whose fifth number is the last frame; then what checkpoints have done. */
const headerBytes = 100
