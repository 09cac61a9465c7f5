import { decodeMember, encodeMember, type MemberRow, type StoredMember } from '@gridtick/engine/ports'
import type { Connection } from '../database/connection.ts'
import { deleteEntities, putEntityRows, putSettled } from '../zones/row-statements.ts'
import { replayZone } from './replay-zone.ts'
import { withSettled } from './settled-members.ts'

/** Whether ticks of the zone are in the journal that its tables may lack. */
export function isJournaled(connection: Connection, zoneId: string): boolean {
  const text = 'select 1 from "zone_journal" where "zoneId" = ? limit 1'
  return connection.all({ text, values: [zoneId] }).length > 0
}

/**
 * Ends the journal of a zone: what it has beyond the tables is written to them, and its ticks are dropped. To be run in a
 * transaction. It needs nothing but what is on disk, so it is also what comes after a crash.
 */
export function foldZone(connection: Connection, zoneId: string): void {
  if (!isJournaled(connection, zoneId)) return
  const { entities, settled } = replayZone(connection, zoneId)
  const rows = [...entities.entries()]
  const members = [...settled.entries()].flatMap(([playerId, of]) => {
    const member = readMember(connection, zoneId, playerId)
    return member === undefined ? [] : [encodeMember(withSettled(member, of))]
  })
  for (const statement of [
    ...deleteEntities(
      zoneId,
      rows.flatMap(([id, row]) => (row === undefined ? [id] : [])),
    ),
    ...putEntityRows(
      zoneId,
      rows.flatMap(([, row]) => (row === undefined ? [] : [row])),
    ),
    ...putSettled(zoneId, members),
    dropTicks(zoneId, Number.MAX_SAFE_INTEGER),
  ])
    connection.run(statement)
}

/** Those up to `tick` stand in the tables. */
export function dropTicks(zoneId: string, tick: number) {
  return { text: 'delete from "zone_journal" where "zoneId" = ? and "tick" <= ?', values: [zoneId, tick] }
}

/** A member as it is stored, its journal included. */
export function readStoredMember(connection: Connection, zoneId: string, playerId: string): StoredMember | undefined {
  const member = readMember(connection, zoneId, playerId)
  if (member === undefined || !isJournaled(connection, zoneId)) return member
  const settled = replayZone(connection, zoneId).settled.get(playerId)
  return settled === undefined ? member : withSettled(member, settled)
}

function readMember(connection: Connection, zoneId: string, playerId: string): StoredMember | undefined {
  const text = `select "playerId", "displayName", "disconnectedAt", "lastSeq", "settled", "memberSince"
    from "members" where "zoneId" = ? and "playerId" = ?`
  const [row] = connection.all({ text, values: [zoneId, playerId] })
  return row && decodeMember(Object.values(row) as unknown as MemberRow)
}
