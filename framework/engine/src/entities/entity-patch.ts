import type { Entity } from 'gridtick'
import { isObject, isSameJson, mergePatch } from 'gridtick/internal'

/** What leads from one version of an entity to another. `whole`: no patch can say it. `none`: they are the same. */
export type EntityPatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole' }
  | ({ readonly kind: 'patch'; readonly from: Entity; readonly to: Entity } & PatchTexts)

type PatchTexts = {
  /** As a `tick` message says it: the id and the fields. */
  readonly json: string
  /** The fields alone, as JSON. */
  readonly fields: string
  /** Nothing but the place has changed. */
  readonly isStep: boolean
}

/** What leads from one version of an entity to another. */
export function makePatch(from: Entity, to: Entity): EntityPatch {
  const fields: Record<string, unknown> = {}
  if (from.x !== to.x) fields.x = to.x
  if (from.y !== to.y) fields.y = to.y
  if (from.ownerId !== to.ownerId) fields.ownerId = to.ownerId
  if (from.kind !== to.kind || !isObject(from.data) || !isObject(to.data)) return { kind: 'whole' }
  if (from.data !== to.data && !isSameJson(from.data, to.data)) {
    const data = mergePatch(from.data, to.data)
    if (data === undefined) return { kind: 'whole' }
    fields.data = data
  }
  if (Object.keys(fields).length === 0) return { kind: 'none' }
  return { kind: 'patch', from, to, ...textsOf(to.id, fields) }
}

function textsOf(id: string, changed: Readonly<Record<string, unknown>>): PatchTexts {
  // One text, of which the fields are a part: joined ones would be walked through again in every frame that has them.
  const json = JSON.stringify([id, changed])
  const fields = json.slice(JSON.stringify(id).length + 2, -1)
  return { json, fields, isStep: !('ownerId' in changed) && !('data' in changed) }
}
