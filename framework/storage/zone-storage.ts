import type { Entity, EntityId, PlayerId, ZoneId } from '../contract/entity.ts'
import type { Json, JsonObject } from '../contract/json.ts'

/**
 * Where zones live. Every write is one transaction: all of it, or none.
 *
 * Each call may reject with a {@link StorageError}; nothing else is thrown.
 */
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
  /** Open zones whose `wakeAt` is at or before `now`, earliest first. */
  dueZones(now: number, limit: number): Promise<readonly ZoneId[]>
  /** The earliest `wakeAt` of all open zones. */
  nextWakeAt(): Promise<number | null>
  /**
   * Open zones whose modules are to hear something after a start: of members who were connected when the server ended,
   * or who left while the zone did not step.
   */
  zonesToTell(limit: number): Promise<readonly ZoneId[]>
  /** What is recorded of a zone, page by page. */
  readRecording(request: RecordingRequest): Promise<RecordingPage>
  /** Rows of the log with `seq` > `afterSeq`, oldest first: the first of them, or the last. */
  readLog(filter: LogFilter): Promise<readonly LogRow[]>
  /** Removes the oldest rows beyond `rowsMax`, and those before `before` (ms). Answers how many. */
  trimLog(bounds: { rowsMax: number; before: number }): Promise<number>
  /** Where the clock of the server stood at least: the later of what was stored and the newest time of a zone. Null: neither. */
  readClock(): Promise<number | null>
  /** Stores where the clock of the server stands, in ms since the epoch; a later time that is stored stays. */
  storeClock(at: number): Promise<void>
  /** Writes something harmless, to see whether the storage takes writes. */
  probe(): Promise<void>
  /** Looks, without writing, whether what is written would be kept: whether the files are still in their places. */
  verify(): Promise<void>
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
  /** The number of a beat is this and the whole units of `tickUnitMs` that the clock shows then. */
  readonly tickOffset: number
  /** The period, or 100 ms where that is long. */
  readonly tickUnitMs: number
  readonly state: JsonObject
  readonly extras: JsonObject
  readonly wakeAt: number | null
  /** Who may write; grows when a zone moves to another process. */
  readonly epoch: number
  /** Failed ticks in a row, without those stepped by hand; of a paused zone: 0 where an operator paused it. */
  readonly failures: number
  readonly error: string | null
  readonly result: Json
  /** Whether its ticks are recorded. What was recorded stays when this is switched off. */
  readonly record: boolean
}

export type ZoneSummary = { readonly zone: StoredZone; readonly members: number; readonly recordedTicks: number }

export type StoredMember = {
  readonly playerId: PlayerId
  readonly displayName: string
  readonly disconnectedAt: number | null
  /** The tick whose commit stored the join: no other membership of this player here has it. 0: not known any more. */
  readonly memberSince: number
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
  /** Who left while the zone did not step, and of whom its module has not heard. */
  readonly departed: readonly Departure[]
  /** Where the recording stands; undefined where the zone is not recorded. */
  readonly recording: RecordingHead | undefined
}

export type Departure = { readonly playerId: PlayerId; readonly displayName: string }

/**
 * A place in a recording. `number` and `bytes` count the ticks and the characters recorded up to it since the recording
 * began, those that were dropped included.
 */
export type RecordedMark = { readonly tick: number; readonly number: number; readonly bytes: number }

/** `size`: characters of this snapshot alone. */
export type SnapshotMark = RecordedMark & { readonly size: number }

export type RecordedSnapshot = SnapshotMark & { readonly text: string }

/** Where a recording stands. */
export type RecordingHead = {
  /** From where it can be run again, oldest first; at least one. */
  readonly snapshots: readonly SnapshotMark[]
  /** What was recorded last, a tick or a snapshot. */
  readonly last: RecordedMark
}

/** What a step adds to the recording of its zone. */
export type RecordingWrites = {
  /** All that was recorded before is thrown away. */
  readonly startsAnew: boolean
  /** The zone as it was before this step. */
  readonly snapshot?: RecordedSnapshot
  readonly recordedTick?: RecordedMark & { readonly text: string }
  /** What was recorded before the snapshot of this tick is dropped. */
  readonly dropBefore?: number
  /** The zone is not recorded any more. */
  readonly stops: boolean
}

export type ZoneChange = {
  readonly name?: string
  /** With a snapshot, all that was recorded before is thrown away, and this is where the recording begins. */
  readonly recording?: RecordedSnapshot | 'off'
}

export type RecordingRequest = {
  readonly zoneId: ZoneId
  /** Ticks from this one on, and the snapshots after the tick before it. */
  readonly fromTick: number
  readonly ticksMax: number
  /** Characters; there is at least one tick on a page, if there is one at all. */
  readonly bytesMax: number
}

/** JSON texts, oldest first. A snapshot is on the page of the first tick after it. */
export type RecordingPage = {
  readonly snapshots: readonly string[]
  readonly ticks: readonly string[]
  /** The `fromTick` of the next page; null at the end. */
  readonly nextTick: number | null
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
  readonly beforeSeq?: number
  /** Of more than `limit` rows the last ones are wanted. */
  readonly fromEnd?: boolean
  readonly type?: string
  readonly playerId?: PlayerId
  readonly result?: LogRow['result']
  readonly limit: number
}

/**
 * Storage did not do its work. `corrupt`: the data cannot be read, and the process must end. `in_use`: another process
 * has it. `lost`: its files were deleted or replaced, and nothing is stored until they are back. All else may pass.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly kind: 'busy' | 'full' | 'io' | 'corrupt' | 'in_use' | 'lost' | 'unknown'
  constructor(kind: StorageError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
