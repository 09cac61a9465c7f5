import { readState, replaceState } from '@gridtick/engine/testing'
import type { Entity, EntityId, EntityTable, JsonObject } from 'gridtick'
import { isSameJson, toFrozenJson } from 'gridtick/internal'
import { firstDifference } from './first-difference.ts'
import type { Rerun } from './rerun.ts'

/** How what is stored may differ without the viewer being allowed to notice. */
export type StoredVariations = {
  /**
   * Another version of an entity, differing only in what the viewer may not know; `undefined` takes the entity away; the
   * entity itself leaves it as it is. Called for every entity before each tick.
   */
  readonly vary?: (entity: Entity, context: LeakContext) => Entity | undefined
  /** The same for zone-wide state and extras. */
  readonly varyState?: (state: JsonObject) => JsonObject
  readonly varyExtras?: (extras: JsonObject) => JsonObject
}

/** What `vary` and `mayKnow` may look at to decide what the viewer may know. */
export type LeakContext = {
  /** The last tick that is stored. */
  readonly tick: number
  /** All that is stored. */
  readonly entities: EntityTable
  readonly state: JsonObject
  readonly extras: JsonObject
  /** Whether the entity is in the viewer's view. */
  readonly sees: (entityId: EntityId) => boolean
}

/** A game that goes on from here with something else stored. */
export type VariedCopy = {
  readonly copy: Rerun
  /** How many entities, states and extras are others. */
  readonly values: number
  /** As a person reads it. */
  readonly what: string
}

/** Undefined: everything stays as it is. */
export function varyStored(rerun: Rerun, viewer: string, variations: StoredVariations): VariedCopy | undefined {
  const { vary, varyState, varyExtras } = variations
  if (vary === undefined && varyState === undefined && varyExtras === undefined) return undefined
  const { entities, state, extras, tick } = rerun.zone.committed
  const context = contextOf(rerun, viewer)
  const changes = entities
    .all()
    .flatMap((before) => changeOf(before, vary === undefined ? before : vary(before, context)))
  const newState = varyState?.(state) ?? state
  const newExtras = varyExtras?.(extras) ?? extras
  const differences = [
    ...changes.map(({ before, after }) => describe(before.id, before, after)),
    ...(isSameJson(state, newState) ? [] : [describe('state', state, newState)]),
    ...(isSameJson(extras, newExtras) ? [] : [describe('extras', extras, newExtras)]),
  ]
  const [first] = differences
  if (first === undefined) return undefined
  const copy = rerun.fork()
  copy.zone.committed.entities.apply(changes)
  replaceState(copy.zone, {
    ...copy.zone.committed,
    state: toFrozenJson(newState) as JsonObject,
    extras: toFrozenJson(newExtras) as JsonObject,
  })
  const more = differences.length === 1 ? '' : `, and ${differences.length - 1} more`
  return { copy, values: differences.length, what: `what is stored after tick ${tick}: ${first}${more}` }
}

function describe(name: string, before: object, after: object | undefined): string {
  if (after === undefined) return `${name} was taken away`
  const difference = firstDifference(before, after)
  return difference === undefined
    ? name
    : `${name}.${difference.path} was ${difference.original}, is ${difference.varied}`
}

/** What there is at this moment. What the viewer sees is found out when it is asked for. */
export function contextOf({ engine, zone }: Rerun, viewer: string): LeakContext {
  const { tick, entities, state, extras } = zone.committed
  let seen: ReadonlySet<unknown> | undefined
  const sees = (entityId: EntityId) => {
    const state = seen === undefined ? readState(engine, zone, { as: viewer }) : undefined
    seen ??= new Set(state?.ok ? state.value.entities.map(({ id }) => id) : [])
    return seen.has(entityId)
  }
  return { tick, entities, state, extras, sees }
}

function changeOf(before: Entity, after: Entity | undefined): readonly { before: Entity; after?: Entity }[] {
  if (after === before) return []
  if (after === undefined) return [{ before }]
  return isSameJson(before, after) ? [] : [{ before, after: toFrozenJson(after) as Entity }]
}
