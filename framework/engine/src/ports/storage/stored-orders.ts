import type { JsonObject, PlayerId } from 'gridtick'

/** What one player handed in for the turn that is open. */
export type OrderPacket = {
  /** Of the membership that it goes with. */
  readonly memberSince: number
  /** Null: he took it back. */
  readonly orders: JsonObject | null
  /** False: a draft. It counts when the turn is resolved, but the turn goes on waiting. */
  readonly isReady: boolean
  /** ms since the epoch. */
  readonly at: number
  /** Of the orders as JSON. */
  readonly bytes: number
}

export type StoredOrders = OrderPacket & { readonly playerId: PlayerId }

/** What became of orders with a number: kept with the membership, in the transaction that stored them. */
export type SettledOrders = {
  readonly seq: number
  readonly turn: number
  readonly run: number
  /** ms since the epoch: when they were stored. */
  readonly at: number
}

/** What is kept of a member's orders with numbers: a number space of its own. */
export type OrderSeqs = {
  /** The highest that was settled; 0: none. */
  readonly lastOrderSeq: number
  /** The last ones with what became of them, lowest first. */
  readonly settledOrders: readonly SettledOrders[]
}

/** Of one membership. */
export type MemberOrderSeqs = OrderSeqs & { readonly playerId: PlayerId; readonly memberSince: number }
