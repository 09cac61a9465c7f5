import { isObject } from 'gridtick/internal'

/** Where two JSON values differ first, and what stands there in each, short. */
export type Difference = { readonly path: string; readonly original: string; readonly varied: string }

/** Characters of a value that are shown on each side of the place where it differs. */
const aroundMax = 60

/** Undefined: they are the same to the byte, the order of keys included. */
export function firstDifference(original: unknown, varied: unknown): Difference | undefined {
  if (textOf(original) === textOf(varied)) return undefined
  return differenceAt(original, varied, '')
}

function differenceAt(one: unknown, other: unknown, path: string): Difference {
  const inner = Array.isArray(one) && Array.isArray(other) ? inLists(one, other, path) : inObjects(one, other, path)
  return inner ?? around(path, textOf(one), textOf(other))
}

function inLists(one: readonly unknown[], other: readonly unknown[], path: string): Difference | undefined {
  for (let index = 0; index < Math.max(one.length, other.length); index++)
    if (textOf(one[index]) !== textOf(other[index])) return differenceAt(one[index], other[index], `${path}[${index}]`)
  return undefined
}

function inObjects(one: unknown, other: unknown, path: string): Difference | undefined {
  if (!isObject(one) || !isObject(other)) return undefined
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
    if (textOf(one[key]) !== textOf(other[key]))
      return differenceAt(one[key], other[key], path === '' ? key : `${path}.${key}`)
  // All values are the same, so that only the order of the keys is left.
  return around(`the order of the keys${path === '' ? '' : ` of ${path}`}`, keysOf(one), keysOf(other))
}

function keysOf(value: object): string {
  return Object.keys(value).join(', ')
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}

/** Both texts around the first character that differs, so that what is shown is never the same twice. */
function around(path: string, one: string, other: string): Difference {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const cut = (text: string) => {
    const [start, end] = [Math.max(0, at - aroundMax), at + aroundMax]
    return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
  }
  return { path, original: cut(one), varied: cut(other) }
}
