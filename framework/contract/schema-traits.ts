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

/** `.refine()` cannot change what it looks at; `.check()`, `.superRefine()` and `.overwrite()` can. */
function changesValues({ def }: SchemaNode): boolean {
  const checks = (def.checks ?? []) as readonly { _zod: { def: { check: string; fn?: unknown } } }[]
  return (
    ['transform', 'pipe', 'catch', 'success'].includes(def.type) ||
    checks.some(({ _zod: { def: check } }) => check.check === 'overwrite' || (check.check === 'custom' && !check.fn))
  )
}

function fillsIn({ def }: SchemaNode): boolean {
  return ['default', 'prefault', 'date', 'bigint'].includes(def.type)
}
