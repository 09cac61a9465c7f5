import {
  decodeEntity,
  decodeMember,
  decodeZone,
  type EntityRow,
  type LoadedZone,
  type MemberRow,
  type ZoneRow,
} from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import type { Entity } from 'gridtick'
import type { Connection } from '../database/connection.ts'
import { departures, entities, members, zones } from '../schema.ts'

/** A zone as it stands in its tables: its row and members in one query, its entities in another. */
export function readZoneRows(connection: Connection, zoneId: string): Omit<LoadedZone, 'recording'> | undefined {
  const [row] = connection.all(
    sql`select *, (
          select json_group_array(
            json_array("playerId", "displayName", "disconnectedAt", "lastSeq", "settled", "memberSince") order by "playerId"
          ) from ${members} where "zoneId" = ${zones.id}
        ) as "members", (
          select json_group_array(json_array("playerId", "displayName") order by "playerId")
          from ${departures} where "zoneId" = ${zones.id}
        ) as "departures" from ${zones} where "id" = ${zoneId}`,
  )
  if (row === undefined) return undefined
  const entityRows = connection.all(
    sql`select json_array("id", "kind", "x", "y", "ownerId", "data") as "entity" from ${entities}
        where "zoneId" = ${zoneId} order by "id"`,
  )
  const departed = JSON.parse(row.departures as string) as [string, string][]
  return {
    zone: decodeZone(row as unknown as ZoneRow),
    members: (JSON.parse(row.members as string) as MemberRow[]).map(decodeMember),
    entities: entityRows.map(({ entity }): Entity => decodeEntity(JSON.parse(entity as string) as EntityRow)),
    departed: departed.map(([playerId, displayName]) => ({ playerId, displayName })),
  }
}
