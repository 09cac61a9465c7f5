import { JsonValueError, toFrozenJson, toPlainJson } from 'gridtick/internal'
import type { Limits } from '../ports/limits.ts'
import { badResult } from './module-fault.ts'

/** A frozen copy of a value, as JSON would bring it back. Throws a ModuleFault for what JSON cannot carry. */
export function frozenJson(hook: string, value: unknown, path: string): unknown {
  return copied({ hook, value, path, copy: toFrozenJson })
}

/** The same, not frozen, to be looked at and thrown away. */
export function plainJson(hook: string, value: unknown, path: string): unknown {
  return copied({ hook, value, path, copy: toPlainJson })
}

type Copying = {
  readonly hook: string
  readonly value: unknown
  readonly path: string
  readonly copy: (value: unknown) => unknown
}

function copied({ hook, value, path, copy }: Copying): unknown {
  try {
    return copy(value)
  } catch (error) {
    if (error instanceof JsonValueError) throw badResult(hook, [path, ...error.path].join('.'), error.message)
    throw error
  }
}

/** Throws a ModuleFault for a value with more characters of JSON than a limit allows. */
export function checkSize(
  hook: string,
  path: string,
  value: unknown,
  [name, max]: readonly [keyof Limits, number],
): void {
  const size = JSON.stringify(value).length
  if (size > max) throw badResult(hook, path, `it has ${size} characters of JSON; at most ${max} (${name}) are allowed`)
}
