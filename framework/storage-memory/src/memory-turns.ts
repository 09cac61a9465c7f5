import {
  encodeTurn,
  encodeTurnResult,
  type OrderSeqsRow,
  type OrdersRow,
  type TurnResultRow,
  type TurnRow,
  type TurnWrites,
} from '@gridtick/engine/ports'

export type MemoryTurn = {
  readonly row: TurnRow
  readonly results: ReadonlyMap<string, TurnResultRow>
  readonly snapshot: string | undefined
}

/** The turns of one zone, in memory, with all that was handed in for them. Who writes bounds them. */
export class MemoryTurns {
  /** Resolved ones, the oldest first. */
  #resolved: readonly MemoryTurn[] = []
  readonly #orders = new Map<string, ReadonlyMap<string, OrdersRow>>()
  readonly #seqs = new Map<string, OrderSeqsRow>()

  get resolved(): readonly MemoryTurn[] {
    return this.#resolved
  }

  get seqs(): readonly OrderSeqsRow[] {
    return [...this.#seqs.values()]
  }

  ordersOf(turn: number, run: number): readonly OrdersRow[] {
    return [...(this.#orders.get(`${turn}.${run}`)?.values() ?? [])]
  }

  putOrders(turn: number, run: number, row: OrdersRow): void {
    this.#setOrders(turn, run, [...this.ordersOf(turn, run).filter(([playerId]) => playerId !== row[0]), row])
  }

  putSeqs(row: OrderSeqsRow): void {
    this.#seqs.set(row[0], row)
  }

  /** All that can be refused is refused before anything is changed: what this answers only has to be called. */
  prepare({ resolved, ...writes }: TurnWrites): () => void {
    const made = resolved && {
      row: encodeTurn(resolved.turn),
      results: new Map(resolved.results.map(encodeTurnResult).map((row) => [row.playerId, row])),
      snapshot: resolved.snapshot,
    }
    return () => this.#write(made, writes)
  }

  #write(resolved: MemoryTurn | undefined, writes: Omit<TurnWrites, 'resolved'>): void {
    const { dropOrders, rollBackFrom, keepAsDrafts, dropTurnsBefore = 0, dropSnapshotsBefore = 0 } = writes
    if (dropOrders) {
      const { turn, run, playerIds } = dropOrders
      this.#setOrders(
        turn,
        run,
        this.ordersOf(turn, run).filter(([playerId]) => !playerIds.includes(playerId)),
      )
    }
    if (resolved) this.#resolved = [...this.#resolved, resolved]
    if (rollBackFrom !== undefined)
      this.#resolved = this.#resolved.map((one) =>
        one.row.turn < rollBackFrom ? one : { ...one, row: { ...one.row, isRolledBack: 1 } },
      )
    if (keepAsDrafts) {
      const { turn, fromRun, toRun } = keepAsDrafts
      const drafts = this.ordersOf(turn, fromRun).map(
        ([playerId, memberSince, orders, , at, bytes]): OrdersRow => [playerId, memberSince, orders, 0, at, bytes],
      )
      this.#setOrders(turn, toRun, drafts)
    }
    for (const { row } of this.#resolved)
      if (row.resolution < dropTurnsBefore) this.#orders.delete(`${row.turn}.${row.run}`)
    this.#resolved = this.#resolved
      .filter(({ row }) => row.resolution >= dropTurnsBefore)
      .map((one) => (one.row.resolution < dropSnapshotsBefore ? { ...one, snapshot: undefined } : one))
  }

  #setOrders(turn: number, run: number, rows: readonly OrdersRow[]): void {
    this.#orders.set(`${turn}.${run}`, new Map(rows.map((row) => [row[0], row])))
  }
}
