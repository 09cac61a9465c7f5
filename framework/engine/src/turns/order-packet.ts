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

/** Of one turn, at most one for each player. */
export type OrderPackets = ReadonlyMap<PlayerId, OrderPacket>

/** Whether there is anything in it to resolve a turn with. */
export function isHandedIn(packet: OrderPacket | undefined): packet is OrderPacket & { readonly orders: JsonObject } {
  return packet !== undefined && packet.orders !== null
}
