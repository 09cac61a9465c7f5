import type { Entity, Json, JsonObject, PlayerId, TurnSchedule, ZoneId } from 'gridtick'
import type { RecordingHead } from './recording-storage.ts'
import type { ZoneTurn } from './stored-turn.ts'
import type { ZoneOwner } from './zone-claim.ts'

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
  /** The period, or 100 ms where that is long, or where there is none. */
  readonly tickUnitMs: number
  readonly state: JsonObject
  readonly extras: JsonObject
  readonly wakeAt: number | null
  /** How its turns go; null: it has none. */
  readonly turnSchedule: TurnSchedule | null
  /** The turn that is open, or comes next. */
  readonly turn: ZoneTurn | null
  /** Who may write. The epoch grows whenever that changes. */
  readonly owner: ZoneOwner
  readonly epoch: number
  /** Failed ticks in a row, without those stepped by hand; of a paused zone: 0 where an operator paused it. */
  readonly failures: number
  readonly error: string | null
  readonly result: Json
  /** Whether its ticks are recorded. What was recorded stays when this is switched off. */
  readonly record: boolean
}

/** What is stored of a zone's schedule. */
export type StoredSchedule = Pick<StoredZone, 'everyMs' | 'tickUnitMs' | 'turnSchedule'>

export type StoredStatus = 'open' | 'paused' | 'finished'

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

export type ZoneSummary = { readonly zone: StoredZone; readonly members: number; readonly recordedTicks: number }
