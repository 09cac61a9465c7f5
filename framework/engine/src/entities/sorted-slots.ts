import type { Entity } from 'gridtick'
import type { EntityColumns } from './entity-columns.ts'
import { listSlots, originOf } from './entity-list.ts'

/** Which of two comes first. */
type IsBefore = (slot: number, other: number) => boolean

/** From so many new ones on, all are sorted again. */
const addedOneByOneMax = 8

/** Slots in an order, and the list of their entities, made when it is asked for. */
export class SortedSlots {
  readonly #isBefore: IsBefore
  #slots: number[] = []
  #added: number[] = []
  #list: readonly Entity[] | undefined

  constructor(isBefore: IsBefore) {
    this.#isBefore = isBefore
  }

  get size(): number {
    return this.#slots.length + this.#added.length
  }

  get hasAdded(): boolean {
    return this.#added.length > 0
  }

  add(slot: number): void {
    this.#added.push(slot)
    this.#list = undefined
  }

  remove(slot: number): void {
    const slots = this.sorted()
    const index = this.#placeOf(slot)
    if (slots[index] === slot) this.#slots.splice(index, 1)
    this.#list = undefined
  }

  /** One of the entities is another object now. */
  touch(): void {
    this.#list = undefined
  }

  sorted(): readonly number[] {
    if (this.#added.length > addedOneByOneMax)
      this.#slots = [...this.#slots, ...this.#added].sort((slot, other) => (this.#isBefore(slot, other) ? -1 : 1))
    else for (const slot of this.#added) this.#slots.splice(this.#placeOf(slot), 0, slot)
    if (this.#added.length > 0) this.#added = []
    return this.#slots
  }

  /** The list is the same object as long as nothing in it changes. */
  list(columns: EntityColumns): readonly Entity[] {
    this.#list ??= listSlots(columns, this.sorted().slice())
    const origin = originOf(this.#list)
    if (origin !== undefined) origin.version = columns.version
    return this.#list
  }

  /** Where it is, or would be. */
  #placeOf(slot: number): number {
    let low = 0
    let high = this.#slots.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#isBefore(this.#slots[middle] as number, slot)) low = middle + 1
      else high = middle
    }
    return low
  }
}
