import type { Entity, PlayerId, ZoneId } from 'gridtick'
import type { RecordedSnapshot } from './recording-storage.ts'
import type { LoadedZone, StoredMember, StoredStatus, StoredZone, ZoneSummary } from './stored-zone.ts'
import type { CommitResult, ZoneCommit } from './zone-commit.ts'

/** Where zones live: what of them is stored, and all that is written to it. */
export type ZoneStorage = {
  /** Stores a new zone with its first entities, and the snapshot its recording begins with if it is recorded. */
  createZone(zone: StoredZone, entities: readonly Entity[], snapshot?: RecordedSnapshot): Promise<void>
  /** The row, the number of members, and how many ticks are recorded. */
  readZone(zoneId: ZoneId): Promise<ZoneSummary | undefined>
  /**
   * Everything that is needed to run the zone: its row and members in one query, its entities in another; of a recorded
   * one where its recording stands, in a third.
   */
  loadZone(zoneId: ZoneId): Promise<LoadedZone | undefined>
  /** Rows in the order of their ids, those after `afterId`; at most `limit`. */
  listZones(filter: ZoneFilter): Promise<readonly ZoneSummary[]>
  countZones(): Promise<Readonly<Record<StoredStatus, number>>>
  /** Removes the zone, its entities, its members and its recording; its log stays. False if there is none. */
  deleteZone(zoneId: ZoneId): Promise<boolean>
  /**
   * Carries out each commit in a transaction of its own and tells of each how it ended; one that fails does not touch
   * the others.
   */
  commit(commits: readonly ZoneCommit[]): Promise<readonly CommitResult[]>
  /** The last stored tick: to find out how a commit ended whose outcome is unknown. */
  readTick(zoneId: ZoneId): Promise<number | undefined>
  /** Changes status, error and failures, without a tick. False if there is no such zone. */
  setStatus(zoneId: ZoneId, change: StatusChange): Promise<boolean>
  /** Renames a zone, begins its recording again or ends it, without a tick. False if there is no such zone. */
  changeZone(zoneId: ZoneId, change: ZoneChange): Promise<boolean>
  /** Ends a membership without a tick: for zones that never step again. False if there was none. */
  removeMember(zoneId: ZoneId, playerId: PlayerId): Promise<boolean>
  /** The same for a zone that will step again: it is kept that its module is to hear of it. */
  departMember(zoneId: ZoneId, playerId: PlayerId): Promise<boolean>
  readMember(zoneId: ZoneId, playerId: PlayerId): Promise<StoredMember | undefined>
}

export type StatusChange = {
  readonly status?: StoredStatus
  readonly failures?: number
  readonly error?: string | null
}

export type ZoneChange = {
  readonly name?: string
  /** With a snapshot, all that was recorded before is thrown away, and this is where the recording begins. */
  readonly recording?: RecordedSnapshot | 'off'
}

export type ZoneFilter = {
  readonly module?: string
  readonly status?: StoredStatus
  readonly afterId?: ZoneId
  readonly limit: number
}
