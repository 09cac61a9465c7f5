import type { Entity, EntityId, GameModule, JsonObject, ObjectSchema, ZoneInfo } from 'gridtick'
import { isObject, isPlainObject, isSameJson, mergeDeep, putFields } from 'gridtick/internal'
import { show } from '../kernel/show-value.ts'
import type { Deltas } from '../module/check-result.ts'
import { badResult } from '../module/module-fault.ts'
import { readStored } from '../module/read-stored.ts'
import { listOf, onlyKeys } from '../module/result-shape.ts'
import type { Limits } from '../ports/limits.ts'
import { jsonOf } from '../view/json-of.ts'
import type { EntityChange, ZoneEntities } from '../zone/entity-table.ts'

export type DeltaRequest = {
  readonly hook: string
  readonly module: GameModule
  readonly info: ZoneInfo
  readonly entities: Pick<ZoneEntities, 'get' | 'size'>
  readonly limits: Limits
  readonly newId: (kind: string) => EntityId
}

/** Coordinates beyond this are on no grid, and would mix up the index by place. */
const coordinateMax = 2 ** 28

/**
 * Works out what the deltas of a result change: creates first, then updates in their order, then deletes. The table is
 * not touched. An entity that is the same afterwards is not among the changes.
 *
 * Throws a ModuleFault that names the delta and what is wrong with it. `createdBefore`: how many creations of the same
 * result were gone through before.
 */
export function applyDeltas(
  request: DeltaRequest,
  deltas: Deltas,
  createdBefore = 0,
): ReadonlyMap<EntityId, EntityChange> {
  const draft = new Map<EntityId, Draft>()
  for (const [index, delta] of deltas.create.entries())
    create(request, draft, delta, `create[${createdBefore + index}]`)
  for (const [index, delta] of deltas.update.entries()) update(request, draft, delta, `update[${index}]`)
  for (const [index, id] of deltas.delete.entries()) remove(request, draft, id, `delete[${index}]`)

  const changes = new Map<EntityId, EntityChange>()
  for (const [id, { before, after, path }] of draft) {
    const checked = after === undefined ? undefined : checkEntity(request, after, before, path)
    if (before === undefined && checked !== undefined) changes.set(id, { after: checked })
    else if (before !== undefined && checked === undefined) changes.set(id, { before })
    else if (before !== undefined && checked !== undefined && !isSame(before, checked))
      changes.set(id, { before, after: checked })
  }
  const size = request.entities.size + deltas.create.length - deltas.delete.length
  if (size > request.limits.entitiesPerZoneMax)
    throw badResult(
      request.hook,
      'create',
      `the zone would hold ${size} entities; at most ${request.limits.entitiesPerZoneMax} (entitiesPerZoneMax) are allowed`,
    )
  return changes
}

/** An entity while the deltas are gone through, and the delta that touched it last. */
type Draft = { readonly before: Entity | undefined; after: Entity | undefined; path: string }

type Drafts = Map<EntityId, Draft>

function create(request: DeltaRequest, draft: Drafts, delta: unknown, path: string): void {
  const { hook } = request
  if (!isObject(delta)) throw badResult(hook, path, 'it must be an object { kind, x, y, data, ownerId?, id? }')
  onlyKeys(hook, path, delta, ['id', 'kind', 'x', 'y', 'ownerId', 'data'])
  const { id: givenId, kind, x, y, ownerId = null, data } = delta
  if (typeof kind !== 'string' || !Object.hasOwn(request.module.entities, kind))
    throw badResult(hook, `${path}.kind`, `the module has no entity kind ${show(kind)}`)
  const id = givenId === undefined ? request.newId(kind) : givenId
  if (typeof id !== 'string' || id === '' || id.length > 128)
    throw badResult(hook, `${path}.id`, 'it must be a string of 1 to 128 characters; leave it out to get one')
  if (draft.has(id) || request.entities.get(id) !== undefined)
    throw badResult(hook, `${path}.id`, `there is an entity ${show(id)} already`)
  if (!isObject(data))
    throw badResult(hook, `${path}.data`, `it must be an object as \`entities.${kind}\` describes it`)
  draft.set(id, { before: undefined, after: { id, kind, x, y, ownerId, data } as Entity, path })
}

function update(request: DeltaRequest, draft: Drafts, delta: unknown, path: string): void {
  const { hook } = request
  if (!isObject(delta)) throw badResult(hook, path, 'it must be an object { id, set?, replace?, unset?, inc? }')
  onlyKeys(hook, path, delta, ['id', 'set', 'replace', 'unset', 'inc'])
  const entry = draftOf(request, draft, delta.id, `${path}.id`)
  entry.path = path
  let after = entry.after as Entity
  if (delta.set !== undefined) after = set(hook, after, delta.set, `${path}.set`)
  if (delta.replace !== undefined) after = replace(hook, after, delta.replace, `${path}.replace`)
  for (const [index, field] of listOf(hook, delta.unset, `${path}.unset`).entries())
    after = unset(hook, after, field, `${path}.unset[${index}]`)
  for (const [index, step] of listOf(hook, delta.inc, `${path}.inc`).entries())
    after = increment(hook, after, step, `${path}.inc[${index}]`)
  entry.after = after
}

function remove(request: DeltaRequest, draft: Drafts, id: unknown, path: string): void {
  if (typeof id === 'string' && draft.has(id))
    throw badResult(request.hook, path, `${show(id)} is also created, updated or deleted by the same result`)
  const entry = draftOf(request, draft, id, path)
  entry.path = path
  entry.after = undefined
}

function draftOf(request: DeltaRequest, draft: Drafts, id: unknown, path: string): Draft {
  const known = typeof id === 'string' ? draft.get(id) : undefined
  if (known !== undefined) return known
  const before = typeof id === 'string' ? request.entities.get(id) : undefined
  if (before === undefined) throw badResult(request.hook, path, `there is no entity ${show(id)}`)
  const entry = { before, after: before, path }
  draft.set(before.id, entry)
  return entry
}

function set(hook: string, entity: Entity, fields: unknown, path: string): Entity {
  if (!isObject(fields)) throw badResult(hook, path, 'it must be an object { x?, y?, ownerId?, data? }')
  onlyKeys(hook, path, fields, ['x', 'y', 'ownerId', 'data'])
  const { data, ...place } = fields
  if (!('data' in fields)) return { ...entity, ...place }
  if (!isObject(data)) throw badResult(hook, `${path}.data`, 'it must be an object')
  return { ...entity, ...place, data: mergeDeep(entity.data, data) as object }
}

function replace(hook: string, entity: Entity, fields: unknown, path: string): Entity {
  if (!isObject(fields)) throw badResult(hook, path, 'it must be an object { data? }')
  onlyKeys(hook, path, fields, ['data'])
  const { data } = fields
  if (data === undefined) return entity
  if (!isPlainObject(data)) throw badResult(hook, `${path}.data`, 'it must be an object of fields that are given whole')
  return { ...entity, data: putFields(entity.data as JsonObject, data) }
}

function unset(hook: string, entity: Entity, field: unknown, path: string): Entity {
  const keys = fieldPath(hook, field, path)
  if (keys.length < 2) throw badResult(hook, path, `only what is inside data can be unset, as ['data', 'effects']`)
  return withField(entity, keys, () => absent) as Entity
}

function increment(hook: string, entity: Entity, step: unknown, path: string): Entity {
  if (!Array.isArray(step) || step.length !== 2)
    throw badResult(hook, path, `it must be a pair [['data', 'credits'], -50]`)
  const keys = fieldPath(hook, step[0], path)
  const by: unknown = step[1]
  if (!Number.isSafeInteger(by)) throw badResult(hook, path, `${show(by)} is no integer`)
  return withField(entity, keys, (value) => {
    if (!Number.isSafeInteger(value))
      throw badResult(hook, path, `${keys.join('.')} is ${show(value)}, and no integer to add to`)
    return (value as number) + (by as number)
  }) as Entity
}

function fieldPath(hook: string, field: unknown, path: string): string[] {
  if (
    !Array.isArray(field) ||
    field.length === 0 ||
    !field.every((key) => typeof key === 'string' && key !== '__proto__')
  )
    throw badResult(hook, path, `${show(field)} is no path of keys, as ['data', 'credits']`)
  if (!['x', 'y', 'ownerId', 'data'].includes(field[0]))
    throw badResult(hook, path, `${show(field[0])} cannot be changed`)
  return field
}

const absent = Symbol('absent')

/** A copy with one field changed; what is not on the way to it stays the same object. */
function withField(value: unknown, keys: readonly string[], change: (value: unknown) => unknown): unknown {
  const [key, ...others] = keys
  if (key === undefined) return change(value)
  const target = isObject(value) ? value : {}
  const before = Object.hasOwn(target, key) ? target[key] : undefined
  if (others.length > 0 && !isObject(before) && change(undefined) === absent) return value
  const after = withField(before, others, change)
  if (after === absent) {
    const { [key]: _removed, ...rest } = target
    return rest
  }
  return after === before ? value : { ...target, [key]: after }
}

/** The entity as it will be stored: frozen, normalised, checked against the grid and the schema of its kind. */
function checkEntity(request: DeltaRequest, entity: Entity, before: Entity | undefined, path: string): Entity {
  const { hook, limits } = request
  const { id, kind, x, y, ownerId } = entity
  checkPlace(request, entity, path)
  if (ownerId !== null && typeof ownerId !== 'string')
    throw badResult(hook, `${path}.ownerId`, `${show(ownerId)} is neither a player's id nor null`)
  const data = before?.data === entity.data ? entity.data : checkData(request, entity, before, path)
  const checked = Object.freeze({ id, kind, x: x === 0 ? 0 : x, y: y === 0 ? 0 : y, ownerId, data })
  const size = jsonOf(checked).length
  if (size > limits.entityBytesMax)
    throw badResult(
      hook,
      path,
      `the ${kind} has ${size} characters of JSON; at most ${limits.entityBytesMax} (entityBytesMax) are allowed`,
    )
  return checked
}

function checkPlace({ hook, info }: DeltaRequest, { x, y }: Entity, path: string): void {
  const { width, height } = info.config
  for (const [axis, value, end] of [
    ['x', x, width],
    ['y', y, height],
  ] as const) {
    if (!Number.isInteger(value) || Math.abs(value) > coordinateMax)
      throw badResult(hook, `${path}.${axis}`, `${show(value)} is no cell; it must be an integer`)
    if (typeof end === 'number' && (value < 0 || value >= end))
      throw badResult(hook, `${path}.${axis}`, `${value} is off the grid, which has 0 to ${end - 1}`)
  }
}

function checkData(
  { hook, module }: DeltaRequest,
  { kind, data }: Entity,
  before: Entity | undefined,
  path: string,
): object {
  const schema = module.entities[kind] as ObjectSchema
  return readStored({ hook, schema, path: `${path}.data`, kind, before: before?.data }, data)
}

function isSame(before: Entity, after: Entity): boolean {
  return (
    before.x === after.x &&
    before.y === after.y &&
    before.ownerId === after.ownerId &&
    (before.data === after.data || isSameJson(before.data, after.data))
  )
}
