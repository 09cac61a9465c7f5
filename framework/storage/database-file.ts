import { mkdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { StorageError } from './zone-storage.ts'

/**
 * The absolute path in a `file:` URL, relative ones (`file:./data/game.db`) from the working directory.
 *
 * Throws a TypeError for every other URL: what the storage promises needs a file of one's own.
 */
export function databasePathOf(url: string): string {
  const match = /^file:(?:\/\/(?:localhost)?(?=\/))?([^?#]+)$/i.exec(url)
  const path = match?.[1]
  if (path === undefined || path.startsWith('//') || path.startsWith(':memory:') || path.endsWith('/'))
    throw new TypeError(`The database URL must be a file, as "file:./data/gridtick.db", and not "${url}".`)
  try {
    return resolve(decodeURIComponent(path))
  } catch (error) {
    throw new TypeError(`The database URL "${url}" has a broken % sequence.`, { cause: error })
  }
}

/** Makes the folder; answers the path with all links followed, so that a database has one lock by whatever name. */
export async function prepareFolder(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true })
    return await realpath(path).catch(async () => join(await realpath(dirname(path)), basename(path)))
  } catch (error) {
    throw new StorageError('io', `The folder of the database ${path} cannot be made: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

/** Bytes of the file; 0 if there is none. */
export async function fileBytes(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
