import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

export type Taken = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number }

/** So many within a window, for each key on its own. A refused try costs nothing, so it does not prolong the wait. */
export type RateLimiter = {
  take(key: string): Promise<Taken>
  /** Undoes a `take` that turned out not to count. */
  giveBack(key: string): Promise<void>
  /** Keys remembered now; at most `keysMax`. */
  size(): number
}

/**
 * Makes a limiter of `points` per `windowMs` for each key. When `keysMax` keys are remembered and a further one comes,
 * the one whose window began first is forgotten: memory stays bounded, and the forgotten one merely starts anew.
 */
export function createRateLimiter(options: {
  readonly points: number
  readonly windowMs: number
  readonly keysMax: number
}): RateLimiter {
  const limiter = new RateLimiterMemory({ points: options.points, duration: options.windowMs / 1_000 })
  /** In the order in which their windows began. The limiter itself has no bound. */
  const keys = new Set<string>()

  async function remember(key: string): Promise<void> {
    keys.delete(key)
    keys.add(key)
    for (const oldest of keys) {
      if (keys.size <= options.keysMax) return
      keys.delete(oldest)
      await limiter.delete(oldest)
    }
  }

  return {
    async take(key) {
      try {
        const state = await limiter.consume(key)
        if (state.isFirstInDuration || !keys.has(key)) await remember(key)
        return { ok: true }
      } catch (refused) {
        // The library rejects with its state where the points are used up, and with an Error where it is broken.
        if (!(refused instanceof RateLimiterRes)) throw refused
        await limiter.reward(key)
        return { ok: false, retryAfterMs: Math.max(1, refused.msBeforeNext) }
      }
    },
    async giveBack(key) {
      if (keys.has(key)) await limiter.reward(key)
    },
    size: () => keys.size,
  }
}
