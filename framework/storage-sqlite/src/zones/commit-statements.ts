import { encodeEntity, encodeJson, encodeMember, integer, type ZoneCommit } from '@gridtick/engine/ports'
import type { Cell, Statement } from '../database/connection.ts'
import { recordingStatements } from '../recordings/recording-statements.ts'
import {
  appendLog,
  deleteDepartures,
  deleteEntities,
  deleteMembers,
  putEntityRows,
  putMemberRows,
} from './row-statements.ts'
import { turnStatements } from './turn-statements.ts'

/**
 * The row of the zone after a step; it changes nothing where the row is not as the commit expects it. Columns that are not
 * named stay as they are, and so do their indexes. Throws an UnstorableError for data that must not be stored.
 */
export function updateZone(commit: ZoneCommit): Statement {
  const { zoneId, tick, at, tickOffset, turn, state, extras, wakeAt, finished, recording } = commit
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
  if (turn) set('turn', encodeJson(turn, 'turn'))
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

/** The entities and members of a step, in their tables. Throws an UnstorableError. */
export function rowStatements(commit: ZoneCommit): Statement[] {
  const { zoneId } = commit
  return [
    ...deleteEntities(zoneId, commit.deleteEntities),
    ...putEntityRows(zoneId, commit.putEntities.map(encodeEntity)),
    ...deleteMembers(zoneId, commit.deleteMembers),
    ...putMemberRows(zoneId, commit.putMembers.map(encodeMember)),
  ]
}

/** What of a step is neither in its row nor in those of entities and members. Throws an UnstorableError. */
export function sideStatements({
  zoneId,
  deleteDepartures: heard = [],
  log,
  turns,
  recording,
}: ZoneCommit): Statement[] {
  return [
    ...deleteDepartures(zoneId, heard),
    ...appendLog(log),
    ...(turns === undefined ? [] : turnStatements(zoneId, turns)),
    ...(recording === undefined ? [] : recordingStatements(zoneId, recording)),
  ]
}
