import type { Clock } from '@gridtick/engine/ports'

/** A token bucket: `burst` at once, then `perSecond`. */
export type RateBucket = {
  /** ms until `amount` may be taken; 0 if it may be now. */
  waitMs(amount: number): number
  take(amount: number): void
}

/** Starts full. Timed by the monotonic clock. */
export function createRateBucket(options: {
  readonly perSecond: number
  readonly burst: number
  readonly clock: Clock
}): RateBucket {
  const { perSecond, burst, clock } = options
  let level = burst
  let filledAt = clock.monotonic()

  function fill(): void {
    const now = clock.monotonic()
    level = Math.min(burst, level + ((now - filledAt) * perSecond) / 1_000)
    filledAt = now
  }

  return {
    waitMs(amount) {
      fill()
      return level >= amount ? 0 : Math.ceil(((amount - level) * 1_000) / perSecond)
    },
    take(amount) {
      fill()
      level -= amount
    },
  }
}
