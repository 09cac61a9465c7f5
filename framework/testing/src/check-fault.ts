import type { Storage, StorageError } from '@gridtick/engine/ports'
import { suggestName } from 'gridtick/internal'

const kinds: { readonly [Kind in StorageError['kind']]: true } = {
  ...{ busy: true, full: true, io: true, corrupt: true, in_use: true, lost: true, unknown: true },
}

/**
 * Refuses a fault that could never happen, as the test would go on without it. `operation` is what is to fail. Throws a
 * TypeError that says what there is.
 */
export function checkFault(
  storage: Storage,
  fault: { readonly operation?: string; readonly kind?: string; readonly when?: string },
): void {
  const { operation, kind, when } = fault
  if (operation !== undefined) {
    const known = operationsOf(storage)
    if (!known.includes(operation))
      throw new TypeError(
        `The storage has no operation \`${operation}\`.${suggestName(operation, known) || ` There are ${known.join(', ')}.`}`,
      )
  }
  if (kind !== undefined && !Object.hasOwn(kinds, kind))
    throw new TypeError(`A fault has no kind \`${kind}\`.${suggestName(kind, Object.keys(kinds))}`)
  if (when !== undefined && when !== 'before' && when !== 'after')
    throw new TypeError(`A fault happens \`before\` or \`after\` the operation, not \`${when}\`.`)
}

/** Whatever a part of the storage can be asked for, whether it is a plain object or of a class. */
function operationsOf(storage: Storage): readonly string[] {
  const parts = Object.values(storage).filter((part) => typeof part === 'object' && part !== null)
  const names = parts.flatMap((part: object) => [
    ...Object.getOwnPropertyNames(part),
    ...prototypeNames(Object.getPrototypeOf(part)),
  ])
  return [...new Set([...names, 'probe'])].filter((name) => name !== 'constructor')
}

function prototypeNames(prototype: object | null): readonly string[] {
  return prototype === null || prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype)
}
