import { type Difference, findDifferences } from '../../json-tree/find-differences.ts'
import type { Entity, ZoneState } from '../server-answers.ts'

/** What a player knows of an entity: all of it, some of it, or not even that it is there. */
export type Sight = 'seen' | 'redacted' | 'hidden'

/** An entity as it is stored, and what of it the player does not get as it is. */
export type SightedEntity = {
  readonly entity: Entity
  readonly sight: Sight
  readonly differences: readonly Difference[]
}

export type Comparison = {
  /** All that are stored, in their order. */
  readonly entities: readonly SightedEntity[]
  /** In the view and not in the state. With both of one tick there are none. */
  readonly unknown: readonly Entity[]
  readonly extras: readonly Difference[]
  readonly counts: Readonly<Record<Sight, number>>
}

/** Lays a player's view over the whole state of the same tick. */
export function compareState(full: ZoneState, view: ZoneState): Comparison {
  const shown = new Map(view.entities.map((entity) => [entity.id, entity]))
  const stored = new Set(full.entities.map(({ id }) => id))
  const entities = full.entities.map((entity) => compareEntity(entity, shown.get(entity.id)))
  const count = (wanted: Sight) => entities.filter(({ sight }) => sight === wanted).length
  return {
    entities,
    unknown: view.entities.filter(({ id }) => !stored.has(id)),
    extras: findDifferences(full.extras, view.extras),
    counts: { seen: count('seen'), redacted: count('redacted'), hidden: count('hidden') },
  }
}

/** The state where nobody's view lies over it: nothing is hidden. */
export function withoutViewer(full: ZoneState): Comparison {
  const entities = full.entities.map((entity) => ({ entity, sight: 'seen' as const, differences: [] }))
  return { entities, unknown: [], extras: [], counts: { seen: entities.length, redacted: 0, hidden: 0 } }
}

function compareEntity(entity: Entity, shown: Entity | undefined): SightedEntity {
  if (shown === undefined) return { entity, sight: 'hidden', differences: [] }
  const differences = findDifferences(entity, shown)
  return { entity, sight: differences.length === 0 ? 'seen' : 'redacted', differences }
}
