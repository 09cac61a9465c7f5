import type { GameModule, ObjectSchema } from 'gridtick'
import { isSameJson } from 'gridtick/internal'
import { show } from '../kernel/show-value.ts'
import type { LoadedZone } from '../ports/storage/stored-zone.ts'

/** Entities that are looked at in one go: a few ms, as others wait meanwhile. */
const entitiesPerLook = 500

/** One of the looks at a stored zone; answers the first value that does not fit, in words for its author. */
export type Look = () => string | undefined

/**
 * Looks that find the first stored value that is not what the module's schemas give out; none finds one: all fits. Hooks
 * read stored values as they are, so one that a schema would have to fill in or change does not fit either. Together they
 * look at every entity, and change nothing. The texts may name hidden things.
 */
export function misfitLooks({ zone, entities }: LoadedZone, module: GameModule): readonly Look[] {
  const looks: Look[] = [() => misfitOfZone(zone, module)]
  for (let first = 0; first < entities.length; first += entitiesPerLook)
    looks.push(() => misfitOfEntities(entities.slice(first, first + entitiesPerLook), module))
  return looks
}

function misfitOfZone(zone: LoadedZone['zone'], module: GameModule): string | undefined {
  for (const name of ['config', 'state', 'extras'] as const) {
    const problem = whyNoOutput(module[name], zone[name])
    if (problem !== undefined) return `${[name, ...problem.path].join('.')}: ${problem.message}`
  }
  return undefined
}

function misfitOfEntities(entities: LoadedZone['entities'], module: GameModule): string | undefined {
  for (const { id, kind, data } of entities) {
    const schema = Object.hasOwn(module.entities, kind) ? module.entities[kind] : undefined
    if (schema === undefined) return `entity ${show(id)}: the module has no entity kind ${show(kind)}`
    const problem = whyNoOutput(schema, data)
    if (problem !== undefined)
      return `${['data', ...problem.path].join('.')} of entity ${show(id)} (kind ${kind}): ${problem.message}`
  }
  return undefined
}

type Problem = { readonly path: readonly PropertyKey[]; readonly message: string }

/**
 * Why a value cannot have come out of a schema. Reading it gives the same value, mostly; if not, the schema is asked
 * backwards, which is slower, and fills in no defaults. One that only leads one way cannot be asked so: whatever it may
 * have given out counts as fitting, as a zone that was legal must not be refused.
 */
function whyNoOutput(schema: ObjectSchema, value: object): Problem | undefined {
  if (readsItself(schema, value)) return undefined
  const written = writeBack(schema, value)
  return written === 'one-way' || written.success ? undefined : written.error.issues[0]
}

function readsItself(schema: ObjectSchema, value: object): boolean {
  try {
    const read = schema.safeParse(value)
    return read.success && isSameJson(read.data, value)
  } catch {
    // A transform that expects what a schema is given throws on what it gave out.
    return false
  }
}

function writeBack(schema: ObjectSchema, value: object) {
  try {
    return schema.safeEncode(value as never)
  } catch {
    return 'one-way'
  }
}
