import type { Entity, EntityId, Json, JsonObject, PlayerId } from 'gridtick'
import type { NewLogRow } from './action-log-storage.ts'
import type { RecordingWrites } from './recording-storage.ts'
import type { StorageError } from './storage-error.ts'
import type { ZoneTurn } from './stored-turn.ts'
import type { StoredMember } from './stored-zone.ts'
import type { TurnWrites } from './turn-storage.ts'
import type { Conflict, ZoneClaim } from './zone-claim.ts'

/** All that one step changes. */
export type ZoneCommit = ZoneClaim & {
  /** It holds only if this is the stored tick, and the claim is what is stored. */
  readonly ifTick: number
  readonly tick: number
  readonly at: number
  /** Left out: as before. */
  readonly tickOffset?: number
  readonly state?: JsonObject
  readonly extras?: JsonObject
  readonly wakeAt: number | null
  /** Left out: as before. */
  readonly turn?: ZoneTurn
  readonly turns?: TurnWrites
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
  /**
   * What stood in the place of each of `putEntities` and `putMembers`, in their order: a hint, by which a storage may write
   * only what differs. Undefined: nothing did, or it is not said.
   */
  readonly before?: {
    readonly entities: readonly (Entity | undefined)[]
    readonly members: readonly (StoredMember | undefined)[]
  }
  readonly recording?: RecordingWrites
}

export type CommitResult =
  | { readonly outcome: 'committed' }
  | Conflict
  /** Nothing was stored, and the data is the reason. */
  | { readonly outcome: 'rejected'; readonly reason: string }
  /** The storage did not do it, or nobody knows whether it did. */
  | { readonly outcome: 'failed'; readonly error: StorageError }

/**
 * How a commit ended of which nobody knew. `landed`: it is stored. `notLanded`: it is not, and never will be. The claim
 * is the one to go on with. `lost`: the zone is not the writer's any more, or gone.
 */
export type Settled =
  | { readonly outcome: 'landed' | 'notLanded'; readonly claim: ZoneClaim }
  | { readonly outcome: 'lost' }
