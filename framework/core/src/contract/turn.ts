import type { PlayerId } from './entity.ts'

/** What a module and its players know of the turn of a zone. */
export type TurnInfo = {
  /** Of the turn that is open, or comes next. The first is 1. */
  readonly number: number
  /** `open`: orders are taken; `waiting`: they are not, the turns have not begun, or pause. */
  readonly phase: 'waiting' | 'open'
  /** ms since the epoch; null: not yet. */
  readonly openedAt: number | null
  /** ms since the epoch; null: it has no end, or its clock stands still. */
  readonly endsAt: number | null
}

/** Why a turn is resolved: all are ready, it is at its end, or an operator wants it. */
export type TurnReason = 'ready' | 'deadline' | 'operator'

/**
 * What a player ordered. `default`: handed in nothing; `strategy`: a program played; `replaced`: the orders made the module
 * fail, and were taken out.
 */
export type TurnOrders<Orders, Instead = Orders | undefined> = { readonly playerId: PlayerId } & (
  | {
      readonly source: 'player' | 'strategy'
      readonly orders: Orders
      /** ms since the epoch. */
      readonly receivedAt: number
    }
  | {
      readonly source: 'default' | 'replaced'
      /** What `defaultOrders` gives; undefined, where there is no such function. */
      readonly orders: Instead
      readonly receivedAt: null
    }
)
