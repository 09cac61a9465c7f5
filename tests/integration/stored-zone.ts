import { pathToFileURL } from 'node:url'
import { type Client, createClient } from '@libsql/client'
import type { WireEntity } from '../../framework/protocol/src/apply-frame.ts'
import { inspectZone } from '../../framework/storage-sqlite/src/inspect/inspect-zone.ts'

export type StoredZone = {
  readonly tick: number
  readonly at: number
  readonly status: string
  readonly wakeAt: number | null
  readonly state: Readonly<Record<string, unknown>>
  readonly extras: Readonly<Record<string, unknown>>
  readonly entities: readonly WireEntity[]
}

/** A zone as it lies in the database file, of one moment, read past the server. */
export async function readStoredZone(databasePath: string, zoneId: string): Promise<StoredZone> {
  const stored = inspectZone(pathToFileURL(databasePath).href, zoneId)
  if (stored === undefined) throw new Error(`Zone ${zoneId} is not stored.`)
  const { tick, at, status, wakeAt, state, extras } = stored.zone
  return { tick, at, status, wakeAt, state, extras, entities: stored.entities as readonly WireEntity[] }
}

/** Lets the alarm of a garden be due so much earlier, as if that time had passed while no server ran. */
export async function setAlarmBack(databasePath: string, zoneId: string, byMs: number): Promise<void> {
  const { wakeAt } = await readStoredZone(databasePath, zoneId)
  if (wakeAt === null) throw new Error(`Zone ${zoneId} has no alarm.`)
  const args = { wakeAt: wakeAt - byMs, zoneId }
  await withDatabase(databasePath, (client) =>
    client.execute({
      sql: `update zones set "wakeAt" = :wakeAt, state = json_set(state, '$.alarmAt', :wakeAt) where id = :zoneId`,
      args,
    }),
  )
}

/** What SQLite says of the whole file: `ok`, or what is wrong. */
export function checkIntegrity(databasePath: string): Promise<unknown> {
  return withDatabase(databasePath, async (client) => (await client.execute('PRAGMA integrity_check')).rows[0]?.[0])
}

async function withDatabase<Value>(path: string, work: (client: Client) => Promise<Value>): Promise<Value> {
  const client = createClient({ url: pathToFileURL(path).href, concurrency: 1, timeout: 1_000 })
  try {
    return await work(client)
  } finally {
    client.close()
  }
}
