import type { Data, DeltaFrame, Entity, FullFrame } from './wire.ts'

/** What one captain sees of the region by now. */
export type View = { readonly entities: ReadonlyMap<string, Entity>; readonly extras: Data }

/** The view after a frame: a full one stands for itself, any other is applied to the view before. */
export function viewAfter(view: View, frame: FullFrame | DeltaFrame): View {
  const extras = frame.extras ?? view.extras
  if (frame.full) return { entities: new Map(frame.entities.map((entity) => [entity.id, entity])), extras }
  const entities = new Map(view.entities)
  for (const id of frame.remove) entities.delete(id)
  for (const entity of frame.set) entities.set(entity.id, entity)
  for (const [id, changed] of frame.patch) {
    const entity = entities.get(id)
    if (entity === undefined) continue
    entities.set(id, { ...entity, ...changed, data: merged(entity.data, changed.data ?? {}) as Data })
  }
  return { entities, extras }
}

/** RFC 7396: null takes away, objects are merged, all else replaces. */
function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result: { [key: string]: unknown } = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = merged(result[key], value)
  }
  return result
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
