import type { ObjectSchema } from 'gridtick'

/** What is read here of a schema of zod. */
type Node = { readonly _zod: { readonly def: Definition } }
type Definition = { readonly type: string; readonly [key: string]: unknown }

/** Schemas that hold others: where those stand. */
const holders: Readonly<Record<string, readonly string[]>> = {
  array: ['element'],
  object: ['shape', 'catchall'],
  record: ['keyType', 'valueType'],
  tuple: ['items', 'rest'],
  union: ['options'],
  intersection: ['left', 'right'],
  optional: ['innerType'],
  nullable: ['innerType'],
  nonoptional: ['innerType'],
  readonly: ['innerType'],
}

const plain = ['string', 'number', 'boolean', 'null', 'undefined', 'any', 'unknown', 'never', 'literal', 'enum']

const plainChecks = [
  ...['min_length', 'max_length', 'length_equals', 'greater_than', 'less_than', 'multiple_of', 'number_format'],
  ...['min_size', 'max_size', 'size_equals'],
]

/** Of strings: texts that must be in them, which zod looks for without trying again. */
const plainFormats = ['includes', 'starts_with', 'ends_with', 'lowercase', 'uppercase']

const known = new WeakMap<object, boolean>()

/**
 * Whether reading a value with a schema may run code of the module, or a regular expression, which may take for ever. What
 * is not known to be plain counts as code: refinements, transforms, defaults, lazies, messages that are functions.
 */
export function schemaRunsCode(schema: ObjectSchema): boolean {
  const before = known.get(schema)
  if (before !== undefined) return before
  const runs = runsCode(schema as unknown as Node, new Set())
  known.set(schema, runs)
  return runs
}

function runsCode(node: Node, above: ReadonlySet<Node>): boolean {
  if (above.has(node)) return false
  const { def } = node._zod
  if (hasCode(def) || !areChecksPlain(def)) return true
  if (plain.includes(def.type)) return false
  const places = holders[def.type]
  if (places === undefined) return true
  const path = new Set([...above, node])
  return places.some((place) => schemasIn(def[place]).some((inner) => runsCode(inner, path)))
}

/** Said of itself, not of what it holds: another type is forced, or a message is worked out. */
function hasCode({ coerce, error, format, check }: Definition): boolean {
  return coerce === true || error !== undefined || (check === 'string_format' && !isPlainFormat(format))
}

function areChecksPlain({ checks = [] }: Definition): boolean {
  return (checks as readonly Node[]).every(({ _zod: { def } }) => {
    if (def.error !== undefined) return false
    if (def.check === 'string_format') return isPlainFormat(def.format)
    return plainChecks.includes(String(def.check))
  })
}

function isPlainFormat(format: unknown): boolean {
  return plainFormats.includes(String(format))
}

function schemasIn(value: unknown): readonly Node[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  return typeof value === 'object' && '_zod' in value ? [value as Node] : Object.values(value)
}
