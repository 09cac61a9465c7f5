import type { Entity, EntityId, GameModule, JsonObject, ObjectSchema, ZoneInfo } from 'gridtick'
import { isObject, isPlainObject, isSameJson, mergeDeep, putFields } from 'gridtick/internal'
import { newVersion } from '../entities/entity-stamp.ts'
import { jsonSizeOf } from '../entities/json-of.ts'
import { show } from '../kernel/show-value.ts'
import type { Deltas } from '../module/check-result.ts'
import { badResult } from '../module/module-fault.ts'
import { readStored } from '../module/read-stored.ts'
import { inside, item, type ResultPlace, returnedBy } from '../module/result-place.ts'
import { listOf, onlyKeys } from '../module/result-shape.ts'
import type { Limits } from '../ports/limits.ts'
import type { EntityChange, ZoneEntities } from '../zone/entity-table.ts'
import { idOfSet, type MoveBounds, quickMove } from './quick-move.ts'

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
  const all = returnedBy(request.hook)
  const draft = new Map<EntityId, Draft>()
  for (const [index, delta] of deltas.create.entries())
    create(request, draft, delta, item(inside(all, 'create'), createdBefore + index))
  const bounds = moveBoundsOf(request)
  for (const [index, delta] of deltas.update.entries())
    if (!move(request, draft, delta, bounds)) update(request, draft, delta, item(inside(all, 'update'), index))
  for (const [index, id] of deltas.delete.entries()) remove(request, draft, id, item(inside(all, 'delete'), index))

  const changes = new Map<EntityId, EntityChange>()
  for (const [id, { before, after, at }] of draft) {
    const isMoved = at === undefined
    const checked = after === undefined || isMoved ? after : checkEntity(request, after, before, at)
    if (before === undefined && checked !== undefined) changes.set(id, { after: checked })
    else if (before !== undefined && checked === undefined) changes.set(id, { before })
    else if (before !== undefined && checked !== undefined && !isSame(before, checked))
      changes.set(id, { before, after: checked })
  }
  const size = request.entities.size + deltas.create.length - deltas.delete.length
  if (size > request.limits.entitiesPerZoneMax)
    throw badResult(
      inside(all, 'create'),
      `the zone would hold ${size} entities; at most ${request.limits.entitiesPerZoneMax} (entitiesPerZoneMax) are allowed`,
    )
  return changes
}

/** An entity while the deltas are gone through, and the delta that touched it last; undefined: it was moved, and is checked. */
type Draft = { readonly before: Entity | undefined; after: Entity | undefined; at: ResultPlace | undefined }

type Drafts = Map<EntityId, Draft>

function create(request: DeltaRequest, draft: Drafts, delta: unknown, at: ResultPlace): void {
  if (!isObject(delta)) throw badResult(at, 'it must be an object { kind, x, y, data, ownerId?, id? }')
  onlyKeys(at, delta, ['id', 'kind', 'x', 'y', 'ownerId', 'data'])
  const { id: givenId, kind, x, y, ownerId = null, data } = delta
  if (typeof kind !== 'string' || !Object.hasOwn(request.module.entities, kind))
    throw badResult(inside(at, 'kind'), `the module has no entity kind ${show(kind)}`)
  const id = givenId === undefined ? request.newId(kind) : givenId
  if (typeof id !== 'string' || id === '' || id.length > 128)
    throw badResult(inside(at, 'id'), 'it must be a string of 1 to 128 characters; leave it out to get one')
  if (draft.has(id) || request.entities.get(id) !== undefined)
    throw badResult(inside(at, 'id'), `there is an entity ${show(id)} already`)
  if (!isObject(data)) throw badResult(inside(at, 'data'), `it must be an object as \`entities.${kind}\` describes it`)
  draft.set(id, { before: undefined, after: { id, kind, x, y, ownerId, data } as Entity, at })
}

/** False: the delta is none that is quickly looked at, or comes after another of the same entity. */
function move(request: DeltaRequest, draft: Drafts, delta: unknown, bounds: MoveBounds): boolean {
  const id = idOfSet(delta)
  if (id === undefined || draft.has(id)) return false
  const before = request.entities.get(id)
  const after = before && quickMove(before, (delta as { readonly set: unknown }).set, bounds)
  if (after === undefined) return false
  draft.set(id, { before, after, at: undefined })
  return true
}

function moveBoundsOf({ info, limits }: DeltaRequest): MoveBounds {
  const endOf = (end: unknown) => (typeof end === 'number' ? end : undefined)
  const [width, height] = [endOf(info.config.width), endOf(info.config.height)]
  return { width, height, coordinateMax, entityBytesMax: limits.entityBytesMax }
}

function update(request: DeltaRequest, draft: Drafts, delta: unknown, at: ResultPlace): void {
  if (!isObject(delta)) throw badResult(at, 'it must be an object { id, set?, replace?, unset?, inc? }')
  onlyKeys(at, delta, ['id', 'set', 'replace', 'unset', 'inc'])
  const entry = draftOf(request, draft, delta.id, inside(at, 'id'))
  entry.at = at
  let after = entry.after as Entity
  if (delta.set !== undefined) after = set(after, delta.set, inside(at, 'set'))
  if (delta.replace !== undefined) after = replace(after, delta.replace, inside(at, 'replace'))
  const unsets = inside(at, 'unset')
  for (const [index, field] of listOf(unsets, delta.unset).entries()) after = unset(after, field, item(unsets, index))
  const steps = inside(at, 'inc')
  for (const [index, step] of listOf(steps, delta.inc).entries()) after = increment(after, step, item(steps, index))
  entry.after = after
}

function remove(request: DeltaRequest, draft: Drafts, id: unknown, at: ResultPlace): void {
  if (typeof id === 'string' && draft.has(id))
    throw badResult(at, `${show(id)} is also created, updated or deleted by the same result`)
  const entry = draftOf(request, draft, id, at)
  entry.at = at
  entry.after = undefined
}

function draftOf(request: DeltaRequest, draft: Drafts, id: unknown, at: ResultPlace): Draft {
  const known = typeof id === 'string' ? draft.get(id) : undefined
  if (known !== undefined) return known
  const before = typeof id === 'string' ? request.entities.get(id) : undefined
  if (before === undefined) throw badResult(at, `there is no entity ${show(id)}`)
  const entry = { before, after: before, at }
  draft.set(before.id, entry)
  return entry
}

function set(entity: Entity, fields: unknown, at: ResultPlace): Entity {
  if (!isObject(fields)) throw badResult(at, 'it must be an object { x?, y?, ownerId?, data? }')
  onlyKeys(at, fields, ['x', 'y', 'ownerId', 'data'])
  const { data, ...place } = fields
  if (!('data' in fields)) return { ...entity, ...place }
  if (!isObject(data)) throw badResult(inside(at, 'data'), 'it must be an object')
  return { ...entity, ...place, data: mergeDeep(entity.data, data) as object }
}

function replace(entity: Entity, fields: unknown, at: ResultPlace): Entity {
  if (!isObject(fields)) throw badResult(at, 'it must be an object { data? }')
  onlyKeys(at, fields, ['data'])
  const { data } = fields
  if (data === undefined) return entity
  if (!isPlainObject(data)) throw badResult(inside(at, 'data'), 'it must be an object of fields that are given whole')
  return { ...entity, data: putFields(entity.data as JsonObject, data) }
}

function unset(entity: Entity, field: unknown, at: ResultPlace): Entity {
  const keys = fieldPath(field, at)
  if (keys.length < 2) throw badResult(at, `only what is inside data can be unset, as ['data', 'effects']`)
  return withField(entity, keys, () => absent) as Entity
}

function increment(entity: Entity, step: unknown, at: ResultPlace): Entity {
  if (!Array.isArray(step) || step.length !== 2) throw badResult(at, `it must be a pair [['data', 'credits'], -50]`)
  const keys = fieldPath(step[0], at)
  const by: unknown = step[1]
  if (!Number.isSafeInteger(by)) throw badResult(at, `${show(by)} is not an integer`)
  return withField(entity, keys, (value) => {
    if (!Number.isSafeInteger(value))
      throw badResult(at, `${keys.join('.')} is ${show(value)}, and no integer to add to`)
    return (value as number) + (by as number)
  }) as Entity
}

function fieldPath(field: unknown, at: ResultPlace): string[] {
  if (
    !Array.isArray(field) ||
    field.length === 0 ||
    !field.every((key) => typeof key === 'string' && key !== '__proto__')
  )
    throw badResult(at, `${show(field)} is not a path of keys, for example ['data', 'credits']`)
  if (!['x', 'y', 'ownerId', 'data'].includes(field[0])) throw badResult(at, `${show(field[0])} cannot be changed`)
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
function checkEntity(request: DeltaRequest, entity: Entity, before: Entity | undefined, at: ResultPlace): Entity {
  const { limits } = request
  const { id, kind, x, y, ownerId } = entity
  checkPlace(request, entity, at)
  if (ownerId !== null && typeof ownerId !== 'string')
    throw badResult(inside(at, 'ownerId'), `${show(ownerId)} is neither a player's id nor null`)
  const data = before?.data === entity.data ? entity.data : checkData(request, entity, before, at)
  const checked = newVersion({ id, kind, x: x === 0 ? 0 : x, y: y === 0 ? 0 : y, ownerId, data })
  const size = jsonSizeOf(checked)
  if (size > limits.entityBytesMax)
    throw badResult(
      at,
      `the ${kind} has ${size} characters of JSON; at most ${limits.entityBytesMax} (entityBytesMax) are allowed`,
    )
  return checked
}

function checkPlace({ info }: DeltaRequest, { x, y }: Entity, at: ResultPlace): void {
  const { width, height } = info.config
  for (const [axis, value, end] of [
    ['x', x, width],
    ['y', y, height],
  ] as const) {
    if (!Number.isInteger(value) || Math.abs(value) > coordinateMax)
      throw badResult(inside(at, axis), `${show(value)} is not a cell; it must be an integer`)
    if (typeof end === 'number' && (value < 0 || value >= end))
      throw badResult(inside(at, axis), `${value} is off the grid, which has 0 to ${end - 1}`)
  }
}

function checkData(
  { module }: DeltaRequest,
  { kind, data }: Entity,
  before: Entity | undefined,
  at: ResultPlace,
): object {
  const schema = module.entities[kind] as ObjectSchema
  return readStored({ at: inside(at, 'data'), schema, kind, before: before?.data }, data)
}

function isSame(before: Entity, after: Entity): boolean {
  return (
    before.x === after.x &&
    before.y === after.y &&
    before.ownerId === after.ownerId &&
    (before.data === after.data || isSameJson(before.data, after.data))
  )
}
