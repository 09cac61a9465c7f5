import type { z } from 'zod'
import type { Audience } from './audience.ts'
import type { Entity, EntityId, EntitySchemas, PlayerId, ZoneId } from './entity.ts'
import type { DeepPartial, DeepReadonly, Json, JsonObject } from './json.ts'
import type { ModuleTypes } from './module-types.ts'
import type { Refusal } from './verdict.ts'

/** A new entity. Without `id` the framework makes one, as `newId` would. */
export type CreateOf<Schemas extends EntitySchemas> = {
  [Kind in keyof Schemas & string]: {
    readonly id?: EntityId
    readonly kind: Kind
    readonly x: number
    readonly y: number
    readonly ownerId?: PlayerId | null
    readonly data: DeepReadonly<z.input<Schemas[Kind]>>
  }
}[keyof Schemas & string]

/** Where a field of an entity is: `['data', 'credits']`. */
export type FieldPath = readonly ['x' | 'y' | 'ownerId' | 'data', ...string[]]

/**
 * A change of one entity, field by field, so that two changes of one tick do not undo each other. Within one update
 * `set` comes first, then `replace`, `unset` and `inc`.
 */
export type UpdateOf<E extends Entity> = {
  readonly id: EntityId
  /** Objects in `data` are merged; arrays and all else replace what was there. A key set to `undefined` is taken away. */
  readonly set?: {
    readonly x?: number
    readonly y?: number
    readonly ownerId?: PlayerId | null
    readonly data?: E extends Entity ? DeepPartial<E['data']> : never
  }
  /**
   * Fields of `data` that are given whole, where `set` would merge them: of `{ do: 'move', x, y }`, replaced by
   * `{ do: 'hold' }`, nothing is left. Fields that are not named stay.
   */
  readonly replace?: { readonly data?: E extends Entity ? Partial<E['data']> : never }
  /** Keys to take away. */
  readonly unset?: readonly FieldPath[]
  /** Integers to add. The field must hold an integer. */
  readonly inc?: readonly (readonly [FieldPath, number])[]
}

export type GameEvent = { readonly event: string; readonly payload: Json; readonly to: Audience }

export type IntentRefusal = Refusal & { readonly intentId: string }

export type Mail = { readonly toZone: ZoneId; readonly type: string; readonly payload: JsonObject }

/** What `onTick` returns: what is to change. Every part is optional. */
export type TickResult<Types extends ModuleTypes> = {
  readonly create?: readonly Types['create'][]
  readonly update?: readonly Types['update'][]
  readonly delete?: readonly EntityId[]
  /** Top-level keys replace the stored ones; what is not named stays. */
  readonly state?: Partial<Types['givenState']>
  readonly extras?: Partial<Types['givenExtras']>
  readonly events?: readonly GameEvent[]
  /** Intents of this tick that could not be carried out; all others count as applied. */
  readonly refuse?: readonly IntentRefusal[]
  /** Ends these memberships. */
  readonly removePlayers?: readonly PlayerId[]
  /** Run again by then (ms since the epoch) even if nobody is here; null: no longer; omitted: as before. */
  readonly wakeAt?: number | null
  /** To another zone, exactly once. Not available yet: a tick that sends fails. */
  readonly send?: readonly Mail[]
  /** The zone is finished: it stays readable and never ticks again. */
  readonly end?: { readonly result: Json }
  /** A tick is not asynchronous: a Promise has a `then`, and so does not fit here. */
  readonly then?: never
}

/** What `createZone` returns: the first state of a zone. Every part is optional. */
export type InitialZone<Types extends ModuleTypes> = {
  readonly create?: readonly Types['create'][]
  readonly state?: Types['givenState']
  readonly extras?: Types['givenExtras']
  readonly wakeAt?: number | null
  readonly then?: never
}
