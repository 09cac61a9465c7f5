import type { Entity } from 'gridtick'
import { isObject } from 'gridtick/internal'
import { newVersion } from '../entities/entity-stamp.ts'
import { jsonSizeOf } from '../entities/json-of.ts'

/** What a place may be, and how long an entity. */
export type MoveBounds = {
  /** Where the grid ends; undefined: nowhere. */
  readonly width: number | undefined
  readonly height: number | undefined
  readonly coordinateMax: number
  readonly entityBytesMax: number
}

/** The id that a delta names, if it is `{ id, set }` and nothing else. */
export function idOfSet(delta: unknown): string | undefined {
  if (!isObject(delta)) return undefined
  const [first, second, ...more] = Object.keys(delta)
  if (first !== 'id' || second !== 'set' || more.length > 0) return undefined
  return typeof delta.id === 'string' ? delta.id : undefined
}

/**
 * An entity after fields of a delta that set nothing but its place, which is what most deltas are. Undefined: they do
 * more, or something is wrong with them, which the whole check finds and names. What comes out is what that gives.
 */
export function quickMove(before: Entity, set: unknown, bounds: MoveBounds): Entity | undefined {
  if (!isObject(set)) return undefined
  const { id, kind, ownerId, data } = before
  let { x, y } = before
  for (const key of Object.keys(set)) {
    const value = set[key]
    if (typeof value !== 'number') return undefined
    if (key === 'x') x = value
    else if (key === 'y') y = value
    else return undefined
  }
  if (!isCell(x, bounds.width, bounds) || !isCell(y, bounds.height, bounds)) return undefined
  const size = jsonSizeOf(before) + digitsOf(x) - digitsOf(before.x) + digitsOf(y) - digitsOf(before.y)
  if (size > bounds.entityBytesMax) return undefined
  return newVersion({ id, kind, x: x === 0 ? 0 : x, y: y === 0 ? 0 : y, ownerId, data }, { size })
}

function isCell(value: number, end: number | undefined, { coordinateMax }: MoveBounds): boolean {
  if (!Number.isInteger(value) || Math.abs(value) > coordinateMax) return false
  return end === undefined || (value >= 0 && value < end)
}

/** Characters of an integer, as JSON writes it. */
function digitsOf(value: number): number {
  return String(value).length
}
