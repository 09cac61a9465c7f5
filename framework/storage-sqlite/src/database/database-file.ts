import { statSync } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { StorageError } from '@gridtick/engine/ports'
import { makeFolder } from './make-folder.ts'

/**
 * The absolute path in a `file:` URL, relative ones (`file:./data/game.db`) from the working directory.
 *
 * Throws a TypeError for every other URL: what the storage promises needs a file of one's own.
 */
export function databasePathOf(url: string): string {
  const match = /^file:(?:\/\/(?:localhost)?(?=\/))?([^?#]+)$/i.exec(url)
  const path = match?.[1]
  if (path === undefined || path.startsWith('//') || path.startsWith(':memory:') || path.endsWith('/'))
    throw new TypeError(`The database URL must be a file, for example "file:./data/gridtick.db", and not "${url}".`)
  try {
    return resolve(decodeURIComponent(path))
  } catch (error) {
    throw new TypeError(`The database URL "${url}" has a broken % sequence.`, { cause: error })
  }
}

/** Makes the folder; answers the path with all links followed, so that a database has one lock by whatever name. */
export async function prepareFolder(path: string): Promise<string> {
  try {
    await makeFolder(dirname(path))
    return await realpath(path).catch(async () => join(await realpath(dirname(path)), basename(path)))
  } catch (error) {
    throw new StorageError(
      'io',
      `The folder of the database ${path} cannot be made: ${messageOf(error)}. Name another file in DATABASE_URL, in a folder that you may write to.`,
      {
        cause: error,
      },
    )
  }
}

/**
 * Refuses a database that is empty or not there while the log beside it holds data: it was deleted, or a copy of it went
 * wrong. Opening it would start an empty game, and throw the log away. Throws a StorageError `corrupt`.
 */
export function refuseOrphanedLog(path: string): void {
  const log = `${path}-wal`
  const logBytes = sizeOf(log) ?? 0
  const bytes = sizeOf(path)
  if (logBytes === 0 || (bytes !== undefined && bytes > 0)) return
  throw new StorageError(
    'corrupt',
    `The database ${path} is ${bytes === undefined ? 'missing' : 'empty'}, but its log ${log} holds data (${logBytes} bytes). ` +
      'Restore the database from a backup, together with the log of the same moment. To begin with an empty database, move the log away first.',
  )
}

/**
 * Refuses a database that has a second name: by that name another server would get a lock and a log of its own, and
 * the two would destroy each other's data. So is a folder. Throws a StorageError `io`.
 */
export function refuseHardLinks(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory()) throw new StorageError('io', `The database ${path} is a folder. Name a file in it.`)
  const links = stats?.nlink ?? 1
  if (links < 2) return
  throw new StorageError(
    'io',
    `The database ${path} has ${links} names (hard links). A server at the other name would destroy its data. ` +
      `Find the names with "find DIRECTORY -samefile ${path}", and remove all but one; to keep a copy, use cp.`,
  )
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

/** Bytes of the file; 0 if there is none. */
export async function fileBytes(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
