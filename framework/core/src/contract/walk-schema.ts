import { z } from 'zod'

/** A part of a schema, and where its values stand. */
export type SchemaNode = {
  readonly schema: AnySchema
  /** What zod says of itself: `def.type` is `object`, `date`, `pipe`, … */
  readonly def: SchemaDef
  /** `entities.ship.data.stops[].at`: a list's items are `[]`, the values of a record `.*`. */
  readonly path: string
  /** Values come here from outside; not so behind a transform. */
  readonly isGiven: boolean
  /** Values leave here for good; not so before a transform. */
  readonly isGivenOut: boolean
}

export type AnySchema = z.core.$ZodType

/** The definition of a schema of any type: what this type has no use for is undefined. */
export type SchemaDef = Readonly<Record<string, unknown>> & { readonly type: string }

/** A schema that makes its parts afresh each time it is asked has no end; what lies behind this many is not looked at. */
export const nodesMax = 10_000

type Place = Pick<SchemaNode, 'path' | 'isGiven' | 'isGivenOut'>

/** Also one of another copy of zod. */
export function isSchema(value: unknown): value is AnySchema {
  return value instanceof z.ZodType || (typeof value === 'object' && value !== null && '_zod' in value)
}

/**
 * All parts of a schema, what stands above first, each once for each way in which its values come and go. `onBroken` hears
 * of those that throw when they are asked for their own parts.
 */
export function* walkSchema(
  schema: AnySchema,
  path: string,
  onBroken: (node: SchemaNode, error: unknown) => void = () => {},
): Generator<SchemaNode> {
  const seen = new Map<AnySchema, Set<string>>()
  const waiting: SchemaNode[] = [nodeOf(schema, { path, isGiven: true, isGivenOut: true })]
  for (let index = 0; index < waiting.length && index < nodesMax; index++) {
    const node = waiting[index] as SchemaNode
    const ways = seen.get(node.schema) ?? new Set()
    const way = `${node.isGiven} ${node.isGivenOut}`
    if (ways.has(way)) continue
    seen.set(node.schema, ways.add(way))
    yield node
    waiting.push(...partsOf(node, onBroken))
  }
}

function nodeOf(schema: AnySchema, { path, isGiven, isGivenOut }: Place): SchemaNode {
  return { schema, def: schema._zod.def as unknown as SchemaDef, path, isGiven, isGivenOut }
}

function partsOf(node: SchemaNode, onBroken: (node: SchemaNode, error: unknown) => void): SchemaNode[] {
  try {
    return [...childrenOf(node)].map(([schema, place]) => nodeOf(schema, { ...node, ...place }))
  } catch (error) {
    // A lazy part that stands further down in the module's file is not there yet.
    if (!(error instanceof ReferenceError || error instanceof TypeError)) onBroken(node, error)
    return []
  }
}

type Child = readonly [schema: AnySchema, place: Partial<Place>]

function* childrenOf({ def, path, schema }: SchemaNode): Generator<Child> {
  const part = (name: string) => def[name] as AnySchema
  switch (def.type) {
    case 'object': {
      for (const [key, field] of Object.entries(def.shape as Record<string, AnySchema>))
        yield [field, { path: `${path}.${key}` }]
      if (def.catchall !== undefined) yield [part('catchall'), { path: `${path}.*` }]
      return
    }
    case 'array':
      return yield [part('element'), { path: `${path}[]` }]
    case 'tuple': {
      for (const [index, item] of (def.items as AnySchema[]).entries()) yield [item, { path: `${path}[${index}]` }]
      if (def.rest !== null && def.rest !== undefined) yield [part('rest'), { path: `${path}[]` }]
      return
    }
    case 'record':
      yield [part('keyType'), { path: `${path}.*` }]
      return yield [part('valueType'), { path: `${path}.*` }]
    case 'union':
      for (const option of def.options as AnySchema[]) yield [option, {}]
      return
    case 'intersection':
      yield [part('left'), {}]
      return yield [part('right'), {}]
    case 'pipe':
      yield [part('in'), { isGivenOut: false }]
      return yield [part('out'), { isGiven: false }]
    case 'success':
      return yield [part('innerType'), { isGivenOut: false }]
    case 'lazy':
      return yield [(schema._zod as unknown as { innerType: AnySchema }).innerType, {}]
    default:
      if (def.innerType !== undefined) yield [part('innerType'), {}]
  }
}
