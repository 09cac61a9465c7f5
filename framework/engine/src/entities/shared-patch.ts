import type { Entity } from 'gridtick'
import { type EntityPatch, makePatch } from './entity-patch.ts'
import { stampOf } from './entity-stamp.ts'

/**
 * The patch from one version of an entity to a later one. Almost all who see a change were sent the same version before,
 * so the last one that was made is kept with the later version.
 */
export function sharedPatch(from: Entity, to: Entity): EntityPatch {
  const stamp = stampOf(to)
  if (stamp?.patch?.from === from) return stamp.patch.patch
  const patch = makePatch(from, to)
  if (stamp !== undefined) stamp.patch = { from, patch }
  // Else each version would keep the one before it, and so all of them.
  const earlier = stampOf(from)
  if (earlier !== undefined) earlier.patch = undefined
  return patch
}
