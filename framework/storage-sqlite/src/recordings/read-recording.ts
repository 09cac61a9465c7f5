import type { RecordedMark, RecordingHead, RecordingPage, RecordingRequest } from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import type { Row } from '../database/connection.ts'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { recordedSnapshots, recordedTicks } from '../schema.ts'

/** Where the recording of a zone stands; undefined where nothing is recorded. */
export async function readHead(database: LibsqlDatabase, zoneId: string): Promise<RecordingHead | undefined> {
  const [snapshotRows = [], tickRows = []] = await database.readTogether([
    sql`select "tick", "number", "bytes", "size" from ${recordedSnapshots} where "zoneId" = ${zoneId} order by "tick"`,
    sql`select "tick", "number", "bytes" from ${recordedTicks} where "zoneId" = ${zoneId} order by "tick" desc limit 1`,
  ])
  const snapshots = snapshotRows.map((row) => ({ ...markOf(row), size: Number(row.size) }))
  const [lastTick] = tickRows
  const last = lastTick === undefined ? snapshots.at(-1) : markOf(lastTick)
  if (last === undefined || snapshots.length === 0) return undefined
  const { tick, number, bytes } = last
  return { snapshots, last: { tick, number, bytes } }
}

/** All of one moment: nothing is dropped between the reading of the ticks and that of their snapshots. */
export async function readRecordingPage(
  database: LibsqlDatabase,
  { zoneId, fromTick, ticksMax, bytesMax }: RecordingRequest,
): Promise<RecordingPage> {
  const firstTick = sql`(select min("tick") from ${recordedTicks} where "zoneId" = ${zoneId} and "tick" >= ${fromTick})`
  // What was recorded up to the first thing of the page; the counts only grow, so the page is a range of them.
  const bytesBefore = sql`min(
    ifnull((select "bytes" - "size" from ${recordedSnapshots} where "zoneId" = ${zoneId} and "tick" >= ${fromTick - 1}
            order by "tick" limit 1), ${Number.MAX_SAFE_INTEGER}),
    (select "bytes" from ${recordedTicks} where "zoneId" = ${zoneId} and "tick" = ${firstTick}))`
  const ticks = sql`
    select "tick", "record" from ${recordedTicks} where "zoneId" = ${zoneId} and "tick" >= ${fromTick}
      and ("tick" = ${firstTick} or "bytes" <= ${bytesBefore} + ${bytesMax})
    order by "tick" limit ${ticksMax}`
  const [tickRows = [], snapshotRows = [], endRows = []] = await database.readTogether([
    ticks,
    sql`select "snapshot" from ${recordedSnapshots} where "zoneId" = ${zoneId} and "tick" >= ${fromTick - 1}
        and "tick" < ifnull((select max("tick") from (${ticks})), ${Number.MAX_SAFE_INTEGER}) order by "tick"`,
    sql`select max("tick") as "tick" from ${recordedTicks} where "zoneId" = ${zoneId}`,
  ])
  const last = tickRows.at(-1)
  const isEnd = last === undefined || Number(last.tick) >= Number(endRows[0]?.tick)
  return {
    snapshots: snapshotRows.map((row) => String(row.snapshot)),
    ticks: tickRows.map((row) => String(row.record)),
    nextTick: isEnd ? null : Number(last.tick) + 1,
  }
}

function markOf(row: Row): RecordedMark {
  return { tick: Number(row.tick), number: Number(row.number), bytes: Number(row.bytes) }
}
