import { z } from 'zod'
import { type AnySchema, nodesMax, type SchemaNode, walkSchema } from './walk-schema.ts'

/**
 * Why a schema that the server describes to others cannot be written as JSON Schema, in words for its author, with its path;
 * undefined: nothing that can be seen from outside.
 */
export function findUndescribable(schema: AnySchema, path: string): string | undefined {
  const ids = new Map<unknown, AnySchema>()
  let nodes = 0
  let broken: string | undefined
  const onBroken = (node: SchemaNode, error: unknown) => {
    broken ??= `\`${node.path}\` cannot be read: asked for its parts, it threw ${thrownWords(error)}.`
  }
  for (const node of walkSchema(schema, path, onBroken)) {
    nodes += 1
    if (nodes >= nodesMax)
      return `\`${path}\` has no end: it makes its parts afresh each time it is read. Name the schema that comes again once, and let z.lazy() return that.`
    const meta = z.globalRegistry.get(node.schema)
    if (meta === undefined) continue
    const flaw = whyNoMeta(meta) ?? whyTwice(ids, node.schema, meta.id)
    if (flaw !== undefined) return `\`${node.path}\` ${flaw}`
  }
  return broken
}

function thrownWords(error: unknown): string {
  return error instanceof Error ? JSON.stringify(error.message) : 'what is not an error'
}

function whyNoMeta(meta: object): string | undefined {
  try {
    JSON.stringify(meta)
    return undefined
  } catch {
    return 'has a .meta() that JSON cannot carry: a cycle or a bigint. It is shown with the schema.'
  }
}

/** An id names one schema in all that is written of them together. */
function whyTwice(ids: Map<unknown, AnySchema>, schema: AnySchema, id: unknown): string | undefined {
  if (id === undefined) return undefined
  if (typeof id !== 'string' || id === '' || id === '__proto__') return 'has a .meta({ id }) that is not a name.'
  const other = ids.get(id)
  if (other !== undefined && other !== schema)
    return `has the id ${JSON.stringify(id)} in its .meta(), as another schema beside it has. Choose another, or leave it out.`
  ids.set(id, schema)
  return undefined
}
