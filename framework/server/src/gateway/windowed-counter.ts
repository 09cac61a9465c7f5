import type { Clock } from '@gridtick/engine/ports'

/** Counts by key within a window of time that is the same for all keys. */
export type WindowedCounter = {
  /** Counts one more and answers how many that makes in this window. */
  count(key: string): number
  /** ms until the next window begins. */
  remainingMs(): number
}

/**
 * Forgets everything when a window ends, so that it holds the keys of one window alone. With `keysMax` keys in it, a
 * further one counts as Infinity: refused, rather than forgotten.
 */
export function createWindowedCounter(options: {
  readonly windowMs: number
  readonly keysMax: number
  readonly clock: Clock
}): WindowedCounter {
  const { windowMs, keysMax, clock } = options
  const counts = new Map<string, number>()
  let endsAt = clock.monotonic() + windowMs

  function turn(): void {
    const now = clock.monotonic()
    if (now < endsAt) return
    counts.clear()
    endsAt = now + windowMs
  }

  return {
    count(key) {
      turn()
      const before = counts.get(key)
      if (before === undefined && counts.size >= keysMax) return Number.POSITIVE_INFINITY
      counts.set(key, (before ?? 0) + 1)
      return (before ?? 0) + 1
    },
    remainingMs() {
      turn()
      return Math.ceil(endsAt - clock.monotonic())
    },
  }
}
