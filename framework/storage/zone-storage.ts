import type { Entity, EntityId, PlayerId, ZoneId } from '../contract/entity.ts'
import type { Json, JsonObject } from '../contract/json.ts'

/**
 * Where zones live. Every write is one transaction: all of it, or none.
 *
 * Each call may reject with a {@link StorageError}; nothing else is thrown.
 */
export type ZoneStorage = {
  /** Stores a new zone with its first entities. */
  createZone(zone: StoredZone, entities: readonly Entity[]): Promise<void>
  /** The row and the number of members. */
  readZone(zoneId: ZoneId): Promise<ZoneSummary | undefined>
  /** Everything that is needed to run the zone: its row and members in one query, its entities in another. */
  loadZone(zoneId: ZoneId): Promise<LoadedZone | undefined>
  /** Rows in the order of their ids, those after `afterId`; at most `limit`. */
  listZones(filter: ZoneFilter): Promise<readonly ZoneSummary[]>
  countZones(): Promise<Readonly<Record<StoredStatus, number>>>
  /** Removes the zone, its entities and its members; its log stays. False if there is none. */
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
  /** Ends a membership without a tick: for zones that do not step. False if there was none. */
  removeMember(zoneId: ZoneId, playerId: PlayerId): Promise<boolean>
  readMember(zoneId: ZoneId, playerId: PlayerId): Promise<StoredMember | undefined>
  /** Open zones whose `wakeAt` is at or before `now`, earliest first. */
  dueZones(now: number, limit: number): Promise<readonly ZoneId[]>
  /** The earliest `wakeAt` of all open zones. */
  nextWakeAt(): Promise<number | null>
  /** Open zones with members who were connected when the server ended. */
  zonesWithConnectedMembers(limit: number): Promise<readonly ZoneId[]>
  /** Rows of the log with `seq` > `afterSeq`, oldest first. */
  readLog(filter: LogFilter): Promise<readonly LogRow[]>
  /** Removes the oldest rows beyond `rowsMax`, and those before `before` (ms). Answers how many. */
  trimLog(bounds: { rowsMax: number; before: number }): Promise<number>
  /** Writes something harmless, to see whether the storage takes writes. */
  probe(): Promise<void>
}

export type StoredStatus = 'open' | 'paused' | 'finished'

export type StoredZone = {
  readonly id: ZoneId
  readonly name: string
  readonly module: string
  readonly moduleVersion: string
  readonly stateVersion: number
  readonly status: StoredStatus
  /** ms since the epoch. */
  readonly createdAt: number
  readonly everyMs: number
  /** Secret: who knows it can foretell chance. */
  readonly seed: string
  readonly config: JsonObject
  /** The last committed tick, and its time in ms since the epoch. */
  readonly tick: number
  readonly at: number
  readonly state: JsonObject
  readonly extras: JsonObject
  readonly wakeAt: number | null
  /** Who may write; grows when a zone moves to another process. */
  readonly epoch: number
  /** Failed ticks in a row. */
  readonly failures: number
  readonly error: string | null
  readonly result: Json
}

export type ZoneSummary = { readonly zone: StoredZone; readonly members: number }

export type StoredMember = {
  readonly playerId: PlayerId
  readonly displayName: string
  readonly disconnectedAt: number | null
  /** The highest settled sequence number; 0 if none. */
  readonly lastSeq: number
  /** The last settled sequence numbers with their results, lowest first. */
  readonly settled: readonly SettledSeq[]
}

export type SettledSeq = {
  readonly seq: number
  readonly intentId: string
  readonly outcome: 'applied' | 'refused'
  readonly tick: number
  readonly code?: string
  readonly message?: string
  readonly details?: Json
}

export type LoadedZone = {
  readonly zone: StoredZone
  readonly members: readonly StoredMember[]
  readonly entities: readonly Entity[]
}

export type ZoneFilter = {
  readonly module?: string
  readonly status?: StoredStatus
  readonly afterId?: ZoneId
  readonly limit: number
}

/** All that one step changes. */
export type ZoneCommit = {
  readonly zoneId: ZoneId
  /** The commit holds only if these are what is stored. */
  readonly ifTick: number
  readonly epoch: number
  readonly tick: number
  readonly at: number
  /** Left out: as before. */
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
  readonly log: readonly NewLogRow[]
}

export type CommitResult =
  | { readonly outcome: 'committed' }
  /** The stored tick or epoch is another one, or the zone is gone: somebody else wrote. */
  | { readonly outcome: 'conflict' }
  /** Nothing was stored, and the data is the reason. */
  | { readonly outcome: 'rejected'; readonly reason: string }
  /** The storage did not do it, or nobody knows whether it did. */
  | { readonly outcome: 'failed'; readonly error: StorageError }

export type StatusChange = {
  readonly status?: StoredStatus
  readonly failures?: number
  readonly error?: string | null
}

export type NewLogRow = {
  /** ms since the epoch. */
  readonly at: number
  readonly zoneId: ZoneId
  readonly tick: number
  /** Who sent it. */
  readonly playerId: PlayerId
  readonly connectionId: string | null
  readonly type: string
  readonly payload: Json
  readonly result: 'applied' | 'refused' | 'failed'
  readonly code: string | null
}

export type LogRow = NewLogRow & { readonly seq: number }

export type LogFilter = {
  readonly zoneId: ZoneId
  readonly afterSeq: number
  readonly type?: string
  readonly playerId?: PlayerId
  readonly limit: number
}

/**
 * Storage did not do its work. `corrupt`: the data cannot be read, and the process must end. `in_use`: another process
 * has it. All else may pass.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly kind: 'busy' | 'full' | 'io' | 'corrupt' | 'in_use' | 'unknown'
  constructor(kind: StorageError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
