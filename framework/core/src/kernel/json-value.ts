/** Values as JSON can carry them: checking, freezing, comparing, merging. Pure. */

type JsonObject = { readonly [key: string]: unknown }

/** A value that JSON cannot carry, and where in it that was found. */
export class JsonValueError extends Error {
  override readonly name = 'JsonValueError'
  readonly path: readonly string[]
  constructor(path: readonly string[], problem: string) {
    super(problem)
    this.path = path
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object of keys and values: no list, and no instance of a class, whose keys say nothing. */
export function isPlainObject(value: unknown): value is JsonObject {
  if (!isObject(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * A deeply frozen copy of a value, exactly as JSON would bring it back: −0 becomes 0, and a key whose value is
 * `undefined` is not there. Parts that are frozen copies already are kept as they are.
 *
 * Throws a {@link JsonValueError} for all else that JSON would drop, change or not understand: `undefined` alone or in a
 * list, NaN, Infinity, functions, class instances, cycles, numbers beyond 2^53, a `__proto__` key, lone surrogates,
 * sparse arrays.
 */
export function toFrozenJson(value: unknown): unknown {
  return copy(value, { path: [], parents: new Set(), isKept: true })
}

/**
 * The same without freezing, for a copy that is only looked at: it costs half as much. Parts that are frozen copies are
 * kept as they are, and throws the same.
 */
export function toPlainJson(value: unknown): unknown {
  return copy(value, { path: [], parents: new Set(), isKept: false })
}

/** Where a copy has come to. */
type Course = { readonly path: string[]; readonly parents: Set<object>; readonly isKept: boolean }

/** Whether {@link toFrozenJson} made this value: then nothing in it ever changes. */
export function isFrozenJson(value: object): boolean {
  return frozenCopies.has(value)
}

/** What {@link toFrozenJson} made, so that unchanged parts of a new value are not copied again. */
const frozenCopies = new WeakSet<object>()

function copy(value: unknown, course: Course): unknown {
  const { path, parents, isKept } = course
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new JsonValueError([...path], 'a string with half a surrogate pair')
      return value
    case 'boolean':
      return value
    case 'number':
      if (!Number.isFinite(value)) throw new JsonValueError([...path], `${value} is not a JSON number`)
      if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
        throw new JsonValueError([...path], `${value} is beyond 2^53 and would lose digits`)
      return value === 0 ? 0 : value
    case 'object':
      break
    default:
      throw new JsonValueError([...path], `${typeof value} is not a JSON value`)
  }
  if (value === null || frozenCopies.has(value)) return value
  if (parents.has(value)) throw new JsonValueError([...path], 'the value contains itself')
  parents.add(value)
  const result = Array.isArray(value) ? copyArray(value, course) : copyObject(value, course)
  parents.delete(value)
  if (!isKept) return result
  frozenCopies.add(result)
  return Object.freeze(result)
}

function copyArray(value: readonly unknown[], course: Course): unknown[] {
  const { path } = course
  const result: unknown[] = []
  for (let index = 0; index < value.length; index++) {
    path.push(String(index))
    result.push(copy(value[index], course))
    path.pop()
  }
  return result
}

function copyObject(value: object, course: Course): object {
  const { path } = course
  if (!isPlainObject(value)) {
    if (value instanceof Promise)
      throw new JsonValueError([...path], 'a Promise is not a JSON value; nobody waits for it')
    const name = Object.getPrototypeOf(value).constructor?.name ?? 'a class'
    throw new JsonValueError([...path], `an instance of ${name} is not a plain object`)
  }
  if (Object.getOwnPropertySymbols(value).length > 0) throw new JsonValueError([...path], 'a key that is a symbol')
  const result: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item === undefined) continue
    path.push(key)
    if (key === '__proto__') throw new JsonValueError([...path], 'a key called __proto__')
    if (!key.isWellFormed()) throw new JsonValueError([...path], 'a key with half a surrogate pair')
    result[key] = copy(item, course)
    path.pop()
  }
  return result
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one))
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, index) => isSameJson(item, other[index]))
    )
  if (!isObject(one) || !isObject(other)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSameJson(one[key], other[key]))
  )
}

/**
 * `target` with the fields of `partial` over it: objects are merged, arrays and all else replaced, and a key that is given
 * as `undefined` is not there afterwards. Neither is changed.
 */
export function mergeDeep(target: unknown, partial: unknown): unknown {
  if (!isObject(target) || !isPlainObject(partial)) return partial
  const merged: Record<string, unknown> = { ...target }
  for (const [key, value] of Object.entries(partial))
    if (value === undefined) delete merged[key]
    else setOwn(merged, key, mergeDeep(own(target, key), value))
  return merged
}

/** `target` with these fields in the place of its own; one that is given as `undefined` is not there afterwards. */
export function putFields(target: JsonObject, fields: JsonObject): JsonObject {
  const after: Record<string, unknown> = { ...target, ...fields }
  for (const [key, value] of Object.entries(fields)) if (value === undefined) delete after[key]
  return after
}

function own(value: JsonObject, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined
}

/** Sets an own key even where its name is `__proto__`, so that the check behind it sees it. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  else target[key] = value
}

/**
 * The RFC 7396 merge patch that leads from one object to another; undefined where no such patch can express the change
 * (a null in the new value would read as "remove").
 */
export function mergePatch(from: JsonObject, to: JsonObject): JsonObject | undefined {
  const patch: Record<string, unknown> = {}
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) patch[key] = null
  for (const [key, value] of Object.entries(to)) {
    const before = own(from, key)
    if (isSameJson(before, value)) continue
    if (isObject(before) && isObject(value)) {
      const inner = mergePatch(before, value)
      if (inner === undefined) return undefined
      patch[key] = inner
    } else {
      if (value === null || (isObject(value) && hasNull(value))) return undefined
      patch[key] = value
    }
  }
  return patch
}

function hasNull(value: JsonObject): boolean {
  return Object.values(value).some((item) => item === null || (isObject(item) && hasNull(item)))
}
