import { StorageError } from '@gridtick/engine/ports'
import { type SQL, sql } from 'drizzle-orm'
import { holders } from '../schema.ts'
import { type Connection, plain } from './connection.ts'
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts'

/** The server that has a database open. Stored in the database, so that it is found by whatever path one comes. */
export type DatabaseHolder = ProcessIdentity & {
  /** Where it listens; null: not yet. */
  readonly url: string | null
}

/**
 * Refuses a database that a running server has open though its lock could be taken, because somebody deleted the lock
 * file. What a killed server left behind is no server. Throws a StorageError `in_use`.
 */
export function refuseWhileHeld(connection: Connection, path: string): void {
  const holder = readHolder(connection)
  // A process that opens its own database twice is kept out by the lock.
  if (holder === undefined || holder.pid === process.pid || !isRunning(holder)) return
  throw inUse(path, holder)
}

export function inUse(path: string, holder: DatabaseHolder | undefined, options?: ErrorOptions): StorageError {
  return new StorageError('in_use', `The database ${path} is in use by another server${describe(holder)}.`, options)
}

/** Undefined: nobody has noted it, or not in a way that we understand. */
export function readHolder(connection: Connection): DatabaseHolder | undefined {
  const table = connection.all(plain("select 1 from sqlite_master where name = 'holders'"))
  if (table.length === 0) return undefined
  const [row] = connection.all(plain('select "pid", "machine", "startedAt", "url" from "holders"'))
  if (row === undefined) return undefined
  const { pid, machine, startedAt, url } = row
  if (typeof pid !== 'number' || typeof machine !== 'string' || typeof startedAt !== 'string') return undefined
  return { pid, machine, startedAt, url: typeof url === 'string' && isAddress(url) ? url : null }
}

/** Notes this process as the one that has the database open. */
export function noteHolder(url: string | null): SQL {
  const { pid, machine, startedAt } = identifyProcess()
  return sql`insert into ${holders} ("id", "pid", "machine", "startedAt", "url") values (1, ${pid}, ${machine}, ${startedAt}, ${url})
    on conflict ("id") do update set
      "pid" = excluded."pid", "machine" = excluded."machine", "startedAt" = excluded."startedAt", "url" = excluded."url"`
}

/** Before the database is closed. */
export function forgetHolder(): SQL {
  return sql`delete from ${holders}`
}

/** It is shown on terminals. */
function isAddress(text: string): boolean {
  return /^https?:\/\/[\w.:[\]-]{1,300}$/.test(text)
}

function describe(holder: DatabaseHolder | undefined): string {
  if (holder === undefined) return ''
  return ` (process ${holder.pid}${holder.url === null ? '' : `, ${holder.url}`})`
}
