import type { Json, PlayerId, ZoneId, ZonePlayer } from 'gridtick'
import type { LogFilter, LogRow } from './storage/action-log-storage.ts'
import type { RecordingPage, RecordingRequest } from './storage/recording-storage.ts'
import type {
  Answer,
  EngineHealth,
  IntentReceipt,
  ModuleDescription,
  SteppedZone,
  ZoneDescription,
  ZoneStateView,
} from './zone-answers.ts'
import type {
  ConnectionChange,
  ConnectionRequest,
  CreateZoneRequest,
  IntentRequest,
  LeaveRequest,
  ListZonesRequest,
  QueryRequest,
  ReadStateRequest,
  ResumeRequest,
  StepRequest,
  SubscribeRequest,
  ZoneChangeRequest,
} from './zone-requests.ts'

/**
 * All that the gateway and REST know of zones. Base state never crosses it: only finished messages of one connection,
 * and only the signal whether that connection takes more comes back.
 *
 * Calls about one zone take effect in the order in which they were made. None of them throws for what a player may do
 * wrong: that is a refusal. All may reject with a StorageError.
 *
 * Each takes one argument. Arguments and answers are messages: plain data, which a structured clone copies whole, so that
 * the zones may run on another thread.
 */
export type ZoneLink = PlayZones & OperateZones & ReadZones

/** What players do. */
export type PlayZones = {
  /** Answers `subscribed` and the first view, or `error`, through the outlet. */
  subscribe(request: SubscribeRequest): Promise<void>
  unsubscribe(request: ConnectionRequest): Promise<void>
  leave(request: LeaveRequest): Promise<void>
  /** Everything that hangs on the connection ends. Closing twice, or a connection never seen, changes nothing. */
  connectionClosed(change: ConnectionChange): void
  /** Frames are skipped while a connection is congested; the one after bridges the gap. */
  setCongested(change: ConnectionChange & { readonly isCongested: boolean }): void

  /**
   * Queues an intent. With a `connectionId` the answers go there too: `intent_received`, later `intent_result`, or
   * `intent_result` at once if it is refused at the door. What becomes of it is told through the outlet.
   */
  submitIntent(request: IntentRequest): Promise<IntentReceipt>
  query(request: QueryRequest): Promise<Answer<{ readonly tick: number; readonly result: Json }>>
}

/** What operators do. */
export type OperateZones = {
  createZone(request: CreateZoneRequest): Promise<Answer<ZoneDescription>>
  deleteZone(zoneId: ZoneId): Promise<boolean>
  pauseZone(zoneId: ZoneId): Promise<Answer<ZoneDescription>>
  resumeZone(request: ResumeRequest): Promise<Answer<ZoneDescription>>
  /** Renames it, records it or ends that. */
  changeZone(request: ZoneChangeRequest): Promise<Answer<ZoneDescription>>
  /** Runs steps of a paused zone, which stays paused; ends early at a failure of the module, and where it is finished. */
  stepZone(request: StepRequest): Promise<Answer<SteppedZone>>
}

/** What is read of zones. Who may know which part of it is decided by who asks. */
export type ReadZones = {
  listZones(
    request: ListZonesRequest,
  ): Promise<{ readonly zones: readonly ZoneDescription[]; readonly nextCursor: string | null }>
  describeZone(zoneId: ZoneId): Promise<ZoneDescription | undefined>
  /** The members, in the order of their ids. */
  listPlayers(zoneId: ZoneId): Promise<Answer<readonly ZonePlayer[]>>
  isMember(who: { readonly zoneId: ZoneId; readonly playerId: PlayerId }): Promise<boolean>
  /**
   * The last committed state: as a player sees it, with the beat it is now; or all of it, with its own tick and time.
   * `withCells`: with the cells in this player's sight.
   */
  readState(request: ReadStateRequest): Promise<Answer<ZoneStateView>>
  readLog(filter: LogFilter): Promise<readonly LogRow[]>
  /** What is recorded of a zone; undefined if there is no such zone. */
  readRecording(request: RecordingRequest): Promise<RecordingPage | undefined>
  listModules(): Promise<readonly ModuleDescription[]>
  health(): Promise<EngineHealth>
}
