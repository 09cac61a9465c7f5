import type { Entity, GameModule, JsonObject, ObjectSchema } from 'gridtick'
import { isSameJson, toFrozenJson } from 'gridtick/internal'
import { describeIssue } from '../kernel/show-value.ts'
import { thrownText } from '../kernel/thrown-text.ts'
import { BadViewError } from './bad-view-error.ts'

type ViewSchemas = GameModule['view']

/** Runs a schema of the module under its name. */
export type RunSchema = <Result>(schema: string, work: () => Result) => Result

/** What was read before, by the schema: the same extras are shown to many, and an entity stays the same for long. */
const readExtras = new WeakMap<ObjectSchema, WeakMap<JsonObject, JsonObject>>()
const readEntities = new WeakMap<ObjectSchema, WeakSet<Entity>>()

/**
 * Extras as the module's `view.extras` gives them out; as they are, where that is not declared. Both are frozen JSON. Throws a
 * {@link BadViewError}.
 */
export function readShownExtras(view: ViewSchemas, extras: JsonObject, run: RunSchema): JsonObject {
  const schema = view?.extras
  if (schema === undefined) return extras
  const known = readExtras.get(schema) ?? new WeakMap<JsonObject, JsonObject>()
  readExtras.set(schema, known)
  const before = known.get(extras)
  if (before !== undefined) return before
  const read = run('view.extras', () => readWith(schema, extras, 'extras'))
  known.set(extras, read)
  return read
}

/**
 * Checks an entity of a view by the module's `view.entities`. An entity is shown as it is, so its schema must leave it so.
 * Each version is looked at once. Throws a {@link BadViewError}.
 */
export function checkShownEntity(view: ViewSchemas, entity: Entity, run: RunSchema): void {
  const schemas = view?.entities
  if (schemas === undefined) return
  const schema = Object.hasOwn(schemas, entity.kind) ? schemas[entity.kind] : undefined
  const place = `entity ${entity.id}`
  if (schema === undefined)
    throw new BadViewError(`a bad ${place}: ${entity.kind} is none of the kinds in \`view.entities\``)
  const known = readEntities.get(schema) ?? new WeakSet<Entity>()
  readEntities.set(schema, known)
  if (known.has(entity)) return
  const data = entity.data as JsonObject
  const read = run(`view.entities.${entity.kind}`, () => readWith(schema, data, `${place} (${entity.kind}), data`))
  if (read !== data)
    throw new BadViewError(
      `a bad ${place} (${entity.kind}): its schema in \`view.entities\` makes other data of its data`,
    )
  known.add(entity)
}

/** What a schema makes of frozen JSON; the very value, where it leaves it as it is. */
function readWith(schema: ObjectSchema, value: JsonObject, path: string): JsonObject {
  const read = parse(schema, value, path)
  return isSameJson(value, read) ? value : (toFrozenJson(read) as JsonObject)
}

function parse(schema: ObjectSchema, value: JsonObject, path: string): unknown {
  let result: ReturnType<ObjectSchema['safeParse']>
  try {
    result = schema.safeParse(value)
  } catch (error) {
    throw new BadViewError(`a bad ${path}: its schema threw ${thrownText(error)}`, { cause: error })
  }
  if (result.success) return result.data
  const [issue] = result.error.issues
  const wrong = issue === undefined ? 'it does not fit' : describeIssue(issue, value)
  throw new BadViewError(`a bad ${[path, ...(issue?.path ?? [])].join('.')}: ${wrong}`)
}
