import type { RecordedSnapshot, RecordingWrites } from '@gridtick/engine/ports'
import { type SQL, sql } from 'drizzle-orm'
import { recordedSnapshots, recordedTicks, zones } from '../schema.ts'

/** What a step adds to the recording of its zone, and what it drops. */
export function recordingStatements(zoneId: string, writes: RecordingWrites): SQL[] {
  const { startsAnew, snapshot, recordedTick, dropBefore } = writes
  return [
    ...(startsAnew ? clearRecording(zoneId) : []),
    ...(snapshot === undefined ? [] : [insertSnapshot(zoneId, snapshot)]),
    ...(recordedTick === undefined
      ? []
      : [
          sql`insert into ${recordedTicks} ("zoneId", "tick", "number", "bytes", "record")
              values (${zoneId}, ${recordedTick.tick}, ${recordedTick.number}, ${recordedTick.bytes}, ${recordedTick.text})`,
        ]),
    ...(dropBefore === undefined
      ? []
      : [
          sql`delete from ${recordedTicks} where "zoneId" = ${zoneId} and "tick" <= ${dropBefore}`,
          sql`delete from ${recordedSnapshots} where "zoneId" = ${zoneId} and "tick" < ${dropBefore}`,
        ]),
  ]
}

/** Throws away what was recorded, and begins with this snapshot; nothing where there is no such zone. */
export function beginRecording(zoneId: string, snapshot: RecordedSnapshot): SQL[] {
  return [...clearRecording(zoneId), insertSnapshot(zoneId, snapshot)]
}

export function insertSnapshot(zoneId: string, { tick, number, bytes, size, text }: RecordedSnapshot): SQL {
  return sql`
    insert into ${recordedSnapshots} ("zoneId", "tick", "number", "bytes", "size", "snapshot")
    select "id", ${tick}, ${number}, ${bytes}, ${size}, ${text} from ${zones} where "id" = ${zoneId}`
}

function clearRecording(zoneId: string): SQL[] {
  return [recordedTicks, recordedSnapshots].map((table) => sql`delete from ${table} where "zoneId" = ${zoneId}`)
}
