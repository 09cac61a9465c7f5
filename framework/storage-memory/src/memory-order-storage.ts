import {
  decodeOrderSeqs,
  decodeOrders,
  encodeOrderSeqs,
  encodeOrders,
  type OrderStorage,
  StorageError,
  type TurnOpening,
  UnstorableError,
} from '@gridtick/engine/ports'
import { findConflict, noZone } from './find-conflict.ts'
import { type MemoryTables, sortedBy } from './memory-tables.ts'

export function createMemoryOrderStorage({ zones }: MemoryTables): OrderStorage {
  return {
    async putOrders(write) {
      const { zoneId, ifTick, orders, seqs } = write
      const zone = zones.get(zoneId)
      const conflict = findConflict(write, zone, ifTick)
      if (zone === undefined || conflict !== undefined) return conflict ?? noZone
      try {
        const { playerId, memberSince } = orders
        const row = encodeOrders(orders)
        const seqsRow = seqs && encodeOrderSeqs({ ...seqs, playerId, memberSince })
        const key = openingKey(write)
        zone.orders.set(key, new Map([...(zone.orders.get(key) ?? []), [playerId, row]]))
        if (seqsRow) zone.orderSeqs.set(playerId, seqsRow)
        return { outcome: 'stored' }
      } catch (error) {
        if (!(error instanceof UnstorableError)) throw error
        throw new StorageError('unknown', `The orders cannot be stored: ${error.message}`, { cause: error })
      }
    },

    async readOrders(of) {
      const rows = zones.get(of.zoneId)?.orders.get(openingKey(of)) ?? new Map()
      return sortedBy([...rows.values()], ([playerId]) => playerId).map(decodeOrders)
    },

    async readOrderSeqs(zoneId) {
      const rows = zones.get(zoneId)?.orderSeqs ?? new Map()
      return sortedBy([...rows.values()], ([playerId]) => playerId).map(decodeOrderSeqs)
    },
  }
}

function openingKey({ turn, run }: Omit<TurnOpening, 'zoneId'>): string {
  return `${turn}.${run}`
}
