import { decodeEntity, type EntityRow, type LoadedZone } from '@gridtick/engine/ports'
import type { Connection } from '../database/connection.ts'
import { type JournalTick, type Replayed, replayBodies } from './replay-bodies.ts'
import { withSettled } from './settled-members.ts'

/** What the journal of a zone has beyond its tables, read from disk. */
export function replayZone(connection: Connection, zoneId: string): Replayed {
  const text = 'select "tick", "body" from "zone_journal" where "zoneId" = ? order by "tick"'
  const ticks = connection.all({ text, values: [zoneId] }) as unknown as readonly JournalTick[]
  return replayBodies(ticks, (id) => readEntityRow(connection, zoneId, id))
}

/** A zone as it stands in its tables, with what the journal has beyond them. */
export function withReplayed<Zone extends Pick<LoadedZone, 'entities' | 'members'>>(
  zone: Zone,
  { entities, settled }: Replayed,
): Zone {
  const all = new Map(zone.entities.map((entity) => [entity.id, entity]))
  for (const [id, row] of entities)
    if (row === undefined) all.delete(id)
    else all.set(id, decodeEntity(row))
  return {
    ...zone,
    entities: [...all.values()].sort((one, other) => compareIds(one.id, other.id)),
    members: zone.members.map((member) => {
      const own = settled.get(member.playerId)
      return own === undefined ? member : withSettled(member, own)
    }),
  }
}

/** As SQLite orders texts, by their UTF-8. JavaScript's own order is another where there are surrogates. */
function compareIds(one: string, other: string): number {
  if (!surrogates.test(one) && !surrogates.test(other)) return one < other ? -1 : 1
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

const surrogates = /[\ud800-\udfff]/

function readEntityRow(connection: Connection, zoneId: string, id: string): EntityRow | undefined {
  const text = 'select "id", "kind", "x", "y", "ownerId", "data" from "entities" where "zoneId" = ? and "id" = ?'
  const [row] = connection.all({ text, values: [zoneId, id] })
  return row && (Object.values(row) as unknown as EntityRow)
}
