import type { CreateOf, UpdateOf } from '../contract/delta.ts'
import type { Entity, EntityId, EntityOf, EntitySchemas, EntityTable, PlayerId } from '../contract/entity.ts'
import { assert } from '../kernel/assert.ts'
import { mergeDeep, putFields } from '../kernel/json-value.ts'

/**
 * The entities of a zone during one tick, as the changes made so far leave them: a table that reads its own writes. For
 * a module in which one intent of a tick must see what the ones before it did.
 */
export type EntityDraft<Schemas extends EntitySchemas> = EntityTable<EntityOf<Schemas>> & {
  /** Adds an entity, and answers it as it is now. Without an id it gets one. */
  create<Kind extends keyof Schemas & string>(
    entity: Extract<CreateOf<Schemas>, { readonly kind: Kind }>,
  ): EntityOf<Schemas> & { readonly kind: Kind }
  /** Changes fields as an update's `set` does: objects in `data` are merged, arrays and all else replaced. */
  change<E extends EntityOf<Schemas>>(entity: E, set: NonNullable<UpdateOf<E>['set']>): E
  /** Gives fields of `data` whole, as an update's `replace` does. */
  replace<E extends EntityOf<Schemas>>(entity: E, fields: NonNullable<UpdateOf<E>['replace']>): E
  delete(entity: EntityOf<Schemas>): void
  /** Does all of a piece of work or none: if it throws, what it changed here is taken back, and the error is thrown on. */
  attempt<Result>(work: () => Result): Result
  /** What `onTick` returns of it. */
  deltas(): {
    readonly create: readonly CreateOf<Schemas>[]
    readonly update: readonly UpdateOf<EntityOf<Schemas>>[]
    readonly delete: readonly EntityId[]
  }
}

/**
 * Opens a draft over the table of a tick; `newId` is the one that `onTick` is given. Reading costs what reading the
 * table costs, and what the changes of this tick cost.
 *
 * Throws on a change or deletion of what is not there, and on a creation of what is. What was deleted may be created
 * again, as the same kind. Data is taken as it is given: a schema fills in its defaults when the tick is stored.
 */
export function draftEntities<Schemas extends EntitySchemas>(
  table: EntityTable<EntityOf<Schemas>>,
  newId: (kind: string) => EntityId,
): EntityDraft<Schemas> {
  return new Draft(table as unknown as EntityTable, newId) as unknown as EntityDraft<Schemas>
}

type Fields = { readonly [key: string]: unknown }
type Place = { readonly x: number; readonly y: number }
type Update = {
  readonly id: EntityId
  readonly set?: object
  readonly replace?: object
  readonly unset?: readonly (readonly ['data', string])[]
}

/** What an attempt found when it began, of what it has changed since. */
type Attempt = {
  readonly before: Map<
    EntityId,
    { readonly isTouched: boolean; readonly entity: Entity | undefined; readonly created: object | undefined }
  >
  readonly updates: Update[]
  readonly updateCount: number
}

class Draft {
  readonly #table: EntityTable
  readonly #newId: (kind: string) => EntityId
  /** Entities that changed, as they are now; undefined: deleted. */
  readonly #touched = new Map<EntityId, Entity | undefined>()
  readonly #byCell = new Map<string, Set<EntityId>>()
  readonly #created = new Map<EntityId, object>()
  #updates: Update[] = []
  /** Those that are going on, the innermost last. */
  readonly #attempts: Attempt[] = []

  constructor(table: EntityTable, newId: (kind: string) => EntityId) {
    this.#table = table
    this.#newId = newId
  }

  get size(): number {
    return this.#table.size + this.#created.size - this.#deletedIds().length
  }

  get(id: EntityId): Entity | undefined {
    return this.#touched.has(id) ? this.#touched.get(id) : this.#table.get(id)
  }

  all(): readonly Entity[] {
    return this.#over(this.#table.all(), () => true)
  }

  ofKind(kind: string): readonly Entity[] {
    return this.#over(this.#table.ofKind(kind), (entity) => entity.kind === kind)
  }

  ownedBy(playerId: PlayerId): readonly Entity[] {
    return this.#over(this.#table.ownedBy(playerId), (entity) => entity.ownerId === playerId)
  }

  at(x: number, y: number): readonly Entity[] {
    const stored = this.#table.at(x, y).filter(({ id }) => !this.#touched.has(id))
    const touched = [...(this.#byCell.get(cellOf({ x, y })) ?? [])].map((id) => this.#touched.get(id) as Entity)
    return [...stored, ...touched].sort(byId)
  }

  near(x: number, y: number, radius: number): readonly Entity[] {
    return this.#over(
      this.#table.near(x, y, radius),
      (entity) => Math.abs(entity.x - x) <= radius && Math.abs(entity.y - y) <= radius,
    )
  }

  create({
    id = undefined,
    ...fields
  }: Place & { kind: string; id?: EntityId; ownerId?: PlayerId | null; data: object }) {
    const entity = { id: id ?? this.#newId(fields.kind), ownerId: null, ...fields }
    assert(this.get(entity.id) === undefined, `there is an entity ${entity.id} already`)
    this.#remember(entity.id)
    const stored = this.#table.get(entity.id)
    if (stored === undefined) this.#created.set(entity.id, entity)
    else this.#updates.push(...replacement(stored, entity))
    this.#put(entity)
    return entity
  }

  change(entity: Entity, set: Partial<Place> & { ownerId?: PlayerId | null; data?: object }): Entity {
    const now = this.#present(entity, 'changed')
    const { data, ...place } = set
    const changed = { ...now, ...place, data: data === undefined ? now.data : (mergeDeep(now.data, data) as object) }
    return this.#update({ id: entity.id, set }, changed)
  }

  replace(entity: Entity, replace: { data?: object }): Entity {
    const now = this.#present(entity, 'changed')
    const data = putFields(now.data as Fields, (replace.data ?? {}) as Fields)
    return this.#update({ id: entity.id, replace }, { ...now, data })
  }

  delete(entity: Entity): void {
    const now = this.#present(entity, 'deleted')
    this.#remember(entity.id)
    this.#unplace(now)
    this.#updates = this.#updates.filter(({ id }) => id !== entity.id)
    if (this.#created.delete(entity.id)) this.#touched.delete(entity.id)
    else this.#touched.set(entity.id, undefined)
  }

  attempt<Result>(work: () => Result): Result {
    const attempt = { before: new Map(), updates: this.#updates, updateCount: this.#updates.length }
    this.#attempts.push(attempt)
    try {
      return work()
    } catch (error) {
      this.#takeBack(attempt)
      throw error
    } finally {
      this.#attempts.pop()
    }
  }

  deltas() {
    return { create: [...this.#created.values()], update: this.#updates, delete: this.#deletedIds() }
  }

  #present({ kind, id }: Entity, done: 'changed' | 'deleted'): Entity {
    const now = this.get(id)
    assert(now !== undefined, `the ${kind} ${id} is not there, and cannot be ${done}`)
    return now
  }

  #update(update: Update, changed: Entity): Entity {
    this.#remember(update.id)
    this.#updates.push(update)
    this.#put(changed)
    return changed
  }

  /** Only of what is stored: what was created and deleted in this tick never was. */
  #deletedIds(): EntityId[] {
    return [...this.#touched].filter(([, entity]) => entity === undefined).map(([id]) => id)
  }

  /** To be called before an entity changes. Costs nothing where nothing is attempted. */
  #remember(id: EntityId): void {
    for (const { before } of this.#attempts) {
      if (before.has(id)) continue
      const isTouched = this.#touched.has(id)
      before.set(id, { isTouched, entity: this.#touched.get(id), created: this.#created.get(id) })
    }
  }

  #takeBack({ before, updates, updateCount }: Attempt): void {
    for (const [id, { isTouched, entity, created }] of before) {
      const now = this.#touched.get(id)
      if (now !== undefined) this.#unplace(now)
      if (isTouched) this.#touched.set(id, entity)
      else this.#touched.delete(id)
      if (entity !== undefined) this.#place(entity)
      if (created === undefined) this.#created.delete(id)
      else this.#created.set(id, created)
    }
    updates.length = updateCount
    this.#updates = updates
  }

  #put(entity: Entity): void {
    const before = this.#touched.get(entity.id)
    if (before !== undefined) this.#unplace(before)
    this.#touched.set(entity.id, entity)
    this.#place(entity)
  }

  #place(entity: Entity): void {
    const cell = cellOf(entity)
    const ids = this.#byCell.get(cell)
    if (ids === undefined) this.#byCell.set(cell, new Set([entity.id]))
    else ids.add(entity.id)
  }

  #unplace(entity: Entity): void {
    this.#byCell.get(cellOf(entity))?.delete(entity.id)
  }

  /** The stored list with this tick's changes over it. */
  #over(stored: readonly Entity[], belongs: (entity: Entity) => boolean): readonly Entity[] {
    if (this.#touched.size === 0) return stored
    const kept = stored.filter(({ id }) => !this.#touched.has(id))
    for (const entity of this.#touched.values()) if (entity !== undefined && belongs(entity)) kept.push(entity)
    return kept.sort(byId)
  }
}

/** What was deleted and made again within one tick is one stored entity that is emptied and filled again. */
function replacement({ kind, data: before }: Entity, { id, kind: newKind, x, y, ownerId, data }: Entity): Update[] {
  assert(kind === newKind, `${id} was a ${kind} when the tick began, and cannot be a ${newKind} at its end`)
  const gone = Object.keys(before).map((key) => ['data', key] as const)
  return [
    { id, unset: gone },
    { id, set: { x, y, ownerId, data } },
  ]
}

function cellOf({ x, y }: Place): string {
  return `${x},${y}`
}

function byId(one: Entity, other: Entity): number {
  return one.id < other.id ? -1 : 1
}
