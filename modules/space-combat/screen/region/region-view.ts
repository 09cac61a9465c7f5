import type { HeardEvent, JoinedZone, QueryAnswerFor, QueryNameOf, SeenEntity, ZoneView } from '@gridtick/client'
import type { spaceCombat } from '../../space-combat.ts'

/** The client's types, as they are for a region. */

type Module = typeof spaceCombat
export type RegionZone = JoinedZone<Module>
export type RegionView = ZoneView<Module>
type Seen = SeenEntity<Module>
export type Kind = Seen['kind']
export type SeenOf<Wanted extends Kind> = Extract<Seen, { kind: Wanted }>

/** An event as a captain hears it, told apart by its name. */
export type Heard = HeardEvent<Module>
/** What the event of this name carries. */
export type Told<Name extends Heard['event']> = Extract<Heard, { event: Name }>['payload']
/** What the query of this name answers. */
export type AnswerTo<Name extends QueryNameOf<Module>> = QueryAnswerFor<Module, Name>

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
