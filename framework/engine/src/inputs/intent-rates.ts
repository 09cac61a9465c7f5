import type { PlayerId } from 'gridtick'
import type { IntentRate } from 'gridtick/internal'
import type { Limits } from '../ports/limits.ts'

/**
 * How often players asked for intents that have a rate (INT-7): a bucket for each player and type, which is full where
 * none is remembered. Times are monotonic ms. Bounded by `intentRateKeysMax`: the one that was asked for longest ago is
 * forgotten.
 */
export class IntentRates {
  readonly #limits: Limits
  /** In the order in which they were asked for last. */
  readonly #buckets = new Map<string, { readonly level: number; readonly at: number }>()

  constructor(limits: Limits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#buckets.size
  }

  /** ms until the player may ask for it; 0: now. */
  waitMs(playerId: PlayerId, type: string, rate: IntentRate, at: number): number {
    const level = this.#levelOf(keyOf(playerId, type), rate, at)
    return level >= 1 ? 0 : Math.ceil(((1 - level) * 1_000) / rate.perSecond)
  }

  take(playerId: PlayerId, type: string, rate: IntentRate, at: number): void {
    const key = keyOf(playerId, type)
    const level = this.#levelOf(key, rate, at) - 1
    this.#buckets.delete(key)
    this.#buckets.set(key, { level, at })
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= this.#limits.intentRateKeysMax) break
      this.#buckets.delete(oldest)
    }
  }

  /** One that goes on from here by itself. */
  copy(): IntentRates {
    const copy = new IntentRates(this.#limits)
    for (const [key, bucket] of this.#buckets) copy.#buckets.set(key, bucket)
    return copy
  }

  #levelOf(key: string, { perSecond, burst }: IntentRate, at: number): number {
    const bucket = this.#buckets.get(key)
    return bucket === undefined ? burst : Math.min(burst, bucket.level + ((at - bucket.at) * perSecond) / 1_000)
  }
}

function keyOf(playerId: PlayerId, type: string): string {
  return `${type} ${playerId}`
}
