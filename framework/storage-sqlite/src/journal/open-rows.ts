/** An entity, or a member, that the journal has written something of. */
export type OpenRow<Row> = {
  readonly id: string
  readonly slot: number
  /** As it is now; undefined: it is no more. */
  row: Row | undefined
  /** The cycle whose bodies have named it. */
  namedIn: number
  /** The cycle that wrote something of it last. */
  changedIn: number
}

/**
 * The rows of one kind that are newer in the journal than in their table, and those that may be. Slots are numbers as
 * small as possible: they stand in each body.
 */
export class OpenRows<Row> {
  readonly #rows = new Map<string, OpenRow<Row>>()
  readonly #slots: SlotNumbers

  constructor(slots: SlotNumbers) {
    this.#slots = slots
  }

  get(id: string): OpenRow<Row> | undefined {
    return this.#rows.get(id)
  }

  open(id: string, row: Row | undefined): OpenRow<Row> {
    const opened = { id, slot: this.#slots.take(), row, namedIn: -1, changedIn: -1 }
    this.#rows.set(id, opened)
    return opened
  }

  forget(id: string): void {
    const row = this.#rows.get(id)
    if (row === undefined) return
    this.#rows.delete(id)
    this.#slots.give(row.slot)
  }

  /**
   * The end of a cycle: those that it has changed, in the order of their ids, which is that of their table. All others are
   * folded, and forgotten.
   */
  endCycle(cycle: number): readonly OpenRow<Row>[] {
    const changed: OpenRow<Row>[] = []
    for (const row of this.#rows.values())
      if (row.changedIn === cycle) changed.push(row)
      else this.forget(row.id)
    return changed.sort((one, other) => (one.id < other.id ? -1 : 1))
  }
}

/** Gives out the numbers that are free, those that were given back last first. */
export class SlotNumbers {
  readonly #free: number[] = []
  #next = 0

  take(): number {
    return this.#free.pop() ?? this.#next++
  }

  give(slot: number): void {
    this.#free.push(slot)
  }
}
