import { closeSync, openSync, readSync } from 'node:fs'

/**
 * How far the write-ahead log of a database has got, in its pages (frames), as the index beside it says, which all
 * connections share. `backfilled`: those that are in the database already; when that is all, the next write begins at
 * the front again. https://sqlite.org/walformat.html#the_wal_index_header
 */
export type WalProgress = { readonly frames: number; readonly backfilled: number }

/** Undefined: there is no log, or nobody has written to it. */
export function readWalProgress(path: string): WalProgress | undefined {
  let file: number | undefined
  try {
    file = openSync(`${path}-shm`, 'r')
    const header = new Uint32Array(headerBytes / 4)
    if (readSync(file, header, 0, headerBytes, 0) < headerBytes) return undefined
    return { frames: header[4] ?? 0, backfilled: header[24] ?? 0 }
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Two copies of 48 bytes about the log, whose fifth number is the last frame; then what checkpoints have done. */
const headerBytes = 100
