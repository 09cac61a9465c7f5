import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { StorageError } from '@gridtick/engine/ports'
import { type Client, createClient } from '@libsql/client'
import { readServerClock } from '../records/server-clock-statements.ts'
import { databasePathOf, fileBytes } from './database-file.ts'
import { readHolder } from './database-holder.ts'
import { takeDatabaseLock } from './database-lock.ts'
import { compile } from './libsql-database.ts'
import { toStorageError } from './libsql-errors.ts'
import { missingMigrations } from './migrate-database.ts'
import { isRunning } from './process-identity.ts'

/** How the file of a database is. */
export type DatabaseReport = {
  /** Absolute. */
  readonly path: string
} & (
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly message: string }
  | {
      readonly state: 'readable'
      readonly bytes: number
      /** A server has it open. */
      readonly isInUse: boolean
      /** Which the next start of a server carries out. */
      readonly missingMigrations: number
      /** Where the clock of the server stood at least, ms since the epoch; null: nothing says so. */
      readonly clockAt: number | null
    }
)

/** A larger file is not read through: it would take minutes. */
const checkedBytesMax = 268_435_456

/**
 * Looks at a database without changing it, also while a server uses it. Throws a TypeError for a URL that is no file;
 * all that is wrong with the file stands in the report.
 */
export async function inspectDatabase(url: string): Promise<DatabaseReport> {
  const path = databasePathOf(url)
  if (!existsSync(path)) return { path, state: 'missing' }
  try {
    const bytes = await fileBytes(path)
    const isInUse = (await isLocked(path)) || (await isHeld(path))
    const found = await readThrough(path, !isInUse && bytes <= checkedBytesMax)
    return { path, state: 'readable', bytes, isInUse, ...found }
  } catch (error) {
    return { path, state: 'unreadable', message: toStorageError(error).message }
  }
}

async function isLocked(path: string): Promise<boolean> {
  // Without the file nobody has ever locked it; taking the lock would make it.
  if (!existsSync(`${path}.lock`)) return false
  try {
    const lock = await takeDatabaseLock(path)
    lock.release()
    return false
  } catch (error) {
    if (error instanceof StorageError && error.kind === 'in_use') return true
    throw error
  }
}

/** Whether a server has it open whose lock file was deleted. */
async function isHeld(path: string): Promise<boolean> {
  const client = open(path)
  try {
    const holder = await readHolder(client)
    return holder !== undefined && isRunning(holder)
  } finally {
    client.close()
  }
}

function open(path: string): Client {
  return createClient({ url: pathToFileURL(path).href, concurrency: 1, timeout: 250 })
}

type Contents = { readonly missingMigrations: number; readonly clockAt: number | null }

async function readThrough(path: string, isWholeChecked: boolean): Promise<Contents> {
  const client = open(path)
  try {
    const { rows } = await client.execute(isWholeChecked ? 'PRAGMA quick_check(1)' : 'PRAGMA schema_version')
    const answer = Object.values(rows[0] ?? {})[0]
    if (isWholeChecked && answer !== 'ok') throw new StorageError('corrupt', String(answer))
    const missing = (await missingMigrations(client)).length
    return { missingMigrations: missing, clockAt: missing === 0 ? await readClock(client) : null }
  } finally {
    client.close()
  }
}

async function readClock(client: Client): Promise<number | null> {
  const { rows } = await client.execute(compile(readServerClock))
  return (rows[0]?.at as number | null | undefined) ?? null
}
