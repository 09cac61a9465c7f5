import { show } from '../kernel/show-value.ts'
import { badResult } from './module-fault.ts'

/** A list, or none at all. Throws a ModuleFault for all else. */
export function listOf(hook: string, value: unknown, path: string): readonly unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw badResult(hook, path, `${show(value)} is no list`)
  return value
}

/** Refuses keys that mean nothing, which are mostly slips of the pen. Throws a ModuleFault. */
export function onlyKeys(hook: string, path: string, value: object, allowed: readonly string[]): void {
  for (const key of Object.keys(value))
    if (!allowed.includes(key))
      throw badResult(
        hook,
        path === '' ? key : `${path}.${key}`,
        `there is no such key; known are ${allowed.join(', ')}`,
      )
}
