import { show } from '../kernel/show-value.ts'
import { badResult } from './module-fault.ts'
import { inside, type ResultPlace } from './result-place.ts'

/** A list, or none at all. Throws a ModuleFault for all else. */
export function listOf(at: ResultPlace, value: unknown): readonly unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw badResult(at, `${show(value)} is not a list`)
  return value
}

/** Refuses keys that mean nothing, which are mostly slips of the pen. Throws a ModuleFault. */
export function onlyKeys(at: ResultPlace, value: object, allowed: readonly string[]): void {
  for (const key of Object.keys(value))
    if (!allowed.includes(key))
      throw badResult(inside(at, key), `there is no such key; the known ones are ${allowed.join(', ')}`)
}
