import { type AnySchema, type SchemaNode, walkSchema } from './walk-schema.ts'

/**
 * What a schema is for. `stored`: data of entities, state and extras, which are read again with every update. `kept`: a
 * config, which is read once, and stored. `passing`: the payload of an intent, the input of a query. `answered`: what a
 * query answers, which need be no object.
 */
export type SchemaUse = 'stored' | 'kept' | 'passing' | 'answered'

/**
 * What of a schema cannot work, in words for its author, with its path; undefined: nothing that can be seen from outside.
 * `path` is that of the schema itself.
 */
export function findFlaw(schema: AnySchema, path: string, use: SchemaUse): string | undefined {
  const { type } = schema._zod.def
  if (use !== 'answered' && noObjects.includes(type))
    return `\`${path}\` is z.${type}(), and must be an object. Use z.strictObject({ … }).`
  for (const node of walkSchema(schema, path)) {
    const flaw = whyNoJson(node) ?? whyAsync(node) ?? whyNotStored(node, use)
    if (flaw !== undefined) return `\`${node.path}\` ${flaw}`
  }
  return undefined
}

/** Types whose values are no objects: what is sent and stored as a whole has keys. */
const noObjects = ['string', 'number', 'boolean', 'null', 'literal', 'enum', 'array', 'tuple', 'template_literal']

/** Types whose values JSON cannot carry, and what to write instead. */
const instead: Readonly<Record<string, string>> = {
  date: 'z.number() for ms since the epoch, or z.iso.datetime() for a text',
  bigint: 'z.int(), or z.string() for more than 15 digits',
  map: 'z.record(z.string(), …), or z.array(z.tuple([…]))',
  set: 'z.array(…)',
  function: 'z.enum([…]) for the name of what is to be done',
  symbol: 'z.enum([…]) or z.string()',
  nan: 'z.null(), or .optional()',
  undefined: '.optional()',
  void: '.optional()',
  promise: 'the schema of the value itself',
  file: 'z.string(), for example for its address',
}

function whyNoJson({ schema, def, isGiven, isGivenOut }: SchemaNode): string | undefined {
  const { type } = def
  if (type === 'literal' && isGivenOut) return whyNoJsonLiteral(def.values as readonly unknown[])
  const { Class: instance } = schema._zod.bag
  if (typeof instance === 'function' && (isGiven || isGivenOut))
    return `is z.instanceof(${instance.name}), and JSON has no instances of classes. Use z.strictObject({ … }).`
  if (instead[type] === undefined) return undefined
  // Absent is all that JSON can say of `undefined`, and it can say that.
  const isAbsence = type === 'undefined' || type === 'void'
  const canArrive = def.coerce === true || isAbsence
  if (!isGivenOut && (!isGiven || canArrive)) return undefined
  return `is z.${def.coerce === true ? 'coerce.' : ''}${type}(), which JSON cannot carry. Use ${instead[type]}.`
}

function whyNoJsonLiteral(values: readonly unknown[]): string | undefined {
  const bad = values.find((value) => typeof value === 'bigint' || value === undefined || Number.isNaN(value))
  if (bad === undefined && !values.includes(undefined)) return undefined
  return `is z.literal(${String(bad)}), which JSON cannot carry. Use ${bad === undefined ? '.optional()' : 'z.int() or a text'}.`
}

/** Only what is declared so can be seen; a function that gives a Promise is found when it is called. */
function whyAsync({ def }: SchemaNode): string | undefined {
  const checks = (def.checks ?? []) as readonly { _zod: { def: { fn?: unknown }; check?: unknown } }[]
  const functions = [
    ...[def.fn, def.transform, def.reverseTransform],
    ...checks.flatMap(({ _zod }) => [_zod.def.fn, _zod.check]),
  ]
  return functions.some((value) => typeof value === 'function' && value.constructor.name === 'AsyncFunction')
    ? 'is asynchronous. Remove `async`: a schema answers at once.'
    : undefined
}

/** What gives another value each time it is read must not be read again. */
function whyNotStored({ def }: SchemaNode, use: SchemaUse): string | undefined {
  if (use === 'passing') return undefined
  if (def.type === 'default' && !takesItsDefault(def, use))
    return 'has a default that its own schema refuses, and so could not be read again. Change one of them.'
  const isTransform = def.type === 'transform' || def.type === 'success' || typeof def.transform === 'function'
  if (use === 'kept' || !isTransform) return undefined
  return (
    'transforms, and what is stored is read again with every update. Transform where the value comes in (in the schema ' +
    'of an intent or a query) or before you return it. What leaves its own result as it is (trim, round, clamp) may ' +
    'stand here as .overwrite().'
  )
}

/** Whether a schema reads its default; of one that transforms, whether it can have given it out. */
function takesItsDefault(def: SchemaNode['def'], use: SchemaUse): boolean {
  const { _zod } = def.innerType as AnySchema
  const directions = use === 'kept' ? (['forward', 'backward'] as const) : (['forward'] as const)
  return directions.some((direction) => {
    try {
      const result = _zod.run({ value: def.defaultValue, issues: [] }, { async: false, direction })
      return result instanceof Promise || result.issues.length === 0
    } catch {
      // One that leads one way, or a default that cannot be worked out now, says nothing.
      return true
    }
  })
}
