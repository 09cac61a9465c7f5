import type { Entity, EntityId, EntityTable, PlayerId } from 'gridtick'

/** Cells of one edge of a bucket of the grid index. */
const bucketCells = 8

/** What became of one entity: created has no `before`, deleted has no `after`. */
export type EntityChange = { readonly before?: Entity; readonly after?: Entity }

/** The entities of one zone, with indices by kind, owner and place that follow the changes. */
export class ZoneEntities implements EntityTable {
  readonly #byId = new Map<EntityId, Entity>()
  readonly #all = new SortedIds()
  readonly #byKind = new Map<string, SortedIds>()
  readonly #byOwner = new Map<PlayerId, SortedIds>()
  readonly #byBucket = new Map<number, Map<EntityId, Entity>>()

  constructor() {
    // Modules hold this very object: what they write to it throws, as with all else they are given.
    Object.freeze(this)
  }

  get size(): number {
    return this.#byId.size
  }

  get(id: EntityId): Entity | undefined {
    return this.#byId.get(id)
  }

  all(): readonly Entity[] {
    return this.#all.entities(this.#byId)
  }

  ofKind<Kind extends string>(kind: Kind): readonly (Entity & { readonly kind: Kind })[] {
    return (this.#byKind.get(kind)?.entities(this.#byId) ?? none) as readonly (Entity & { readonly kind: Kind })[]
  }

  ownedBy(playerId: PlayerId): readonly Entity[] {
    return this.#byOwner.get(playerId)?.entities(this.#byId) ?? none
  }

  at(x: number, y: number): readonly Entity[] {
    return this.near(x, y, 0)
  }

  near(x: number, y: number, radius: number): readonly Entity[] {
    const found: Entity[] = []
    const [left, right] = [Math.floor((x - radius) / bucketCells), Math.floor((x + radius) / bucketCells)]
    const [top, bottom] = [Math.floor((y - radius) / bucketCells), Math.floor((y + radius) / bucketCells)]
    const bucketCount = (right - left + 1) * (bottom - top + 1)
    if (!(bucketCount <= this.#byBucket.size)) {
      for (const bucket of this.#byBucket.values()) pickNear(bucket, { x, y, radius }, found)
    } else {
      for (let column = left; column <= right; column++)
        for (let row = top; row <= bottom; row++) {
          const bucket = this.#byBucket.get(bucketKey(column, row))
          if (bucket !== undefined) pickNear(bucket, { x, y, radius }, found)
        }
    }
    return found.sort(byId)
  }

  /** Another table of the same entities, with indices of its own. */
  copy(): ZoneEntities {
    return createEntityTable(this.#byId.values())
  }

  /** Makes the changes. The cost follows their number. */
  apply(changes: Iterable<EntityChange>): void {
    for (const { before, after } of changes) {
      if (before !== undefined) this.#unplace(before, after)
      if (after !== undefined) this.#place(after, before)
    }
  }

  #place(entity: Entity, before: Entity | undefined): void {
    this.#byId.set(entity.id, entity)
    if (before === undefined) this.#all.add(entity.id)
    else this.#all.touch()
    const kind = indexOf(this.#byKind, entity.kind)
    if (before === undefined) kind.add(entity.id)
    else kind.touch()
    if (entity.ownerId !== null) {
      const owned = indexOf(this.#byOwner, entity.ownerId)
      if (before?.ownerId === entity.ownerId) owned.touch()
      else owned.add(entity.id)
    }
    const key = bucketOf(entity)
    const bucket = this.#byBucket.get(key)
    if (bucket === undefined) this.#byBucket.set(key, new Map([[entity.id, entity]]))
    else bucket.set(entity.id, entity)
  }

  #unplace(before: Entity, after: Entity | undefined): void {
    if (after === undefined) {
      this.#byId.delete(before.id)
      this.#all.remove(before.id)
      removeFrom(this.#byKind, before.kind, before.id)
    }
    if (before.ownerId !== null && before.ownerId !== after?.ownerId)
      removeFrom(this.#byOwner, before.ownerId, before.id)
    const key = bucketOf(before)
    if (after !== undefined && bucketOf(after) === key) return
    const bucket = this.#byBucket.get(key)
    bucket?.delete(before.id)
    if (bucket?.size === 0) this.#byBucket.delete(key)
  }
}

/** A table of these entities. */
export function createEntityTable(entities: Iterable<Entity>): ZoneEntities {
  const table = new ZoneEntities()
  table.apply(Array.from(entities, (after) => ({ after })))
  return table
}

const none: readonly never[] = Object.freeze([])

type Square = { readonly x: number; readonly y: number; readonly radius: number }

/** Adds what of a bucket lies in the square. */
function pickNear(bucket: ReadonlyMap<EntityId, Entity>, { x, y, radius }: Square, found: Entity[]): void {
  for (const entity of bucket.values())
    if (Math.abs(entity.x - x) <= radius && Math.abs(entity.y - y) <= radius) found.push(entity)
}

function byId(one: Entity, other: Entity): number {
  return one.id < other.id ? -1 : 1
}

function bucketOf(entity: Entity): number {
  return bucketKey(Math.floor(entity.x / bucketCells), Math.floor(entity.y / bucketCells))
}

/** One number for a bucket; distinct as long as coordinates stay within ±2^28, which the check of deltas sees to. */
function bucketKey(column: number, row: number): number {
  return column * 2 ** 26 + row
}

function indexOf<Key>(index: Map<Key, SortedIds>, key: Key): SortedIds {
  let ids = index.get(key)
  if (ids === undefined) {
    ids = new SortedIds()
    index.set(key, ids)
  }
  return ids
}

function removeFrom<Key>(index: Map<Key, SortedIds>, key: Key, id: EntityId): void {
  const ids = index.get(key)
  ids?.remove(id)
  if (ids?.size === 0) index.delete(key)
}

/** Ids in order, and the list of their entities, made when it is asked for. */
class SortedIds {
  #ids: EntityId[] = []
  #added: EntityId[] = []
  #list: readonly Entity[] | undefined

  get size(): number {
    return this.#ids.length + this.#added.length
  }

  add(id: EntityId): void {
    this.#added.push(id)
    this.#list = undefined
  }

  remove(id: EntityId): void {
    this.#merge()
    const index = positionOf(this.#ids, id)
    if (this.#ids[index] === id) this.#ids.splice(index, 1)
    this.#list = undefined
  }

  /** One of the entities is another object now. */
  touch(): void {
    this.#list = undefined
  }

  entities(byId: ReadonlyMap<EntityId, Entity>): readonly Entity[] {
    if (this.#list === undefined) {
      this.#merge()
      this.#list = Object.freeze(this.#ids.map((id) => byId.get(id) as Entity))
    }
    return this.#list
  }

  #merge(): void {
    if (this.#added.length === 0) return
    if (this.#added.length <= 8) for (const id of this.#added) this.#ids.splice(positionOf(this.#ids, id), 0, id)
    else this.#ids = [...this.#ids, ...this.#added].sort()
    this.#added = []
  }
}

/** Where the id is, or would be, in the sorted list. */
function positionOf(ids: readonly EntityId[], id: EntityId): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ids[middle] as EntityId) < id) low = middle + 1
    else high = middle
  }
  return low
}
