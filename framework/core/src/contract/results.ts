import type { Audience } from './audience.ts'
import type { EntityId, PlayerId, ZoneId } from './entity.ts'
import type { Json, JsonObject } from './json.ts'
import type { ModuleTypes } from './module-types.ts'
import type { Refusal } from './verdict.ts'

export type GameEvent = { readonly event: string; readonly payload: Json; readonly to: Audience }

export type IntentRefusal<Code extends string = string> = Refusal<Code> & { readonly intentId: string }

/** What an intent that was carried out tells its player, with the result. */
export type IntentDetails = { readonly intentId: string; readonly details: JsonObject }

export type Mail = { readonly toZone: ZoneId; readonly type: string; readonly payload: JsonObject }

/** What `onTick` returns: what is to change. Every part is optional. */
export type TickResult<Types extends ModuleTypes> = {
  readonly create?: readonly Types['create'][]
  readonly update?: readonly Types['update'][]
  readonly delete?: readonly EntityId[]
  /** Top-level keys replace the stored ones; what is not named stays. */
  readonly state?: Partial<Types['givenState']>
  readonly extras?: Partial<Types['givenExtras']>
  readonly events?: readonly Types['event'][]
  /** Intents of this tick that could not be carried out; all others count as applied. */
  readonly refuse?: readonly IntentRefusal<Types['code']>[]
  /** What intents of this tick that were carried out tell their players: kept and sent with the result. */
  readonly results?: readonly IntentDetails[]
  /** Ends these memberships. */
  readonly removePlayers?: readonly PlayerId[]
  /** Run again by then (ms since the epoch) even if nobody is here; null: no longer; omitted: as before. */
  readonly wakeAt?: number | null
  /** To another zone, exactly once. Not available yet: a tick that sends fails. */
  readonly send?: readonly Mail[]
  /** The zone is finished: it stays readable and never ticks again. */
  readonly end?: { readonly result: Json }
  /** In a zone with turns: opens the next one, or stops their clock; omitted: as before. */
  readonly turns?: 'start' | 'pause'
  /** A tick is not asynchronous: a Promise has a `then`, and so does not fit here. */
  readonly then?: never
}

/** What `onTurn` returns: all that a tick does, and what people read of the turn. */
export type TurnResult<Types extends ModuleTypes> = Omit<TickResult<Types>, 'turns'> & {
  /** In words for people. `public` is for every member, and `players` for each alone, by their ids. */
  readonly summaries?: { readonly public?: string; readonly players?: { readonly [playerId: PlayerId]: string } }
  /** The next turn does not open before `onTick` returns `turns: 'start'`. */
  readonly turns?: 'pause'
}

/** What `createZone` returns: the first state of a zone. Every part is optional. */
export type InitialZone<Types extends ModuleTypes> = {
  readonly create?: readonly Types['create'][]
  readonly state?: Types['givenState']
  readonly extras?: Types['givenExtras']
  readonly wakeAt?: number | null
  /** In a zone with turns: none opens before `onTick` returns `turns: 'start'`. */
  readonly turns?: 'start' | 'pause'
  readonly then?: never
}
