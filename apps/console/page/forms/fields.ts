/** Any value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A JSON Schema, as the server writes them. What this page does not know of it is left to the server to judge. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/** What a person can be asked for: a part of a form. */
export type Field = FieldOf & {
  /** What it is called beside others of its kind. */
  readonly title?: string
  readonly description?: string
  /** What counts if nothing is given. */
  readonly default?: Json
}

type FieldOf =
  | { readonly kind: 'number'; readonly isInteger: boolean; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'text'; readonly lengthMin: number; readonly lengthMax?: number; readonly pattern?: string }
  | { readonly kind: 'choice'; readonly options: readonly Json[] }
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'object'; readonly parts: readonly NamedField[] }
  | { readonly kind: 'list'; readonly item: Field; readonly countMin: number; readonly countMax?: number }
  | { readonly kind: 'record'; readonly value: Field }
  | { readonly kind: 'variants'; readonly variants: readonly Field[] }
  /** What no form is made for: JSON as text. */
  | { readonly kind: 'json' }

export type NamedField = { readonly name: string; readonly isRequired: boolean; readonly field: Field }

/** Schemas may hold themselves; deeper parts are asked for as JSON. */
const depthMax = 8

/** What to ask for, by a schema. */
export function fieldOf(schema: JsonSchema, depth = 0): Field {
  return {
    ...(depth < depthMax ? kindOf(schema, depth) : { kind: 'json' as const }),
    ...(typeof schema.title === 'string' ? { title: schema.title } : {}),
    ...(typeof schema.description === 'string' ? { description: schema.description } : {}),
    ...(schema.default === undefined ? {} : { default: schema.default as Json }),
  }
}

function kindOf(schema: JsonSchema, depth: number): FieldOf {
  if (schema.const !== undefined) return { kind: 'constant', value: schema.const as Json }
  if (Array.isArray(schema.enum)) return { kind: 'choice', options: schema.enum as Json[] }
  const variants = schema.anyOf ?? schema.oneOf
  if (Array.isArray(variants)) return variantsOf(variants.filter(isSchema), depth)
  switch (schema.type) {
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'boolean':
      return { kind: 'boolean' }
    case 'string':
      return textOf(schema)
    case 'null':
      return { kind: 'constant', value: null }
    case 'array':
      return listOf(schema, depth)
    case 'object':
      return objectOf(schema, depth)
    default:
      return { kind: 'json' }
  }
}

function variantsOf(schemas: readonly JsonSchema[], depth: number): FieldOf {
  const variants = schemas.map((schema) => fieldOf(schema, depth + 1))
  const constants = variants.flatMap((field) => (field.kind === 'constant' ? [field.value] : []))
  // A union of values is a choice among them.
  if (constants.length === variants.length) return { kind: 'choice', options: constants }
  return { kind: 'variants', variants }
}

function numberOf(schema: JsonSchema): FieldOf {
  const isInteger = schema.type === 'integer'
  const above = limitOf(schema.exclusiveMinimum)
  const below = limitOf(schema.exclusiveMaximum)
  const min = limitOf(schema.minimum) ?? (isInteger && above !== undefined ? above + 1 : undefined)
  const max = limitOf(schema.maximum) ?? (isInteger && below !== undefined ? below - 1 : undefined)
  return {
    kind: 'number',
    isInteger,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  }
}

/** The ends of what a number can hold say nothing to a person. */
function limitOf(value: unknown): number | undefined {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined
}

function textOf(schema: JsonSchema): FieldOf {
  return {
    kind: 'text',
    lengthMin: typeof schema.minLength === 'number' ? schema.minLength : 0,
    ...(typeof schema.maxLength === 'number' ? { lengthMax: schema.maxLength } : {}),
    ...(typeof schema.pattern === 'string' ? { pattern: schema.pattern } : {}),
  }
}

function listOf(schema: JsonSchema, depth: number): FieldOf {
  if (!isSchema(schema.items)) return { kind: 'json' }
  return {
    kind: 'list',
    item: fieldOf(schema.items, depth + 1),
    countMin: typeof schema.minItems === 'number' ? schema.minItems : 0,
    ...(typeof schema.maxItems === 'number' ? { countMax: schema.maxItems } : {}),
  }
}

function objectOf(schema: JsonSchema, depth: number): FieldOf {
  const { properties, additionalProperties, required } = schema
  if (!isSchema(properties))
    return isSchema(additionalProperties)
      ? { kind: 'record', value: fieldOf(additionalProperties, depth + 1) }
      : { kind: 'json' }
  const names = Array.isArray(required) ? required : []
  const parts = Object.entries(properties).map(([name, part]) => ({
    name,
    isRequired: names.includes(name),
    field: isSchema(part) ? fieldOf(part, depth + 1) : ({ kind: 'json' } as const),
  }))
  return { kind: 'object', parts }
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `roundTimeoutMs` and `fuel_ore` as words for people: a unit at the end stands behind a comma. */
export function wordsOf(name: string): string {
  const words = name
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(ttl|url)\b/g, (letters) => letters.toUpperCase())
    .replace(/ ms$/, ', ms')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Which values a field takes, in a few words; empty where there is nothing to say. */
export function rangeOf(field: Field): string {
  switch (field.kind) {
    case 'number': {
      const { min, max } = field
      if (min !== undefined && max !== undefined) return `${shown(min)} to ${shown(max)}`
      if (min !== undefined) return `at least ${shown(min)}`
      return max === undefined ? '' : `at most ${shown(max)}`
    }
    case 'text':
      return field.lengthMax === undefined ? '' : `up to ${shown(field.lengthMax)} characters`
    case 'list':
      return field.countMax === undefined ? '' : `up to ${shown(field.countMax)}`
    default:
      return ''
  }
}

function shown(count: number): string {
  return count.toLocaleString('en')
}
