/** What the engine asks of the world: storage, clock, telemetry. Implement these to bring your own. */

export { type Clock, systemClock } from './clock.ts'
export type { ConnectionOutlet, MessageKind, OutgoingFrame, ZoneOutlet } from './connection-outlet.ts'
export { defaultLimits, type LimitName, type Limits } from './limits.ts'
export { type Logger, silentLogger } from './logger.ts'
export type { Account, AccountStorage } from './storage/account-storage.ts'
export type { ActionLogStorage, LogBounds, LogFilter, LogRow, NewLogRow } from './storage/action-log-storage.ts'
export type { ClockStorage } from './storage/clock-storage.ts'
export type { NodeState, RegisteredNode } from './storage/node-storage.ts'
export type { OpenStorage, StorageContext } from './storage/open-storage.ts'
export {
  decodeOrderSeqs,
  decodeOrders,
  encodeOrderSeqs,
  encodeOrders,
  type OrderSeqsRow,
  type OrdersRow,
} from './storage/order-rows.ts'
export type { OrderStorage, OrdersWrite, TurnOpening } from './storage/order-storage.ts'
export { createProcessNodes, type ProcessNodes } from './storage/process-nodes.ts'
export type {
  RecordedMark,
  RecordedSnapshot,
  RecordingHead,
  RecordingPage,
  RecordingRequest,
  RecordingStorage,
  RecordingWrites,
} from './storage/recording-storage.ts'
export type { Storage } from './storage/storage.ts'
export { StorageError } from './storage/storage-error.ts'
export type { MemberOrderSeqs, StoredOrders } from './storage/stored-orders.ts'
export type { ZoneTurn } from './storage/stored-turn.ts'
export type { LoadedZone, SettledSeq, StoredMember, StoredZone, ZoneSummary } from './storage/stored-zone.ts'
export type { TurnResultRow, TurnRow } from './storage/turn-rows.ts'
export { decodeTurn, decodeTurnResult, encodeTurn, encodeTurnResult, listedTurn } from './storage/turn-rows.ts'
export type { ResolvedTurn, TurnResult, TurnStorage, TurnWrites } from './storage/turn-storage.ts'
export type { WakeStorage } from './storage/wake-storage.ts'
export type { Conflict, WriteResult, ZoneClaim, ZoneOwner } from './storage/zone-claim.ts'
export type { CommitResult, ZoneCommit } from './storage/zone-commit.ts'
export {
  cleanText,
  decodeEntity,
  decodeLogRow,
  decodeMember,
  decodeZone,
  type EntityRow,
  encodeEntity,
  encodeJson,
  encodeLogRow,
  encodeMember,
  encodeZone,
  integer,
  key,
  type LogRowFields,
  looseJson,
  type MemberRow,
  UnstorableError,
  type ZoneRow,
} from './storage/zone-rows.ts'
export type { ZoneStorage } from './storage/zone-storage.ts'
export { noTelemetry, reportToBoth, type Telemetry } from './telemetry.ts'
export { forDebug, forMembers, forPlayers } from './tell-zone.ts'
export { wrongLimits } from './wrong-limits.ts'
export type {
  Answer,
  EngineHealth,
  IntentReceipt,
  IntentSettled,
  ModuleDescription,
  SteppedZone,
  ZoneDescription,
  ZoneStateView,
} from './zone-answers.ts'
export { fromZoneFault, isStorageTrouble, isUnreachable, toZoneFault, type ZoneFault } from './zone-fault.ts'
export type { PlayZones, ReadZones, ZoneLink } from './zone-link.ts'
export type { ZoneNotice } from './zone-notice.ts'
export type {
  Actor,
  ConnectionChange,
  CreateZoneRequest,
  IntentRequest,
  LeaveRequest,
  ListZonesRequest,
  SubscribeRequest,
  ZoneChangeRequest,
} from './zone-requests.ts'
