import { createRandom } from '@gridtick/engine/testing'
import { strategies } from '../../../modules/dominion/strategies/strategies.ts'
import type { Memory } from '../../../modules/dominion/strategies/strategy.ts'
import { beginGame, type Packets, type PlayedGame } from './played-game.ts'

export type StrategyName = keyof typeof strategies

/** A game in which strategies play: a, b, c … by the names that are given. */
export class StrategyGame {
  readonly game: PlayedGame
  readonly #names: readonly StrategyName[]
  readonly #memory = new Map<string, Memory>()
  readonly #seed: string

  constructor(names: readonly StrategyName[], seed: string, config: object = {}) {
    this.#names = names
    this.#seed = seed
    this.game = beginGame(names.length, seed, config)
  }

  /** What each orders in this turn, by its own view. */
  packets(): Packets {
    const { game } = this
    const random = createRandom(`${this.#seed}:strategies:${game.turn}`)
    return Object.fromEntries(
      game.playerIds.map((playerId, index) => {
        const strategy = strategies[this.#names[index] as StrategyName]
        const memory = this.#memory.get(playerId)
        const view = game.view(playerId) as never
        const turn = { number: game.turn }
        const answer = strategy.orders({ view, playerId, turn, random: random.fork(playerId), memory })
        this.#memory.set(playerId, answer.memory)
        return [playerId, answer.orders]
      }),
    )
  }

  resolve(): void {
    this.game.resolve(this.packets())
  }

  /** Plays to the end, and answers who has won. */
  play(): StrategyName | undefined {
    while (this.game.result === undefined) this.resolve()
    const { winner } = this.game.result as { readonly winner: string | null }
    return this.#names[this.game.playerIds.indexOf(winner ?? '')]
  }
}
