import type { BotRandom } from '@gridtick/client'

/** What a schema may point at, and what random values are mixed with: so that some of them mean something. */
export type ValueSource = {
  readonly random: BotRandom
  /** Texts and numbers that are about, as the ids that are seen. */
  readonly strings: readonly string[]
  readonly numbers: readonly number[]
}

/** Nesting beyond which a schema that contains itself is given up. */
const depthMax = 8

/** Where a schema names no bound: numbers up to this, texts and lists of so many. */
const [numberMax, lengthMax, itemsMax] = [20, 12, 3] as const

const letters = 'abcdefghijklmnopqrstuvwxyz '

type Schema = { readonly [keyword: string]: unknown }

/**
 * A random value that this JSON Schema (as the server describes payloads) admits, as far as JSON Schema says it all:
 * what a schema refuses beyond that, and patterns of texts, are not known here.
 */
export function randomValue(schema: object, source: ValueSource): unknown {
  return make(schema as Schema, { ...source, root: schema as Schema, depth: 0 })
}

type Context = ValueSource & { readonly root: Schema; readonly depth: number }

function make(schema: Schema, context: Context): unknown {
  const { random, root, depth } = context
  const inner = { ...context, depth: depth + 1 }
  if (depth > depthMax) return null
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return random.pick(schema.enum)
  if (typeof schema.$ref === 'string') return make(resolveRef(root, schema.$ref), inner)
  const choices = schema.anyOf ?? schema.oneOf
  if (Array.isArray(choices)) return make(random.pick(choices as Schema[]), inner)
  if (Array.isArray(schema.allOf)) return make(Object.assign({}, schema, { allOf: undefined }, ...schema.allOf), inner)
  switch (Array.isArray(schema.type) ? random.pick(schema.type) : schema.type) {
    case 'object':
      return makeObject(schema, inner)
    case 'array':
      return makeArray(schema, inner)
    case 'string':
      return makeString(schema, context)
    case 'integer':
      return makeNumber(schema, context, true)
    case 'number':
      return makeNumber(schema, context, false)
    case 'boolean':
      return random.float() < 0.5
    default:
      return null
  }
}

/** Of this document alone, as `#/$defs/cargo`. */
function resolveRef(root: Schema, ref: string): Schema {
  const steps = ref.replace(/^#\/?/, '').split('/').filter(Boolean)
  const unescaped = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return (unescaped.reduce<unknown>((found, step) => (found as Schema | undefined)?.[step], root) ?? {}) as Schema
}

/** What is not required is left out half of the time. */
function makeObject({ properties = {}, required = [] }: Schema, context: Context): object {
  const entries = Object.entries(properties as { [name: string]: Schema }).filter(
    ([name]) => (required as readonly string[]).includes(name) || context.random.float() < 0.5,
  )
  return Object.fromEntries(entries.map(([name, schema]) => [name, make(schema, context)]))
}

function makeArray({ items, prefixItems, minItems = 0, maxItems }: Schema, context: Context): unknown[] {
  if (Array.isArray(prefixItems)) return (prefixItems as Schema[]).map((item) => make(item, context))
  const min = Number(minItems)
  const max = Math.min(Number(maxItems ?? Number.POSITIVE_INFINITY), min + itemsMax)
  const length = context.random.int(min, max)
  return Array.from({ length }, () => make((items ?? {}) as Schema, context))
}

function makeString({ minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema, { random, strings }: Context) {
  const [min, max] = [Number(minLength), Number(maxLength)]
  const fitting = strings.filter(({ length }) => length >= min && length <= max)
  if (fitting.length > 0 && random.float() < 0.5) return random.pick(fitting)
  const length = random.int(min, Math.min(max, Math.max(min, lengthMax)))
  return Array.from({ length }, () => random.pick([...letters])).join('')
}

function makeNumber(schema: Schema, { random, numbers }: Context, isInteger: boolean): number {
  const step = isInteger ? 1 : Number.EPSILON
  const least = Math.max(bound(schema.minimum), bound(schema.exclusiveMinimum) + step)
  const most = Math.min(-bound(negated(schema.maximum)), -bound(negated(schema.exclusiveMaximum)) - step)
  const fitting = numbers.filter((known) => known >= least && known <= most && (!isInteger || Number.isInteger(known)))
  if (fitting.length > 0 && random.float() < 0.5) return random.pick(fitting)
  const min = Number.isFinite(least) ? least : Math.min(-numberMax, most - numberMax)
  const max = Number.isFinite(most) ? most : Math.max(numberMax, min + numberMax)
  return isInteger ? random.int(Math.ceil(min), Math.floor(max)) : min + random.float() * (max - min)
}

/** A lower bound; one beyond all that is sensible is none. */
function bound(given: unknown): number {
  return typeof given === 'number' && given > -(2 ** 31) ? given : Number.NEGATIVE_INFINITY
}

function negated(given: unknown): number | undefined {
  return typeof given === 'number' ? -given : undefined
}
