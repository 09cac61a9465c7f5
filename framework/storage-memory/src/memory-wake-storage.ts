import type { WakeStorage } from '@gridtick/engine/ports'
import { type MemoryTables, sortedBy } from './memory-tables.ts'

export function createMemoryWakeStorage({ zones }: Pick<MemoryTables, 'zones'>): WakeStorage {
  const openZones = () => sortedBy([...zones.values()], ({ row }) => row.id).filter(({ row }) => row.status === 'open')

  return {
    async dueZones(now, limit) {
      const due = openZones().filter(({ row }) => row.wakeAt !== null && row.wakeAt <= now)
      return sortedBy(due, ({ row }) => row.wakeAt ?? 0)
        .slice(0, limit)
        .map(({ row }) => row.id)
    },

    async nextWakeAt() {
      let next: number | null = null
      for (const { row } of openZones())
        if (row.wakeAt !== null && (next === null || row.wakeAt < next)) next = row.wakeAt
      return next
    },

    async zonesToTell(limit) {
      return openZones()
        .filter(
          ({ members, departures }) =>
            departures.size > 0 || [...members.values()].some(([, , disconnectedAt]) => disconnectedAt === null),
        )
        .slice(0, limit)
        .map(({ row }) => row.id)
    },
  }
}
