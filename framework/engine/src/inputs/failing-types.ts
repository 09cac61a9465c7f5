/** Monotonic ms. */
const minuteMs = 60_000
/** Health counts the failures of so many minutes, and of so many types. */
const toldMinutes = 5
const toldTypes = 5

export type FailingType = { readonly module: string; readonly type: string; readonly count: number }

/**
 * On which types of inputs the modules of this process fail, for health: the most frequent of the last minutes. Bounded
 * by `failingTypesMax`: the one that was first counted is forgotten.
 */
export class FailingTypes {
  readonly #max: number
  readonly #minutes = new Map<string, { readonly module: string; readonly type: string; counts: Map<number, number> }>()

  constructor(max: number) {
    this.#max = max
  }

  /** Counts a failure, for health. */
  count({ module, type }: { readonly module: string; readonly type: string }, at: number): void {
    const key = JSON.stringify([module, type])
    const known = this.#minutes.get(key) ?? { module, type, counts: new Map() }
    this.#minutes.set(key, known)
    const minute = Math.floor(at / minuteMs)
    known.counts.set(minute, (known.counts.get(minute) ?? 0) + 1)
    for (const one of known.counts.keys()) if (one <= minute - toldMinutes) known.counts.delete(one)
    dropOldest(this.#minutes, this.#max)
  }

  /** The types that failed most often in the last five minutes, the most frequent first. */
  top(at: number): readonly FailingType[] {
    const first = Math.floor(at / minuteMs) - toldMinutes + 1
    const all = [...this.#minutes.values()].map(({ module, type, counts }) => {
      const recent = [...counts].filter(([minute]) => minute >= first)
      return { module, type, count: recent.reduce((sum, [, count]) => sum + count, 0) }
    })
    return all
      .filter(({ count }) => count > 0)
      .sort((one, other) => other.count - one.count)
      .slice(0, toldTypes)
  }
}

function dropOldest(map: Map<string, unknown>, max: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= max) return
    map.delete(oldest)
  }
}
