import type { Limits } from '../ports/limits.ts'

/** A piece of a module's code, for one player. */
export type ForPlayer = { readonly hook: string; readonly playerId: string }

type Rest = { readonly until: number; readonly ms: number }

/**
 * Code that was stopped for a player is not run for that player again for a while (FAIL-14), which doubles with each
 * stop: so who has found something that the module does not get through costs the others ever less. Times are monotonic
 * ms. Bounded by `restsPerZoneMax`: the one that was stopped longest ago is forgotten.
 */
export class Rests {
  readonly #limits: Pick<Limits, 'restMs' | 'restMsMax' | 'restsPerZoneMax'>
  readonly #rests = new Map<string, Rest>()

  constructor(limits: Pick<Limits, 'restMs' | 'restMsMax' | 'restsPerZoneMax'>) {
    this.#limits = limits
  }

  /** How long it still rests; 0: it may run. */
  leftMs(who: ForPlayer, at: number): number {
    // It is asked for each view of each tick.
    if (this.#rests.size === 0) return 0
    return Math.max(0, (this.#rests.get(keyOf(who))?.until ?? at) - at)
  }

  /** It was stopped. */
  begin(who: ForPlayer, at: number): void {
    const { restMs, restMsMax, restsPerZoneMax } = this.#limits
    const key = keyOf(who)
    const before = this.#rests.get(key)
    const isSoon = before !== undefined && at - before.until < restMsMax
    const ms = isSoon ? Math.min(2 * before.ms, restMsMax) : restMs
    this.#rests.delete(key)
    this.#rests.set(key, { until: at + ms, ms })
    for (const oldest of this.#rests.keys()) {
      if (this.#rests.size <= restsPerZoneMax) break
      this.#rests.delete(oldest)
    }
  }
}

function keyOf({ hook, playerId }: ForPlayer): string {
  return `${hook} ${playerId}`
}
