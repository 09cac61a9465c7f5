import {
  type ActionLogStorage,
  decodeLogRow,
  type LogBounds,
  type LogFilter,
  type LogRow,
  type LogRowFields,
} from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import { changeRows } from '../database/change-rows.ts'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { actionLog } from '../schema.ts'

export function createLibsqlActionLog(database: LibsqlDatabase): ActionLogStorage {
  return {
    readLog: (filter) => readLog(database, filter),
    trimLog: (bounds) => trimLog(database, bounds),
  }
}

async function readLog(database: LibsqlDatabase, filter: LogFilter): Promise<readonly LogRow[]> {
  const { zoneId, afterSeq, beforeSeq, fromEnd = false, type, playerId, result, limit } = filter
  const conditions = [sql`"zoneId" = ${zoneId} and "seq" > ${afterSeq}`]
  if (beforeSeq !== undefined) conditions.push(sql`"seq" < ${beforeSeq}`)
  if (type !== undefined) conditions.push(sql`"type" = ${type}`)
  if (playerId !== undefined) conditions.push(sql`"playerId" = ${playerId}`)
  if (result !== undefined) conditions.push(sql`"result" = ${result}`)
  const order = fromEnd ? sql`"seq" desc` : sql`"seq"`
  const found = await database.read(sql`
    select "at", "zoneId", "tick", "playerId", "connectionId", "type", "payload", "result", "code", "seq"
    from ${actionLog} where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}`)
  const rows = fromEnd ? found.toReversed() : found
  return rows.map((row) => ({
    ...decodeLogRow(Object.values(row).slice(0, 9) as unknown as LogRowFields),
    seq: Number(row.seq),
  }))
}

async function trimLog(database: LibsqlDatabase, { rowsMax, before }: LogBounds): Promise<number> {
  const trimmed = await trimOlder(database, before)
  const [row] = await database.read(sql`select count(*) as "count" from ${actionLog}`)
  return trimmed + (await trimOldest(database, Math.max(0, Number(row?.count) - rowsMax)))
}

/** In small transactions, so that the first trim of a long log does not hold up the zones. */
const trimmedAtOnceMax = 1_000

const oldest = (limit: number) => sql`"seq" in (select "seq" from ${actionLog} order by "seq" limit ${limit})`

/**
 * Rows stand nearly in the order of their times: only zones that catch up write older ones. So it ends where the oldest rows
 * are all young enough, and needs no index, which each tick would have to keep.
 */
async function trimOlder(database: LibsqlDatabase, before: number): Promise<number> {
  for (let trimmed = 0; ; ) {
    const removed = await changeRows(
      database,
      sql`delete from ${actionLog} where ${oldest(trimmedAtOnceMax)} and "at" < ${before}`,
    )
    if (removed === 0) return trimmed
    trimmed += removed
  }
}

async function trimOldest(database: LibsqlDatabase, count: number): Promise<number> {
  let trimmed = 0
  while (trimmed < count) {
    const limit = Math.min(count - trimmed, trimmedAtOnceMax)
    const removed = await changeRows(database, sql`delete from ${actionLog} where ${oldest(limit)}`)
    trimmed += removed
    if (removed < limit) break
  }
  return trimmed
}
