import type { ClientView, WireEntity } from '../../framework/protocol/src/apply-frame.ts'
import type { StoredZone } from './stored-zone.ts'

/** What the garden's rules say that a player sees, worked out anew from what is stored. */
export function inSight({ entities, extras }: StoredZone, playerId: string) {
  const seen = entities.flatMap((entity): WireEntity[] => {
    if (entity.ownerId === playerId || entity.kind === 'stone') return [entity]
    if (entity.kind === 'mole') return []
    const { height = 0, notes = {} } = entity.data
    return [{ ...entity, data: { height, notes } }]
  })
  return { entities: byId(seen), extras }
}

/** The order of entities means nothing. */
export function byId(entities: Iterable<WireEntity>) {
  return [...entities].sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** The same of what a client was shown. */
export function shown(view: ClientView | undefined) {
  return view && { entities: byId(view.entities.values()), extras: view.extras }
}
