import type { Entity, GameModule, JsonObject, ObjectSchema } from 'gridtick'
import { isFrozenJson, isObject, isSameJson, JsonValueError, toFrozenJson } from 'gridtick/internal'
import { stampOf } from '../entities/entity-stamp.ts'
import { describeIssue } from '../kernel/show-value.ts'
import { thrownText } from '../kernel/thrown-text.ts'
import { BadViewError } from './bad-view-error.ts'

type ViewSchemas = GameModule['view']

/** Runs a schema of the module under its name. */
export type RunSchema = <Result>(schema: string, work: () => Result) => Result

/** What was read before, by the schema: the same extras are shown to many. */
const readBefore = new WeakMap<ObjectSchema, WeakMap<object, JsonObject>>()

/**
 * The extras of a view as the module's `view.extras` gives them out; as they were given, where that is not declared. Frozen
 * JSON. Undefined: none were given, and none are declared. Throws a {@link BadViewError}.
 */
export function readShownExtras(view: ViewSchemas, given: unknown, run: RunSchema): JsonObject | undefined {
  const schema = view?.extras
  if (given === undefined) {
    if (schema === undefined) return undefined
    throw new BadViewError('no extras, and its `view` declares some')
  }
  if (!isObject(given)) throw new BadViewError('extras that are not an object')
  if (schema === undefined) return frozenExtras(given)
  const known = readBefore.get(schema) ?? new WeakMap<object, JsonObject>()
  readBefore.set(schema, known)
  const before = known.get(given)
  if (before !== undefined) return before
  const read = frozenExtras(run('view.extras', () => parseGiven(schema, given)))
  // What is frozen says the same for ever.
  if (isFrozenJson(given)) known.set(given, read)
  return read
}

/**
 * Checks an entity of a view by the module's `view.entities`. An entity is shown as it is, so its schema must leave it so.
 * Each version is looked at once. Throws a {@link BadViewError}.
 */
export function checkShownEntity(view: ViewSchemas, entity: Entity, run: RunSchema): void {
  const schemas = view?.entities
  if (schemas === undefined) return
  const stamp = stampOf(entity)
  if (stamp?.checkedBy === schemas) return
  const { id, kind } = entity
  const schema = Object.hasOwn(schemas, kind) ? schemas[kind] : undefined
  if (schema === undefined)
    throw new BadViewError(`a bad entity ${id}: ${kind} is none of the kinds in \`view.entities\``)
  const path = `entity ${id} (${kind}), data`
  const data = run(`view.entities.${kind}`, () => parse(schema, entity.data, path))
  if (!isSameJson(data, entity.data))
    throw new BadViewError(`a bad entity ${id} (${kind}): its schema in \`view.entities\` makes other data of its data`)
  if (stamp !== undefined) stamp.checkedBy = schemas
}

/** Read as it is first, which spares a copy. A key that is `undefined` is none in JSON, and a strict schema refuses it. */
function parseGiven(schema: ObjectSchema, given: object): unknown {
  try {
    return parse(schema, given, 'extras')
  } catch {
    return parse(schema, frozenExtras(given), 'extras')
  }
}

function parse(schema: ObjectSchema, value: object, path: string): unknown {
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

function frozenExtras(extras: unknown): JsonObject {
  try {
    return toFrozenJson(extras) as JsonObject
  } catch (error) {
    if (error instanceof JsonValueError)
      throw new BadViewError(`a bad ${['extras', ...error.path].join('.')}: ${error.message}`)
    throw error
  }
}
