import type { Entity } from 'gridtick'
import { stampOf } from './entity-stamp.ts'

/** Of extras, which have no stamp. */
const texts = new WeakMap<object, string>()

/** The JSON of an entity, or of extras. Made once for each object, which never changes, and shared by all who see it. */
export function jsonOf(value: object): string {
  const stamp = stampOf(value)
  if (stamp !== undefined) {
    stamp.json ??= JSON.stringify(value)
    return stamp.json
  }
  let text = texts.get(value)
  if (text === undefined) {
    text = JSON.stringify(value)
    texts.set(value, text)
  }
  return text
}

/** How many characters that has. A step that changes only numbers of the place knows it without making it. */
export function jsonSizeOf(entity: Entity): number {
  const stamp = stampOf(entity)
  if (stamp === undefined) return jsonOf(entity).length
  stamp.size ??= jsonOf(entity).length
  return stamp.size
}
