import { existsSync } from 'node:fs'
import { StorageError } from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import { type Connection, openConnection } from '../database/connection.ts'
import { databasePathOf, fileBytes } from '../database/database-file.ts'
import { readHolder } from '../database/database-holder.ts'
import { takeDatabaseLock } from '../database/database-lock.ts'
import { readPragma } from '../database/database-settings.ts'
import { toStorageError } from '../database/libsql-errors.ts'
import { missingMigrations } from '../database/migrate-database.ts'
import { isRunning } from '../database/process-identity.ts'
import { readServerClock } from '../records/server-clock-statements.ts'
import { zoneJournal } from '../schema.ts'

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
      /** What of zones stands in the journal only, and is written to their tables when they are loaded next. */
      readonly journal: JournalReport
      /** Where the clock of the server stood at least, ms since the epoch; null: nothing says so. */
      readonly clockAt: number | null
    }
)

export type JournalReport = { readonly zones: number; readonly ticks: number; readonly bytes: number }

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
    const isInUse = (await isLocked(path)) || isHeld(path)
    const found = readThrough(path, !isInUse && bytes <= checkedBytesMax)
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
function isHeld(path: string): boolean {
  const connection = open(path)
  try {
    const holder = readHolder(connection)
    return holder !== undefined && isRunning(holder)
  } finally {
    connection.close()
  }
}

function open(path: string): Connection {
  return openConnection(path, { timeoutMs: 250 })
}

type Contents = { readonly missingMigrations: number; readonly clockAt: number | null; readonly journal: JournalReport }

function readThrough(path: string, isWholeChecked: boolean): Contents {
  const connection = open(path)
  try {
    const answer = readPragma(connection, isWholeChecked ? 'quick_check(1)' : 'schema_version')
    if (isWholeChecked && answer !== 'ok') throw new StorageError('corrupt', String(answer))
    const missing = missingMigrations(connection).length
    if (missing > 0) return { missingMigrations: missing, clockAt: null, journal: emptyJournal }
    return { missingMigrations: 0, clockAt: readClock(connection), journal: readJournal(connection) }
  } finally {
    connection.close()
  }
}

function readClock(connection: Connection): number | null {
  const [row] = connection.all(readServerClock)
  return (row?.at as number | null | undefined) ?? null
}

const emptyJournal: JournalReport = { zones: 0, ticks: 0, bytes: 0 }

function readJournal(connection: Connection): JournalReport {
  const [row] = connection.all(
    sql`select count(distinct "zoneId") as "zones", count(*) as "ticks", ifnull(sum(length("body")), 0) as "bytes"
        from ${zoneJournal}`,
  )
  return (row as unknown as JournalReport | undefined) ?? emptyJournal
}
