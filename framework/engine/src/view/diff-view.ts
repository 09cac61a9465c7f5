import type { Entity, EntityId, JsonObject } from 'gridtick'
import { isSameJson } from 'gridtick/internal'
import { type EntityPatch, entityPatch, type PatchCache } from './entity-patch.ts'
import type { PlayerView } from './player-view.ts'

/** What leads from the view a connection was last sent to the one of now. */
export type ViewDifference = {
  /** New to the view, or changed in a way a patch cannot say. */
  readonly set: readonly Entity[]
  readonly patch: readonly Extract<EntityPatch, { kind: 'patch' }>[]
  readonly remove: readonly EntityId[]
  /** Whole; undefined: they are as they were. */
  readonly extras: JsonObject | undefined
  readonly isEmpty: boolean
}

/**
 * Compares two views. An entity that is the same object has not changed; others are looked at once for all who share
 * `patches`.
 */
export function diffView(before: PlayerView, now: PlayerView, patches: PatchCache = new Map()): ViewDifference {
  const set: Entity[] = []
  const patch: Extract<EntityPatch, { kind: 'patch' }>[] = []
  const remove: EntityId[] = []
  let kept = 0
  for (const entity of now.entities.values()) {
    const known = before.entities.get(entity.id)
    if (known === undefined) {
      set.push(entity)
      continue
    }
    kept += 1
    if (known === entity) continue
    const change = entityPatch(known, entity, patches)
    if (change.kind === 'whole') set.push(entity)
    else if (change.kind === 'patch') patch.push(change)
  }
  if (kept < before.entities.size) for (const id of before.entities.keys()) if (!now.entities.has(id)) remove.push(id)
  const extras = isSameExtras(before.extras, now.extras) ? undefined : (now.extras ?? noExtras)
  const isEmpty = set.length === 0 && patch.length === 0 && remove.length === 0 && extras === undefined
  return { set, patch, remove, extras, isEmpty }
}

const noExtras: JsonObject = Object.freeze({})

function isSameExtras(before: JsonObject | undefined, now: JsonObject | undefined): boolean {
  return before === now || isSameJson(before, now)
}
