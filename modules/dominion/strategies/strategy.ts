import type { Random, TurnInfo } from 'gridtick'
import type { Orders } from '../orders/orders-schema.ts'
import type { PlayerView } from '../orders/own-view.ts'

/** What a strategy keeps from turn to turn: where it has been. */
export type Memory = { readonly visited: readonly string[] }

/** All that a strategy is given. It is the player's own view, and no more: it cannot cheat. */
export type Question = {
  readonly view: PlayerView
  readonly playerId: string
  readonly turn: Pick<TurnInfo, 'number'>
  readonly random: Random
  readonly memory?: Memory | undefined
}

/** A program that plays a house. */
export type Strategy = {
  orders(question: Question): { readonly orders: Orders; readonly memory: Memory }
}
