import type { PlayerId } from 'gridtick'
import type { Limits } from '../ports/limits.ts'

/**
 * On whose inputs the module of a zone failed lately (FAIL-11). `poisonMax` times within `poisonMs`, and the player is
 * isolated, until `poisonMs` pass without a failure. Times are monotonic ms. Bounded by `poisonPlayersMax`: the one who
 * failed longest ago is forgotten, and merely begins again. It is not stored: it lives as long as the zone is loaded.
 */
export class PoisonMemory {
  readonly #limits: Limits
  /** In the order of their last failures. */
  readonly #players = new Map<PlayerId, Failures>()

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** One that goes on from here by itself. */
  copy(): PoisonMemory {
    const copy = new PoisonMemory(this.#limits)
    for (const [playerId, failures] of this.#players) copy.#players.set(playerId, failures)
    return copy
  }

  get size(): number {
    return this.#players.size
  }

  /** The module failed on an input of this player. `wasStopped`: it did not return, and was stopped. */
  note(playerId: PlayerId, at: number, wasStopped = false): void {
    const { poisonMax, poisonMs, poisonPlayersMax } = this.#limits
    const known = this.#recall(playerId, at)
    const times = [...(known?.times ?? []).filter((time) => at - time < poisonMs), at].slice(-poisonMax)
    this.#players.delete(playerId)
    const isIsolated = known?.isIsolated === true || times.length >= poisonMax
    this.#players.set(playerId, { times, isIsolated, wasStopped: wasStopped || known?.wasStopped === true })
    for (const oldest of this.#players.keys()) {
      if (this.#players.size <= poisonPlayersMax) break
      this.#players.delete(oldest)
    }
  }

  hasFailed(playerId: PlayerId, at: number): boolean {
    return this.#recall(playerId, at) !== undefined
  }

  isIsolated(playerId: PlayerId, at: number): boolean {
    return this.#recall(playerId, at)?.isIsolated === true
  }

  /** One more try would cost all zones the time after which a module is stopped: it is not made. */
  isBarred(playerId: PlayerId, at: number): boolean {
    const known = this.#recall(playerId, at)
    return known?.isIsolated === true && known.wasStopped
  }

  wasStopped(playerId: PlayerId, at: number): boolean {
    return this.#recall(playerId, at)?.wasStopped === true
  }

  #recall(playerId: PlayerId, at: number): Failures | undefined {
    const known = this.#players.get(playerId)
    if (known === undefined || at - (known.times.at(-1) ?? 0) < this.#limits.poisonMs) return known
    this.#players.delete(playerId)
    return undefined
  }
}

type Failures = { readonly times: readonly number[]; readonly isIsolated: boolean; readonly wasStopped: boolean }
