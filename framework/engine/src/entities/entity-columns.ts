import type { Entity, EntityId } from 'gridtick'
import { newVersion, stampOf } from './entity-stamp.ts'
import { jsonSizeOf } from './json-of.ts'
import { createNotes } from './private-notes.ts'
import { SlotPlaces } from './slot-places.ts'

const firstCapacity = 16

/**
 * The entities of one table by slot: a small number that each keeps as long as it is there, and that is used again
 * afterwards. What is asked of many entities at once is a column of numbers, so that it is asked without a look at the
 * entities themselves, which lie all over the memory.
 */
export class EntityColumns {
  /** Grows with every change of the table. */
  version = 0
  readonly now: (Entity | undefined)[] = []
  /** The version with which an entity came to be as it is. */
  changedAt = new Int32Array(firstCapacity)
  /** Characters of its JSON. */
  sizes = new Int32Array(firstCapacity)
  /** Its place in the order of ids. */
  ranks = new Int32Array(firstCapacity)
  readonly places = new SlotPlaces()
  readonly #slots = new Map<EntityId, number>()
  readonly #free: number[] = []

  constructor() {
    this.places.reserve(firstCapacity)
  }

  get size(): number {
    return this.#slots.size
  }

  /** Undefined: there is none of this id. */
  slotOf(id: EntityId): number | undefined {
    return this.#slots.get(id)
  }

  rankOf(slot: number): number {
    return this.ranks[slot] as number
  }

  add(given: Entity): number {
    const slot = this.#free.pop() ?? this.now.length
    if (slot === this.changedAt.length) this.#grow(2 * slot)
    this.#slots.set(given.id, slot)
    this.put(slot, given)
    return slot
  }

  /** Another version of what stands there. */
  put(slot: number, given: Entity): void {
    const entity = this.#own(given, slot)
    this.now[slot] = entity
    this.changedAt[slot] = this.version
    this.sizes[slot] = jsonSizeOf(entity)
  }

  remove(slot: number): void {
    const entity = this.now[slot]
    if (entity === undefined) return
    this.#slots.delete(entity.id)
    this.now[slot] = undefined
    this.changedAt[slot] = this.version
    this.#free.push(slot)
  }

  /** An object stands in one table for good; one that stands in another, or was not made here, is copied. */
  #own(given: Entity, slot: number): Entity {
    const stamp = stampOf(given)
    if (stamp === undefined || stamp.table !== undefined) return newVersion(given, { table: this, slot })
    stamp.table = this
    stamp.slot = slot
    return given
  }

  #grow(capacity: number): void {
    this.changedAt = grown(this.changedAt, capacity)
    this.sizes = grown(this.sizes, capacity)
    this.ranks = grown(this.ranks, capacity)
    this.places.reserve(capacity)
  }
}

function grown(column: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity)
  larger.set(column)
  return larger
}

const columnsOfTables = createNotes<EntityColumns>()

/** Modules hold the table, and shall not hold these. */
export const keepColumns: (table: object, columns: EntityColumns) => object = columnsOfTables.put
export const columnsOf: (table: object) => EntityColumns | undefined = columnsOfTables.of
