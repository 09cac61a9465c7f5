import { type ClockStorage, createProcessNodes, type RecordingStorage, type Storage } from '@gridtick/engine/ports'
import { createMemoryAccountStorage } from './memory-account-storage.ts'
import { MemoryActionLog } from './memory-action-log.ts'
import { createMemoryOrderStorage } from './memory-order-storage.ts'
import type { MemoryTables } from './memory-tables.ts'
import { createMemoryTurnStorage } from './memory-turn-storage.ts'
import { createMemoryWakeStorage } from './memory-wake-storage.ts'
import { createMemoryZoneStorage } from './memory-zone-storage.ts'

/**
 * A storage in memory, for tests, the test kit, and servers whose games end with them. It keeps the same rows as the
 * database, so nothing is shared with the caller: what is loaded is what a restart would bring. It has no bound, and ends
 * with the process.
 */
export function createMemoryStorage(): Storage {
  const tables: MemoryTables = { zones: new Map(), log: new MemoryActionLog(), nodes: createProcessNodes() }
  return {
    zones: createMemoryZoneStorage(tables),
    wakes: createMemoryWakeStorage(tables),
    orders: createMemoryOrderStorage(tables),
    turns: createMemoryTurnStorage(tables),
    actionLog: tables.log,
    recordings: createMemoryRecordings(tables),
    accounts: createMemoryAccountStorage(),
    clock: createMemoryClock(tables),
    nodes: tables.nodes,
    async probe() {},
    async close() {},
  }
}

function createMemoryRecordings({ zones }: MemoryTables): RecordingStorage {
  return {
    async readRecording({ zoneId, ...request }) {
      return zones.get(zoneId)?.recording.page(request) ?? { snapshots: [], ticks: [], nextTick: null }
    },
  }
}

function createMemoryClock({ zones }: MemoryTables): ClockStorage {
  let storedAt: number | null = null
  const stoodAt = () => {
    const times = [...zones.values()].map(({ row }) => row.at)
    if (storedAt !== null) times.push(storedAt)
    return times.length === 0 ? null : times.reduce((one, other) => Math.max(one, other))
  }

  return {
    readClock: async () => stoodAt(),

    async storeClock(at) {
      storedAt = Math.max(at, storedAt ?? at)
    },

    async resetClock(to) {
      const from = stoodAt()
      if (from === null || from <= to) return
      storedAt = storedAt === null ? null : Math.min(storedAt, to)
      for (const [id, zone] of zones) {
        const { at, tickOffset, tickUnitMs } = zone.row
        const unitsBack = Math.floor(from / tickUnitMs) - Math.floor(to / tickUnitMs)
        zones.set(id, { ...zone, row: { ...zone.row, at: Math.min(at, to), tickOffset: tickOffset + unitsBack } })
      }
    },
  }
}
