import {
  decodeOrderSeqs,
  decodeOrders,
  encodeOrderSeqs,
  encodeOrders,
  type OrderStorage,
  StorageError,
  UnstorableError,
} from '@gridtick/engine/ports'
import { findConflict, noZone } from './find-conflict.ts'
import { type MemoryTables, sortedBy } from './memory-tables.ts'

export function createMemoryOrderStorage({ zones }: MemoryTables): OrderStorage {
  return {
    async putOrders(write) {
      const { zoneId, turn, run, ifTick, orders, seqs } = write
      try {
        const row = encodeOrders(orders)
        const seqsRow = seqs && encodeOrderSeqs({ ...orders, ...seqs })
        const zone = zones.get(zoneId)
        const conflict = findConflict(write, zone, ifTick)
        if (zone === undefined || conflict !== undefined) return conflict ?? noZone
        zone.turns.putOrders(turn, run, row)
        if (seqsRow) zone.turns.putSeqs(seqsRow)
        return { outcome: 'stored' }
      } catch (error) {
        if (!(error instanceof UnstorableError)) throw error
        throw new StorageError('unknown', `The orders cannot be stored: ${error.message}`, { cause: error })
      }
    },

    async readOrders({ zoneId, turn, run }) {
      const rows = zones.get(zoneId)?.turns.ordersOf(turn, run) ?? []
      return sortedBy([...rows], ([playerId]) => playerId).map(decodeOrders)
    },

    async readOrderSeqs(zoneId) {
      const rows = zones.get(zoneId)?.turns.seqs ?? []
      return sortedBy([...rows], ([playerId]) => playerId).map(decodeOrderSeqs)
    },
  }
}
