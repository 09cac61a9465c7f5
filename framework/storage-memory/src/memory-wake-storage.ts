import type { WakeStorage, ZoneOwner } from '@gridtick/engine/ports'
import { type MemoryTables, mayBeClaimed, sortedBy } from './memory-tables.ts'

export function createMemoryWakeStorage({ zones, nodes }: MemoryTables): WakeStorage {
  const openZones = (owner: ZoneOwner) =>
    sortedBy([...zones.values()], ({ row }) => row.id).filter(
      ({ row }) => row.status === 'open' && mayBeClaimed(row, owner, nodes),
    )

  return {
    async dueZones(owner, now, limit) {
      const due = openZones(owner).filter(({ row }) => row.wakeAt !== null && row.wakeAt <= now)
      return sortedBy(due, ({ row }) => row.wakeAt ?? 0)
        .slice(0, limit)
        .map(({ row }) => row.id)
    },

    async nextWakeAt(owner) {
      let next: number | null = null
      for (const { row } of openZones(owner))
        if (row.wakeAt !== null && (next === null || row.wakeAt < next)) next = row.wakeAt
      return next
    },

    async zonesToTell(owner, limit) {
      return openZones(owner)
        .filter(
          ({ members, departures }) =>
            departures.size > 0 || [...members.values()].some(([, , disconnectedAt]) => disconnectedAt === null),
        )
        .slice(0, limit)
        .map(({ row }) => row.id)
    },
  }
}
