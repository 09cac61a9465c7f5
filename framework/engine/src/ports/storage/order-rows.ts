import type { JsonObject } from 'gridtick'
import type { MemberOrderSeqs, SettledOrders, StoredOrders } from './stored-orders.ts'
import { decodeJson, encodeJson, integer, key, looseJson } from './zone-rows.ts'

/** playerId, memberSince, orders, isReady, at, bytes. */
export type OrdersRow = readonly [string, number, string | null, 0 | 1, number, number]

/** playerId, memberSince, lastOrderSeq, settledOrders. */
export type OrderSeqsRow = readonly [string, number, number, string]

export function encodeOrders(stored: StoredOrders): OrdersRow {
  const { playerId, memberSince, orders, isReady, at, bytes } = stored
  return [
    key(playerId, 'playerId'),
    integer(memberSince, 'memberSince'),
    orders === null ? null : encodeJson(orders, 'orders'),
    isReady ? 1 : 0,
    integer(at, 'at'),
    integer(bytes, 'bytes'),
  ]
}

/** Deeply frozen orders, and who handed them in. */
export function decodeOrders([playerId, memberSince, orders, isReady, at, bytes]: OrdersRow): StoredOrders {
  return {
    playerId,
    memberSince,
    orders: orders === null ? null : (decodeJson(orders) as JsonObject),
    isReady: isReady === 1,
    at,
    bytes,
  }
}

export function encodeOrderSeqs({ playerId, memberSince, lastOrderSeq, settledOrders }: MemberOrderSeqs): OrderSeqsRow {
  const settled = settledOrders.map(({ seq, turn, run, at }) => [seq, turn, run, at])
  return [
    key(playerId, 'playerId'),
    integer(memberSince, 'memberSince'),
    integer(lastOrderSeq, 'lastOrderSeq'),
    looseJson(settled, 'settledOrders'),
  ]
}

export function decodeOrderSeqs([playerId, memberSince, lastOrderSeq, settled]: OrderSeqsRow): MemberOrderSeqs {
  const rows = decodeJson(settled) as readonly (readonly [number, number, number, number])[]
  const settledOrders = rows.map(([seq, turn, run, at]): SettledOrders => ({ seq, turn, run, at }))
  return { playerId, memberSince, lastOrderSeq, settledOrders }
}
