import { JsonValueError, toFrozenJson, toPlainJson } from 'gridtick/internal'
import type { Limits } from '../ports/limits.ts'
import { badResult } from './module-fault.ts'
import { inside, type ResultPlace } from './result-place.ts'

/** A frozen copy of a value, as JSON would bring it back. Throws a ModuleFault for what JSON cannot carry. */
export function frozenJson(at: ResultPlace, value: unknown): unknown {
  return copied(at, value, toFrozenJson)
}

/** The same, not frozen, to be looked at and thrown away. */
export function plainJson(at: ResultPlace, value: unknown): unknown {
  return copied(at, value, toPlainJson)
}

function copied(at: ResultPlace, value: unknown, copy: (value: unknown) => unknown): unknown {
  try {
    return copy(value)
  } catch (error) {
    if (error instanceof JsonValueError) throw badResult(inside(at, ...error.path), error.message)
    throw error
  }
}

/** Throws a ModuleFault for a value with more characters of JSON than a limit allows. */
export function checkSize(at: ResultPlace, value: unknown, [name, max]: readonly [keyof Limits, number]): void {
  const size = JSON.stringify(value).length
  if (size > max) throw badResult(at, `it has ${size} characters of JSON; at most ${max} (${name}) are allowed`)
}
