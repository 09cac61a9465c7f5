import type { Entity, EntityId, EntityTable, PlayerId } from 'gridtick'
import { EntityColumns, keepColumns } from '../entities/entity-columns.ts'
import { listSlots } from '../entities/entity-list.ts'
import { PlaceGrid } from '../entities/place-grid.ts'
import { sortByRank } from '../entities/sort-by-rank.ts'
import { SortedSlots } from '../entities/sorted-slots.ts'

/** What became of one entity: created has no `before`, deleted has no `after`. */
export type EntityChange = { readonly before?: Entity; readonly after?: Entity }

/** The entities of one zone, with indices by kind, owner and place that follow the changes. */
export class ZoneEntities implements EntityTable {
  readonly #columns = new EntityColumns()
  readonly #grid = new PlaceGrid()
  readonly #all = new SortedSlots((slot, other) => this.#at(slot).id < this.#at(other).id)
  readonly #byKind = new Map<string, SortedSlots>()
  readonly #byOwner = new Map<PlayerId, SortedSlots>()

  constructor() {
    keepColumns(this, this.#columns)
    // Modules hold this very object: what they write to it throws, as with all else they are given.
    Object.freeze(this)
  }

  get size(): number {
    return this.#columns.size
  }

  get(id: EntityId): Entity | undefined {
    const slot = this.#columns.slotOf(id)
    return slot === undefined ? undefined : this.#columns.now[slot]
  }

  all(): readonly Entity[] {
    this.#order()
    return this.#all.list(this.#columns)
  }

  ofKind<Kind extends string>(kind: Kind): readonly (Entity & { readonly kind: Kind })[] {
    this.#order()
    return (this.#byKind.get(kind)?.list(this.#columns) ?? none) as readonly (Entity & { readonly kind: Kind })[]
  }

  ownedBy(playerId: PlayerId): readonly Entity[] {
    this.#order()
    return this.#byOwner.get(playerId)?.list(this.#columns) ?? none
  }

  at(x: number, y: number): readonly Entity[] {
    return this.near(x, y, 0)
  }

  near(x: number, y: number, radius: number): readonly Entity[] {
    this.#order()
    const slots = this.#grid.near(x, y, radius)
    return listSlots(this.#columns, sortByRank(slots, this.#columns.ranks))
  }

  /** Another table of copies of the same entities, with indices of its own. */
  copy(): ZoneEntities {
    return createEntityTable(this.#columns.now.filter((entity) => entity !== undefined))
  }

  /** Makes the changes. The cost follows their number. */
  apply(changes: Iterable<EntityChange>): void {
    // Lists are sorted by rank, and what is taken out of one is looked for by it.
    this.#order()
    this.#columns.version += 1
    const created: Entity[] = []
    for (const { before, after } of changes) {
      const slot = before && this.#columns.slotOf(before.id)
      if (slot === undefined) {
        if (after !== undefined) created.push(after)
      } else if (after === undefined) this.#delete(slot)
      else this.#update(slot, after)
    }
    for (const entity of created) this.#create(entity)
  }

  #create(entity: Entity): void {
    const slot = this.#columns.add(entity)
    this.#grid.add(slot, entity.x, entity.y)
    this.#all.add(slot)
    this.#indexOf(this.#byKind, entity.kind).add(slot)
    if (entity.ownerId !== null) this.#indexOf(this.#byOwner, entity.ownerId).add(slot)
  }

  #update(slot: number, entity: Entity): void {
    const { kind, ownerId } = this.#at(slot)
    this.#columns.put(slot, entity)
    this.#grid.move(slot, entity.x, entity.y)
    this.#all.touch()
    this.#byKind.get(kind)?.touch()
    if (ownerId === entity.ownerId) {
      if (ownerId !== null) this.#byOwner.get(ownerId)?.touch()
      return
    }
    if (ownerId !== null) removeFrom(this.#byOwner, ownerId, slot)
    if (entity.ownerId !== null) this.#indexOf(this.#byOwner, entity.ownerId).add(slot)
  }

  #delete(slot: number): void {
    const { kind, ownerId } = this.#at(slot)
    this.#all.remove(slot)
    removeFrom(this.#byKind, kind, slot)
    if (ownerId !== null) removeFrom(this.#byOwner, ownerId, slot)
    this.#grid.remove(slot)
    this.#columns.remove(slot)
  }

  /** Ranks all in the order of ids, if there are new ones. What was taken out leaves the order of the others. */
  #order(): void {
    if (!this.#all.hasAdded) return
    const { ranks } = this.#columns
    let rank = 0
    for (const slot of this.#all.sorted()) {
      ranks[slot] = rank
      rank += 1
    }
  }

  #at(slot: number): Entity {
    return this.#columns.now[slot] as Entity
  }

  #indexOf<Key>(index: Map<Key, SortedSlots>, key: Key): SortedSlots {
    let slots = index.get(key)
    if (slots === undefined) {
      slots = new SortedSlots((slot, other) => this.#columns.rankOf(slot) < this.#columns.rankOf(other))
      index.set(key, slots)
    }
    return slots
  }
}

/** A table of these entities. */
export function createEntityTable(entities: Iterable<Entity>): ZoneEntities {
  const table = new ZoneEntities()
  table.apply(Array.from(entities, (after) => ({ after })))
  return table
}

const none: readonly never[] = Object.freeze([])

function removeFrom<Key>(index: Map<Key, SortedSlots>, key: Key, slot: number): void {
  const slots = index.get(key)
  slots?.remove(slot)
  if (slots?.size === 0) index.delete(key)
}
