import { type AnySchema, type SchemaNode, walkSchema } from './walk-schema.ts'

export type SchemaTraits = {
  /** It may make another value of its own result: it must be asked. Reading plain data leaves it as it is. */
  readonly mayChangeAgain: boolean
  /** It may give out what was not given. Else what it gives out that is wrong was wrong before. */
  readonly makesValues: boolean
}

const known = new WeakMap<AnySchema, SchemaTraits>()

/** What can be told of a schema without values. It is looked into once. */
export function traitsOf(schema: AnySchema): SchemaTraits {
  const found = known.get(schema)
  if (found !== undefined) return found
  let mayChangeAgain = false
  let makesValues = false
  for (const node of walkSchema(schema, '')) {
    mayChangeAgain ||= changesValues(node)
    makesValues ||= fillsIn(node)
  }
  const traits = { mayChangeAgain, makesValues: makesValues || mayChangeAgain }
  known.set(schema, traits)
  return traits
}

/**
 * `.refine()` cannot change a text or a number, but write into an object or a list; `.check()`, `.superRefine()` and
 * `.overwrite()` can change all.
 */
function changesValues({ def }: SchemaNode): boolean {
  const checks = (def.checks ?? []) as readonly { _zod: { def: { check: string; fn?: unknown } } }[]
  return (
    ['transform', 'pipe', 'catch', 'success'].includes(def.type) ||
    checks.some(
      ({ _zod: { def: check } }) =>
        check.check === 'overwrite' || (check.check === 'custom' && (!check.fn || !isPlainValue(def.type))),
    )
  )
}

function isPlainValue(type: string): boolean {
  return ['string', 'number', 'boolean', 'null', 'literal', 'enum', 'template_literal'].includes(type)
}

function fillsIn({ def }: SchemaNode): boolean {
  return ['default', 'prefault', 'date', 'bigint'].includes(def.type)
}
