import type { Entity, EntityId, JsonObject } from 'gridtick'
import { isSameJson } from 'gridtick/internal'
import type { EntityColumns } from '../entities/entity-columns.ts'
import type { EntityPatch } from '../entities/entity-patch.ts'
import { sharedPatch } from '../entities/shared-patch.ts'
import type { PlayerView } from './player-view.ts'

/** What leads from the view a connection was last sent to the one of now. */
export type ViewDifference = Changes & {
  /** Whole; undefined: they are as they were. */
  readonly extras: JsonObject | undefined
  readonly isEmpty: boolean
}

type Changes = {
  /** New to the view, or changed in a way a patch cannot say. */
  readonly set: Entity[]
  readonly patch: Extract<EntityPatch, { kind: 'patch' }>[]
  readonly remove: EntityId[]
}

/**
 * Compares two views. What has not changed costs a look at one number, where the views are of the same table; patches are
 * shared by all who need the same.
 */
export function diffView(before: PlayerView, now: PlayerView): ViewDifference {
  const changes =
    now.columns !== undefined && now.columns === before.columns
      ? diffBySlots(before, now, now.columns)
      : diffByIds(before, now)
  const { set, patch, remove } = changes
  const extras = isSameExtras(before.extras, now.extras) ? undefined : (now.extras ?? noExtras)
  const isEmpty = set.length === 0 && patch.length === 0 && remove.length === 0 && extras === undefined
  return { set, patch, remove, extras, isEmpty }
}

function diffBySlots(before: PlayerView, now: PlayerView, { changedAt, places }: EntityColumns): Changes {
  const changes: Changes = { set: [], patch: [], remove: [] }
  const first = places.begin(before.slots.length)
  for (let index = 0; index < before.slots.length; index++) places.put(before.slots[index] as number, first + index)
  // Of a redacted view it may be the redaction that changed, and not the entity.
  const sentVersion = now.version === undefined ? undefined : before.version
  let kept = 0
  for (let index = 0; index < now.slots.length; index++) {
    const slot = now.slots[index] as number
    const place = places.indexOf(slot, first)
    if (place < 0) {
      changes.set.push(now.list[index] as Entity)
      continue
    }
    kept += 1
    if (sentVersion !== undefined && (changedAt[slot] as number) <= sentVersion) continue
    if (!addChange(changes, before.list[place] as Entity, now.list[index] as Entity)) kept -= 1
  }
  if (kept < before.slots.length) addGone(changes, before, now, places)
  return changes
}

/** False: the one of before is gone, and another has its slot. */
function addChange({ set, patch }: Changes, known: Entity, entity: Entity): boolean {
  if (known === entity) return true
  if (known.id !== entity.id) {
    set.push(entity)
    return false
  }
  const change = sharedPatch(known, entity)
  if (change.kind === 'whole') set.push(entity)
  else if (change.kind === 'patch') patch.push(change)
  return true
}

function addGone({ remove }: Changes, before: PlayerView, now: PlayerView, places: EntityColumns['places']): void {
  const first = places.begin(now.slots.length)
  for (let index = 0; index < now.slots.length; index++) places.put(now.slots[index] as number, first + index)
  for (let index = 0; index < before.slots.length; index++) {
    const { id } = before.list[index] as Entity
    const place = places.indexOf(before.slots[index] as number, first)
    if (place < 0 || now.list[place]?.id !== id) remove.push(id)
  }
}

/** For views of two tables, as a zone has after it was loaded again. */
function diffByIds(before: PlayerView, now: PlayerView): Changes {
  const changes: Changes = { set: [], patch: [], remove: [] }
  for (const entity of now.list) {
    const known = before.entities.get(entity.id)
    if (known === undefined) changes.set.push(entity)
    else addChange(changes, known, entity)
  }
  for (const id of before.entities.keys()) if (!now.entities.has(id)) changes.remove.push(id)
  return changes
}

const noExtras: JsonObject = Object.freeze({})

function isSameExtras(before: JsonObject | undefined, now: JsonObject | undefined): boolean {
  return before === now || isSameJson(before, now)
}
