import type { Entity, PlayerId, ZoneId } from 'gridtick'
import type { RecordedSnapshot } from './recording-storage.ts'
import type { LoadedZone, StoredMember, StoredStatus, StoredZone, ZoneSummary } from './stored-zone.ts'
import type { WriteResult, ZoneClaim, ZoneOwner } from './zone-claim.ts'
import type { CommitResult, Settled, ZoneCommit } from './zone-commit.ts'

/** Where zones live: what of them is stored, and all that is written to it. */
export type ZoneStorage = {
  /** Stores a new zone, which nobody owns, with its first entities, and the snapshot its recording begins with if it is recorded. */
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
  readMember(zoneId: ZoneId, playerId: PlayerId): Promise<StoredMember | undefined>

  /**
   * Claims zones to run them, or to write to them once: those that nobody owns, that are the claimer's own, or whose
   * owner has no lease any more. It needs a lease itself, and may not be draining. Answers what it got, in the order of
   * ids; the epoch of each has grown by 1, so that whoever had it before writes nothing more. For nobody (`null`), a zone that
   * nobody owns is claimed as it is, without a write.
   */
  claimZones(zoneIds: readonly ZoneId[], owner: ZoneOwner): Promise<readonly ZoneClaim[]>
  /** Gives a zone to nobody, or to another owner; its epoch grows by 1. What nobody owned and nobody is given stays as it is. */
  releaseZone(claim: ZoneClaim, to: ZoneOwner): Promise<WriteResult>

  /**
   * Carries out each commit in a transaction of its own and tells of each how it ended; one that fails does not touch
   * the others.
   */
  commit(commits: readonly ZoneCommit[]): Promise<readonly CommitResult[]>
  /** Finds out how a commit ended whose outcome is not known. After that it never lands any more, if it has not. */
  settle(commit: ZoneCommit): Promise<Settled>
  /** Changes status, error and failures, without a tick. */
  setStatus(claim: ZoneClaim, change: StatusChange): Promise<WriteResult>
  /** Renames a zone, begins its recording again or ends it, without a tick. */
  changeZone(claim: ZoneClaim, change: ZoneChange): Promise<WriteResult>
  /** Ends a membership without a tick, if there is one: for zones that never step again. */
  removeMember(claim: ZoneClaim, playerId: PlayerId): Promise<WriteResult>
  /** The same for a zone that will step again: it is kept that its module is to hear of it. */
  departMember(claim: ZoneClaim, playerId: PlayerId): Promise<WriteResult>
  /** Removes the zone, its entities, its members and its recording; its log stays. */
  deleteZone(claim: ZoneClaim): Promise<WriteResult>
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
