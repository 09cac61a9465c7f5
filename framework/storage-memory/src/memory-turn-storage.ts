import { decodeTurn, decodeTurnResult, listedTurn, type TurnStorage } from '@gridtick/engine/ports'
import type { MemoryTables } from './memory-tables.ts'

export function createMemoryTurnStorage({ zones }: MemoryTables): TurnStorage {
  const resolvedOf = (zoneId: string) => zones.get(zoneId)?.turns.resolved ?? []

  return {
    async listTurns({ zoneId, playerId, before = Infinity, limit }) {
      return resolvedOf(zoneId)
        .filter(({ row }) => row.resolution < before)
        .reverse()
        .slice(0, limit)
        .map(({ row, results }) => listedTurn(row, results.get(playerId)))
    },

    async readResult({ zoneId, playerId, turn, run }) {
      const found = resolvedOf(zoneId).findLast(({ row }) => row.turn === turn && (run ?? row.run) === row.run)
      if (found === undefined) return undefined
      const own = found.results.get(playerId)
      return { turn: decodeTurn(found.row), own: own === undefined ? null : decodeTurnResult(own) }
    },

    async readSnapshot(zoneId, turn) {
      return resolvedOf(zoneId).findLast(({ row }) => row.turn === turn)?.snapshot
    },

    async readTurnSizes(zoneId) {
      return resolvedOf(zoneId).map(({ row, results }) => ({
        resolution: row.resolution,
        size: [...results.values()].reduce((sum, { size }) => sum + size, row.summary?.length ?? 0),
      }))
    },
  }
}
