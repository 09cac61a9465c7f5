import { given } from './given.ts'
import { isObject } from './is-object.ts'
import type { TickMessage } from './server-message.ts'
import type { WireEntity } from './wire-types.ts'

export type { WireEntity } from './wire-types.ts'

/** What a client knows of a zone: the last view it was shown. */
export type ClientView = {
  readonly tick: number
  /** ms since the epoch. */
  readonly at: number
  readonly entities: ReadonlyMap<string, WireEntity>
  readonly extras: Readonly<Record<string, unknown>>
}

/**
 * The view after a frame. A full frame stands for itself; a delta frame is applied to the view before, and gives exactly
 * what a full frame would have shown. Throws if a delta frame does not follow the view it is applied to.
 */
export function applyFrame(view: ClientView | undefined, frame: TickMessage): ClientView {
  const { tick, at } = frame
  if (frame.full) {
    const entities = new Map(frame.entities.map((entity) => [entity.id, entity]))
    return { tick, at, entities, extras: frame.extras ?? {} }
  }
  if (view?.tick !== frame.prev)
    throw new Error(`A frame that follows tick ${frame.prev} was applied to ${view ? `tick ${view.tick}` : 'nothing'}.`)
  const entities = new Map(view.entities)
  for (const id of frame.remove) entities.delete(id)
  for (const entity of frame.set) entities.set(entity.id, entity)
  for (const [id, { data, ...place }] of frame.patch) {
    const entity = entities.get(id)
    if (entity === undefined) throw new Error(`A patch for ${id}, which is not in the view.`)
    entities.set(id, {
      ...entity,
      ...given(place),
      data: mergePatch(entity.data, data ?? {}) as WireEntity['data'],
    })
  }
  return { tick, at, entities, extras: frame.extras ?? view.extras }
}

/** RFC 7396: null removes, objects are merged, all else replaces. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch))
    if (value === null) delete merged[key]
    // No server sends that name (MOD-9); setting it would give the object another prototype.
    else if (key !== '__proto__') merged[key] = mergePatch(merged[key], value)
  return merged
}
