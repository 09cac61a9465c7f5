import type { EntityRow, MemberRow, ZoneRow } from '@gridtick/engine/ports'
import type { EntityId, PlayerId, ZoneId } from 'gridtick'
import type { MemoryActionLog } from './memory-action-log.ts'
import type { MemoryRecording } from './memory-recording.ts'

/** What the parts of the storage in memory share. */
export type MemoryTables = {
  readonly zones: Map<ZoneId, MemoryZone>
  readonly log: MemoryActionLog
}

export type MemoryZone = {
  readonly row: ZoneRow
  readonly entities: Map<EntityId, EntityRow>
  readonly members: Map<PlayerId, MemberRow>
  /** Player → display name. */
  readonly departures: Map<PlayerId, string>
  readonly recording: MemoryRecording
}

export function sortedBy<Item>(items: Item[], orderOf: (item: Item) => string | number): Item[] {
  return items.sort((one, other) => {
    const [a, b] = [orderOf(one), orderOf(other)]
    return a < b ? -1 : a > b ? 1 : 0
  })
}
