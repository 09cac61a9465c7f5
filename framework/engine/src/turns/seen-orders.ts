import type { Refused } from '@gridtick/protocol/codes'
import type { OrderSeqs, SettledOrders } from '../ports/storage/stored-orders.ts'

export type SeenOrders =
  | { readonly kind: 'settled'; readonly settled: SettledOrders }
  | { readonly kind: 'refused'; readonly refused: Refused }

/**
 * Asked before all else, also of a turn that is over: what was seen before is answered as it was then (TURN-7). Undefined:
 * the number is new, or there is none. A refusal settles nothing, so its number may come again.
 */
export function seenOrders(
  { lastOrderSeq, settledOrders }: OrderSeqs,
  seq: number | undefined,
  settledSeqsMax: number,
): SeenOrders | undefined {
  if (seq === undefined) return undefined
  const settled = settledOrders.find((one) => one.seq === seq)
  if (settled !== undefined) return { kind: 'settled', settled }
  if (seq > lastOrderSeq) return undefined
  const oldest = settledOrders[0]?.seq ?? 0
  return {
    kind: 'refused',
    refused:
      settledOrders.length >= settledSeqsMax && seq < oldest
        ? { code: 'seq_too_old', message: `The results of numbers below ${oldest} are no longer kept.` }
        : { code: 'stale_seq', message: 'A higher number was used already; go on from there.' },
  }
}

/** The numbers of a member once orders are stored. */
export function settleOrders(seqs: OrderSeqs, settled: SettledOrders, settledSeqsMax: number): OrderSeqs {
  const settledOrders = [...seqs.settledOrders, settled].slice(-settledSeqsMax)
  return { lastOrderSeq: Math.max(seqs.lastOrderSeq, settled.seq), settledOrders }
}
