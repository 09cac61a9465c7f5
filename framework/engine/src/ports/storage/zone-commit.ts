import type { Entity, EntityId, Json, JsonObject, PlayerId, ZoneId } from 'gridtick'
import type { NewLogRow } from './action-log-storage.ts'
import type { RecordingWrites } from './recording-storage.ts'
import type { StorageError } from './storage-error.ts'
import type { StoredMember } from './stored-zone.ts'

/** All that one step changes. */
export type ZoneCommit = {
  readonly zoneId: ZoneId
  /** The commit holds only if these are what is stored. */
  readonly ifTick: number
  readonly epoch: number
  readonly tick: number
  readonly at: number
  /** Left out: as before. */
  readonly tickOffset?: number
  readonly state?: JsonObject
  readonly extras?: JsonObject
  readonly wakeAt: number | null
  /** The zone is finished with this result. */
  readonly finished?: { readonly result: Json }
  /** Created or changed, whole. */
  readonly putEntities: readonly Entity[]
  readonly deleteEntities: readonly EntityId[]
  readonly putMembers: readonly StoredMember[]
  readonly deleteMembers: readonly PlayerId[]
  /** Those of whose leaving the module has heard now. */
  readonly deleteDepartures?: readonly PlayerId[]
  readonly log: readonly NewLogRow[]
  readonly recording?: RecordingWrites
}

export type CommitResult =
  | { readonly outcome: 'committed' }
  /** The stored tick or epoch is another one, or the zone is gone: somebody else wrote. */
  | { readonly outcome: 'conflict' }
  /** Nothing was stored, and the data is the reason. */
  | { readonly outcome: 'rejected'; readonly reason: string }
  /** The storage did not do it, or nobody knows whether it did. */
  | { readonly outcome: 'failed'; readonly error: StorageError }
