import type { PlayerId, ZoneId } from '../contract/entity.ts'
import type { Refused } from '../contract/error-codes.ts'
import type { Role } from '../contract/intent.ts'
import type { Json, JsonObject } from '../contract/json.ts'
import type { GameModule } from '../contract/module.ts'
import type { ZonePlayer } from '../contract/player.ts'
import type { LogFilter, LogRow, RecordingPage, RecordingRequest, StoredStatus } from '../storage/zone-storage.ts'

/**
 * All that the gateway and REST know of zones. Base state never crosses it: only finished messages of one connection,
 * and only the signal whether that connection takes more comes back.
 *
 * Calls about one zone take effect in the order in which they were made. None of them throws for what a player may do
 * wrong: that is a {@link Refused}. All may reject with a StorageError.
 */
export type ZoneHostPort = {
  /** Answers `subscribed` and the first view, or `error`, through the outlet. */
  subscribe(request: SubscribeRequest): Promise<void>
  unsubscribe(request: ConnectionRequest): Promise<void>
  leave(request: ConnectionRequest & { readonly player: Actor }): Promise<void>
  /** Everything that hangs on the connection ends. Closing twice, or a connection never seen, changes nothing. */
  connectionClosed(connectionId: string): void
  /** Frames are skipped while a connection is congested; the one after bridges the gap. */
  setCongested(connectionId: string, isCongested: boolean): void

  /**
   * Queues an intent. With a `connectionId` the answers go there too: `intent_received`, later `intent_result`, or
   * `intent_result` at once if it is refused at the door.
   */
  submitIntent(request: IntentRequest): Promise<IntentReceipt>
  query(request: QueryRequest): Promise<Answer<{ readonly tick: number; readonly result: Json }>>

  createZone(request: CreateZoneRequest): Promise<Answer<ZoneDescription>>
  listZones(
    request: ListZonesRequest,
  ): Promise<{ readonly zones: readonly ZoneDescription[]; readonly nextCursor: string | null }>
  describeZone(zoneId: ZoneId): Promise<ZoneDescription | undefined>
  deleteZone(zoneId: ZoneId): Promise<boolean>
  pauseZone(zoneId: ZoneId): Promise<Answer<ZoneDescription>>
  /** Renames it, records it or ends that. */
  changeZone(zoneId: ZoneId, change: ZoneChangeRequest): Promise<Answer<ZoneDescription>>
  /** Runs steps of a paused zone, which stays paused; ends early at a failure of the module, and where it is finished. */
  stepZone(zoneId: ZoneId, ticks: number): Promise<Answer<SteppedZone>>
  /** What is recorded of a zone; undefined if there is no such zone. */
  readRecording(request: RecordingRequest): Promise<RecordingPage | undefined>
  resumeZone(zoneId: ZoneId, options: { readonly discardIntents: boolean }): Promise<Answer<ZoneDescription>>
  /** The members, in the order of their ids. */
  listPlayers(zoneId: ZoneId): Promise<Answer<readonly ZonePlayer[]>>
  isMember(zoneId: ZoneId, playerId: PlayerId): Promise<boolean>
  /**
   * The last committed state: as a player sees it, with the beat it is now; or all of it, with its own tick and time.
   * `withCells`: with the cells in this player's sight.
   */
  readState(request: ReadStateRequest): Promise<Answer<ZoneStateView>>
  readLog(filter: LogFilter): Promise<readonly LogRow[]>
  listModules(): readonly GameModule[]
  health(): EngineHealth
}

/** The way out, implemented by the gateway. A connection that is gone is no error. */
export type ConnectionOutlet = {
  send(connectionId: string, text: string): void
  /** To the live connection of a player, if there is one. */
  sendToPlayer(playerId: PlayerId, text: string): void
  close(connectionId: string, code: number, reason: string): void
}

/** Who acts, as authentication found it. */
export type Actor = { readonly playerId: PlayerId; readonly displayName: string; readonly role: Role }

export type ConnectionRequest = { readonly connectionId: string; readonly zoneId: ZoneId; readonly ref?: string }

export type SubscribeRequest = ConnectionRequest & { readonly player: Actor; readonly mode: 'full' | 'delta' }

export type IntentRequest = {
  readonly zoneId: ZoneId
  readonly player: Actor
  /** An intent of an operator: run with role debug, whether or not `player` is a member. */
  readonly isDebug?: boolean
  readonly type: string
  readonly payload: unknown
  readonly seq?: number
  readonly ref?: string
  readonly connectionId?: string
}

export type IntentReceipt =
  | { readonly accepted: true; readonly intentId: string; readonly settled: Promise<IntentSettled> }
  | { readonly accepted: false; readonly refused: Refused }

/** What became of an intent, without the names of the one who asked. */
export type IntentSettled = {
  readonly intentId?: string
  readonly seq?: number
  readonly outcome: 'applied' | 'refused'
  readonly tick?: number
  readonly code?: string
  readonly message?: string
  readonly details?: Json
  readonly duplicate?: true
}

export type QueryRequest = {
  readonly zoneId: ZoneId
  readonly playerId: PlayerId
  readonly name: string
  readonly input: unknown
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refused: Refused }

export type CreateZoneRequest = {
  readonly module: string
  readonly name?: string
  readonly config?: unknown
  readonly seed?: string
  readonly everyMs?: number
  readonly record?: boolean
}

export type ZoneChangeRequest = { readonly name?: string; readonly record?: boolean }

export type SteppedZone = {
  /** Steps that were run, without the one that failed. */
  readonly ticks: number
  /** What the module did wrong; null: nothing. */
  readonly error: string | null
  readonly zone: ZoneDescription
}

export type ListZonesRequest = {
  readonly module?: string
  readonly status?: StoredStatus
  readonly limit: number
  readonly cursor?: string
}

/** All there is to tell of a zone; who may see which part is decided by REST. */
export type ZoneDescription = {
  readonly id: ZoneId
  readonly name: string
  readonly module: string
  readonly moduleVersion: string
  readonly status: StoredStatus
  /** ms since the epoch. */
  readonly createdAt: number
  readonly everyMs: number
  readonly players: { readonly members: number; readonly connected: number }
  /** The beat it is in now, whatever happened: for members. */
  readonly tick: number
  /** The tick that was stored last. */
  readonly storedTick: number
  readonly error: string | null
  readonly result: Json
  /** Whether its ticks are recorded, and how many can be run again. */
  readonly record: boolean
  readonly recordedTicks: number
}

export type ReadStateRequest = {
  readonly zoneId: ZoneId
  readonly as: PlayerId | 'everything'
  readonly withCells?: boolean
}

/** Cells in stretches: in row `y`, from `left` to `right`, both included. */
export type SeenCells = readonly { readonly y: number; readonly left: number; readonly right: number }[]

export type ZoneStateView = {
  readonly zoneId: ZoneId
  readonly tick: number
  /** ms since the epoch. */
  readonly at: number
  readonly entities: readonly JsonObject[]
  readonly extras: JsonObject
  /** The zone-wide state: only where everything was asked for. */
  readonly state?: JsonObject
  /** Only where asked for; left out where the module does not say. */
  readonly seenCells?: SeenCells
}

export type EngineHealth = {
  /** `slow`: it takes writes, but one of them took `slowDiskMs` or more within the last `slowDiskShownMs`. */
  readonly storage: 'ok' | 'slow' | 'unavailable'
  readonly isDraining: boolean
  /** All stored zones. */
  readonly zonesByStatus: Readonly<Record<StoredStatus, number>>
  readonly loadedZones: number
  readonly activeZones: number
  /** Inputs queued in all loaded zones. */
  readonly queuedInputs: number
  /** On what modules failed most often in the last five minutes, the most frequent first; a handful. */
  readonly failing: readonly { readonly module: string; readonly type: string; readonly count: number }[]
  /** How late the last beat was, and ms since one ran. */
  readonly lagMs: number
  readonly sinceBeatMs: number
  /** How far the clock of the server is ahead of the wall clock, which was set back. */
  readonly clockLeadMs: number
}
