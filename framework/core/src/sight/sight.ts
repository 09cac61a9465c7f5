import type { Entity, EntityTable, PlayerId, Position } from '../contract/entity.ts'

/** Ways to choose what a player sees. Each lists entities of the table; join lists with {@link union}. */

/** All that belongs to the player. */
export function ownedBy<E extends Entity>(entities: EntityTable<E>, playerId: PlayerId): readonly E[] {
  return entities.ownedBy(playerId)
}

/** All within `radius` cells of a place, as a square. */
export function withinRadius<E extends Entity>(
  entities: EntityTable<E>,
  center: Position,
  radius: number,
): readonly E[] {
  return entities.near(center.x, center.y, radius)
}

/** All in the very cell. */
export function sameCell<E extends Entity>(entities: EntityTable<E>, cell: Position): readonly E[] {
  return entities.at(cell.x, cell.y)
}

/** All of the lists, each entity once. Where lists hold two versions of one entity, the first one counts. */
export function union<Lists extends readonly (readonly Entity[])[]>(...lists: Lists): Lists[number][number][] {
  const byId = new Map<string, Lists[number][number]>()
  for (const list of lists) for (const entity of list) if (!byId.has(entity.id)) byId.set(entity.id, entity)
  return [...byId.values()]
}
