import type { Refused } from '@gridtick/protocol/codes'
import type { Json, JsonObject, ZoneId } from 'gridtick'
import type { IntentRate } from 'gridtick/internal'
import type { ToldSchedule } from './schedule.ts'
import type { StoredStatus } from './storage/stored-zone.ts'

/** What zones answer. */

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refused: Refused }

export type IntentReceipt =
  | { readonly accepted: true; readonly intentId: string }
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

export type SteppedZone = {
  /** Steps that were run, without the one that failed. */
  readonly ticks: number
  /** What the module did wrong; null: nothing. */
  readonly error: string | null
  readonly zone: ZoneDescription
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
  readonly schedule: ToldSchedule
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

/** What there is to know of a module without its code. */
export type ModuleDescription = {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly config: JsonSchema
  readonly intents: Readonly<Record<string, IntentDescription>>
  /** By the name of the query: of its input. */
  readonly queries: Readonly<Record<string, JsonSchema>>
  /** By the name of the query: of its answer, where the module declares it. */
  readonly answers: Readonly<Record<string, JsonSchema>>
  /** Left out where the module declares nothing of it. */
  readonly view?: ViewDescription
  /** By name: of the payload. Left out where the module does not declare its events. */
  readonly events?: Readonly<Record<string, JsonSchema>>
  /** By code: when it is given. Left out where the module does not declare them. */
  readonly refusals?: Readonly<Record<string, string>>
}

/** What players are shown. */
export type ViewDescription = {
  readonly extras?: JsonSchema
  /** By kind: of the data. */
  readonly entities?: Readonly<Record<string, JsonSchema>>
}

export type IntentDescription = {
  readonly payload: JsonSchema
  /** Of what its result tells; left out where the module does not declare it. */
  readonly details?: JsonSchema
  readonly isDebugOnly: boolean
  readonly rate?: IntentRate
}

export type JsonSchema = Readonly<Record<string, unknown>>

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
