import { isObject } from './json-value.ts'

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: 'syntax' | 'depth' | 'content'; readonly message: string }

/**
 * Parses JSON that comes from outside. Refused: what is no JSON, a byte order mark, nesting beyond `depthMax` (checked
 * on the text, before anything is parsed), `__proto__` keys, numbers that overflow, lone surrogates.
 */
export function parseJson(text: string, depthMax: number): ParsedJson {
  if (isTooDeep(text, depthMax))
    return { ok: false, problem: 'depth', message: `Nested deeper than ${depthMax} levels.` }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return {
      ok: false,
      problem: 'syntax',
      message: `Not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    }
  }
  const fault = findFault(value)
  return fault === undefined ? { ok: true, value } : { ok: false, problem: 'content', message: fault }
}

function isTooDeep(text: string, depthMax: number): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (inString) {
      if (character === 0x5c) index += 1
      else if (character === 0x22) inString = false
    } else if (character === 0x22) inString = true
    else if (character === 0x7b || character === 0x5b) {
      depth += 1
      if (depth > depthMax) return true
    } else if (character === 0x7d || character === 0x5d) depth -= 1
  }
  return false
}

/** What JSON.parse lets through and no game should meet. The depth is bounded already. */
function findFault(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'A number is too large.'
  if (typeof value === 'string' && hasHalfPair(value)) return 'A string has half a surrogate pair.'
  if (Array.isArray(value)) return firstFault(value)
  if (!isObject(value)) return undefined
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return 'A key is called __proto__.'
    if (hasHalfPair(key)) return 'A key has half a surrogate pair.'
  }
  return firstFault(Object.values(value))
}

/** String.isWellFormed is newer than browsers in which the client runs. Almost no text has any such unit, which is seen faster. */
function hasHalfPair(text: string): boolean {
  return /[\ud800-\udfff]/.test(text) && /\p{Surrogate}/u.test(text)
}

function firstFault(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const fault = findFault(value)
    if (fault !== undefined) return fault
  }
  return undefined
}
