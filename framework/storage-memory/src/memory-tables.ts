import type { EntityRow, MemberRow, ProcessNodes, ZoneOwner, ZoneRow } from '@gridtick/engine/ports'
import type { EntityId, PlayerId, ZoneId } from 'gridtick'
import type { MemoryActionLog } from './memory-action-log.ts'
import type { MemoryRecording } from './memory-recording.ts'
import type { MemoryTurns } from './memory-turns.ts'

/** What the parts of the storage in memory share. */
export type MemoryTables = {
  readonly zones: Map<ZoneId, MemoryZone>
  readonly log: MemoryActionLog
  readonly nodes: ProcessNodes
}

export type MemoryZone = {
  readonly row: ZoneRow
  readonly entities: Map<EntityId, EntityRow>
  readonly members: Map<PlayerId, MemberRow>
  /** Player → display name. */
  readonly departures: Map<PlayerId, string>
  readonly recording: MemoryRecording
  readonly turns: MemoryTurns
}

export function sortedBy<Item>(items: Item[], orderOf: (item: Item) => string | number): Item[] {
  return items.sort((one, other) => {
    const [a, b] = [orderOf(one), orderOf(other)]
    return a < b ? -1 : a > b ? 1 : 0
  })
}

/** Whether this one may claim the zone: its own, and what nobody owns who has a lease. */
export function mayBeClaimed({ owner }: Pick<ZoneRow, 'owner'>, claimer: ZoneOwner, nodes: ProcessNodes): boolean {
  return owner === null || owner === claimer || !nodes.live().includes(owner)
}
