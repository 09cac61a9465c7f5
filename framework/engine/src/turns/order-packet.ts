import type { JsonObject, PlayerId } from 'gridtick'
import type { OrderPacket } from '../ports/storage/stored-orders.ts'

/** Of one turn, at most one for each player. */
export type OrderPackets = ReadonlyMap<PlayerId, OrderPacket>

/** Whether there is anything in it to resolve a turn with. */
export function isHandedIn(packet: OrderPacket | undefined): packet is OrderPacket & { readonly orders: JsonObject } {
  return packet !== undefined && packet.orders !== null
}
