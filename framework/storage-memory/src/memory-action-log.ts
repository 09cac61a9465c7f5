import {
  type ActionLogStorage,
  decodeLogRow,
  type LogBounds,
  type LogFilter,
  type LogRow,
  type LogRowFields,
} from '@gridtick/engine/ports'

/** The action log of all zones as a database would keep it. Unbounded but for `trimLog`. */
export class MemoryActionLog implements ActionLogStorage {
  #rows: (readonly [seq: number, fields: LogRowFields])[] = []
  #lastSeq = 0

  add(rows: readonly LogRowFields[]): void {
    for (const row of rows) this.#rows.push([++this.#lastSeq, row])
  }

  async readLog(filter: LogFilter): Promise<readonly LogRow[]> {
    const { zoneId, afterSeq, beforeSeq = Number.POSITIVE_INFINITY, fromEnd = false, limit } = filter
    const { type, playerId, result } = filter
    const rows = this.#rows
      .map(([seq, fields]) => ({ ...decodeLogRow(fields), seq }))
      .filter((row) => row.zoneId === zoneId && row.seq > afterSeq && row.seq < beforeSeq)
      .filter((row) => (type === undefined || row.type === type) && (playerId ?? row.playerId) === row.playerId)
      .filter((row) => (result ?? row.result) === row.result)
    return fromEnd ? rows.slice(-limit) : rows.slice(0, limit)
  }

  async trimLog({ rowsMax, before }: LogBounds): Promise<number> {
    const rows = this.#rows.length
    const young = this.#rows.filter(([, [at]]) => at >= before)
    this.#rows = young.slice(Math.max(0, young.length - rowsMax))
    return rows - this.#rows.length
  }
}
