/** How often each of some names came up. Names beyond the bound share one entry, `others`. */
export type Counts = {
  readonly total: number
  add(name: string, times?: number): void
  of(name: string): number
  /** The most frequent first. */
  entries(): readonly (readonly [name: string, count: number])[]
  clear(): void
}

const namesMax = 200

/** Counts of nothing so far. */
export function createCounts(): Counts {
  const counts = new Map<string, number>()
  let total = 0
  return {
    get total() {
      return total
    },
    add(name, times = 1) {
      const key = counts.has(name) || counts.size < namesMax ? name : 'others'
      counts.set(key, (counts.get(key) ?? 0) + times)
      total += times
    },
    of: (name) => counts.get(name) ?? 0,
    entries: () => [...counts].sort(([, one], [, other]) => other - one),
    clear() {
      counts.clear()
      total = 0
    },
  }
}
