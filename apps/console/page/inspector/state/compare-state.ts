import { type Difference, findDifferences } from '../../json-tree/find-differences.ts'
import type { Entity, SeenStretch, ZoneState } from '../server-answers.ts'

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
  /** Cells in sight: those the module names, or else those in which something is seen. */
  readonly lit: readonly SeenStretch[]
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
    lit: view.seenCells ?? view.entities.map(({ x, y }) => ({ y, left: x, right: x })),
  }
}

/** The state where nobody's view lies over it: nothing is hidden. */
export function withoutViewer(full: ZoneState): Comparison {
  const entities = full.entities.map((entity) => ({ entity, sight: 'seen' as const, differences: [] }))
  return { entities, unknown: [], extras: [], counts: { seen: entities.length, redacted: 0, hidden: 0 }, lit: [] }
}

/** Zones do not tell how large their grid is; as far as something stands or is seen, there is one. */
export function extentOf({ entities, lit }: Comparison): { readonly width: number; readonly height: number } {
  let [width, height] = [8, 8]
  for (const { y, right } of lit) {
    width = Math.max(width, right + 1)
    height = Math.max(height, y + 1)
  }
  for (const { entity } of entities) {
    width = Math.max(width, entity.x + 1)
    height = Math.max(height, entity.y + 1)
  }
  return { width, height }
}

function compareEntity(entity: Entity, shown: Entity | undefined): SightedEntity {
  if (shown === undefined) return { entity, sight: 'hidden', differences: [] }
  const differences = findDifferences(entity, shown)
  return { entity, sight: differences.length === 0 ? 'seen' : 'redacted', differences }
}
