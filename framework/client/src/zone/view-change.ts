import { applyFrame, type ClientView, type WireEntity } from '@gridtick/protocol/apply-frame'
import type { TickMessage } from '@gridtick/protocol/messages'

/** A view, and how it differs from the one before: ids of entities that are new or not as they were, and of those gone. */
export type ViewChange = {
  readonly view: ClientView
  readonly set: readonly string[]
  readonly removed: readonly string[]
}

/**
 * The view after a frame. An entity that is the same as before stays the same object, so that who draws it can tell by
 * a look. Throws where a delta does not follow the view before.
 */
export function changeView(before: ClientView | undefined, frame: TickMessage): ViewChange {
  const view = applyFrame(before, frame)
  if (!frame.full)
    return { view, set: [...frame.set.map(({ id }) => id), ...frame.patch.map(([id]) => id)], removed: frame.remove }
  const known: ReadonlyMap<string, WireEntity> = before?.entities ?? new Map()
  const entities = new Map<string, WireEntity>()
  const set: string[] = []
  for (const [id, entity] of view.entities) {
    const old = known.get(id)
    const isSame = old !== undefined && isSameJson(old, entity)
    entities.set(id, isSame ? old : entity)
    if (!isSame) set.push(id)
  }
  const removed = [...known.keys()].filter((id) => !entities.has(id))
  return { view: { ...view, entities }, set, removed }
}

// Object.hasOwn is newer than the browsers that this runs in.
const { hasOwnProperty: hasOwn } = Object.prototype

/** Whether two values of JSON say the same, whatever the order of their keys. */
function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const keys = Object.keys(one)
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>]
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => hasOwn.call(other, key) && isSameJson(left[key], right[key]))
  )
}
