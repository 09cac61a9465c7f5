import {
  encodeEntity,
  encodeJson,
  encodeLogRow,
  encodeMember,
  integer,
  type NewLogRow,
  type StoredMember,
  type ZoneCommit,
} from '@gridtick/engine/ports'
import { type SQL, sql } from 'drizzle-orm'
import type { Entity } from 'gridtick'
import type { Cell, Statement } from '../database/connection.ts'
import { recordingStatements } from '../recordings/recording-statements.ts'
import { actionLog, departures, entities, members } from '../schema.ts'

/**
 * One step of a zone, to be run in one transaction. The first statement changes the row of the zone, and nothing where
 * that is not as the commit expects it. Throws an UnstorableError for data that must not be stored.
 *
 * However many rows there are, each kind of change is one statement over a JSON array: that halves the time of a commit
 * of five entities.
 */
export function commitStatements(commit: ZoneCommit): Statement[] {
  return [
    updateZone(commit),
    ...deleteRows(entities, sql`"id"`, commit.zoneId, commit.deleteEntities),
    ...putEntities(commit.zoneId, commit.putEntities),
    ...deleteRows(members, sql`"playerId"`, commit.zoneId, commit.deleteMembers),
    ...putMembers(commit.zoneId, commit.putMembers),
    ...deleteRows(departures, sql`"playerId"`, commit.zoneId, commit.deleteDepartures ?? []),
    ...appendLog(commit.log),
    ...(commit.recording === undefined ? [] : recordingStatements(commit.zoneId, commit.recording)),
  ]
}

/** Columns that are not named stay as they are, and so do their indexes. */
function updateZone(commit: ZoneCommit): Statement {
  const { zoneId, tick, at, tickOffset, state, extras, wakeAt, finished, recording } = commit
  const columns: string[] = ['"tick" = ?', '"at" = ?', '"failures" = 0', '"error" = null', '"wakeAt" = ?']
  const values: Cell[] = [
    integer(tick, 'tick'),
    integer(at, 'at'),
    wakeAt === null || finished ? null : integer(wakeAt, 'wakeAt'),
  ]
  const set = (column: string, value: Cell) => {
    columns.push(`"${column}" = ?`)
    values.push(value)
  }
  if (tickOffset !== undefined) set('tickOffset', integer(tickOffset, 'tickOffset'))
  if (state) set('state', encodeJson(state, 'state'))
  if (extras) set('extras', encodeJson(extras, 'extras'))
  if (finished) {
    set('status', 'finished')
    set('result', encodeJson(finished.result, 'result'))
  }
  if (recording) set('record', recording.stops ? 0 : 1)
  return {
    text: `update "zones" set ${columns.join(', ')} where "id" = ? and "owner" is ? and "epoch" = ? and "tick" = ?`,
    values: [...values, zoneId, commit.owner, commit.epoch, commit.ifTick],
  }
}

function deleteRows(
  table: typeof entities | typeof members | typeof departures,
  column: SQL,
  zoneId: string,
  ids: readonly string[],
): SQL[] {
  if (ids.length === 0) return []
  return [
    sql`delete from ${table} where "zoneId" = ${zoneId} and ${column} in (select value from json_each(${JSON.stringify(ids)}))`,
  ]
}

/** Throws an UnstorableError. */
export function putEntities(zoneId: string, put: readonly Entity[]): SQL[] {
  return inChunks(put.map(encodeEntity)).map(
    (rows) => sql`
      insert into ${entities} ("zoneId", "id", "kind", "x", "y", "ownerId", "data")
      select ${zoneId}, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 from json_each(${rows}) where true
      on conflict ("zoneId", "id") do update set "kind" = excluded."kind", "x" = excluded."x", "y" = excluded."y",
        "ownerId" = excluded."ownerId", "data" = excluded."data"`,
  )
}

function putMembers(zoneId: string, put: readonly StoredMember[]): SQL[] {
  return inChunks(put.map(encodeMember)).map(
    (rows) => sql`
      insert into ${members} ("zoneId", "playerId", "displayName", "disconnectedAt", "lastSeq", "settled", "memberSince")
      select ${zoneId}, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 from json_each(${rows}) where true
      on conflict ("zoneId", "playerId") do update set "displayName" = excluded."displayName",
        "disconnectedAt" = excluded."disconnectedAt", "lastSeq" = excluded."lastSeq", "settled" = excluded."settled",
        "memberSince" = excluded."memberSince"`,
  )
}

function appendLog(rows: readonly NewLogRow[]): SQL[] {
  return inChunks(rows.map(encodeLogRow)).map(
    (chunk) => sql`
      insert into ${actionLog} ("at", "zoneId", "tick", "playerId", "connectionId", "type", "payload", "result", "code")
      select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8
      from json_each(${chunk}) order by key`,
  )
}

/** JSON arrays of at most this many characters each (but one row at least): SQLite and V8 both have a longest string. */
const chunkLengthMax = 16_777_216

function inChunks(rows: readonly (readonly (string | number | null)[])[]): string[] {
  const chunks: string[] = []
  let texts: string[] = []
  let length = 0
  for (const row of rows) {
    const text = JSON.stringify(row)
    if (length > 0 && length + text.length > chunkLengthMax) {
      chunks.push(`[${texts.join(',')}]`)
      texts = []
      length = 0
    }
    texts.push(text)
    length += text.length
  }
  if (texts.length > 0) chunks.push(`[${texts.join(',')}]`)
  return chunks
}
