import type { JoinedZone, SeenEntity, ZoneView } from '@gridtick/client'
import type { spaceCombat } from '../../space-combat.ts'

/** The client's types, as they are for a region. */

export type RegionZone = JoinedZone<typeof spaceCombat>
export type RegionView = ZoneView<typeof spaceCombat>
type Seen = SeenEntity<typeof spaceCombat>
export type Kind = Seen['kind']
export type SeenOf<Wanted extends Kind> = Extract<Seen, { kind: Wanted }>

export function seenOfKind<Wanted extends Kind>(view: RegionView, kind: Wanted): readonly SeenOf<Wanted>[] {
  return [...view.entities.values()].filter((entity): entity is SeenOf<Wanted> => entity.kind === kind)
}

/**
 * What is made of an entity, made once: as long as the entity is the same object, so is the part, and whoever draws it can
 * tell that nothing has changed.
 */
export function oncePerEntity<Entity extends object, Part>(make: (entity: Entity) => Part): (entity: Entity) => Part {
  const made = new WeakMap<Entity, Part>()
  return (entity) => {
    const known = made.get(entity)
    if (known !== undefined) return known
    const part = make(entity)
    made.set(entity, part)
    return part
  }
}
