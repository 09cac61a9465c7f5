import type { Clock, Limits } from '@gridtick/engine/ports'

/** What to do with a message that has just come. */
export type RateVerdict =
  | { readonly kind: 'admitted' }
  /** Drop it. `mayAnswer` is false where even the answers would be too many. */
  | { readonly kind: 'dropped'; readonly retryAfterMs: number; readonly mayAnswer: boolean }
  /** It has been too much for `rateLimitedMs` in a row: close. */
  | { readonly kind: 'flooding' }

export type RateGate = { admit(bytes: number): RateVerdict }

/** A row of drops ends when none came for this long. */
const calmMs = 2_000

/** The rate of one connection, by messages and by bytes. A dropped message takes nothing from what is left. */
export function createRateGate(limits: Limits, clock: Clock): RateGate {
  const messages = createRateBucket({ perSecond: limits.messagesPerSecond, burst: limits.messagesBurst, clock })
  const bytesBucket = createRateBucket({ perSecond: limits.bytesPerSecond, burst: limits.bytesBurst, clock })
  const answers = createRateBucket({ perSecond: limits.messagesPerSecond, burst: limits.messagesPerSecond, clock })
  let row: { readonly since: number; readonly last: number } | undefined

  return {
    admit(bytes) {
      const retryAfterMs = Math.max(messages.waitMs(1), bytesBucket.waitMs(bytes))
      if (retryAfterMs === 0) {
        messages.take(1)
        bytesBucket.take(bytes)
        return { kind: 'admitted' }
      }
      const now = clock.monotonic()
      row = { since: row !== undefined && now - row.last < calmMs ? row.since : now, last: now }
      if (now - row.since >= limits.rateLimitedMs) return { kind: 'flooding' }
      const mayAnswer = answers.waitMs(1) === 0
      if (mayAnswer) answers.take(1)
      return { kind: 'dropped', retryAfterMs, mayAnswer }
    },
  }
}

/** A token bucket: `burst` at once, then `perSecond`. */
type RateBucket = {
  /** ms until `amount` may be taken; 0 if it may be now. */
  waitMs(amount: number): number
  take(amount: number): void
}

/** Starts full. Timed by the monotonic clock. */
function createRateBucket(options: {
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
