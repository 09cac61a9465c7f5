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

/** A value as a message shows it, cut short. */
export function show(value: unknown): string {
  const text = textOf(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/** Never throws, whatever a module came up with: a cycle, a BigInt inside an object. */
function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return typeof value === 'object' ? 'a value that is no JSON' : String(value)
  }
}
