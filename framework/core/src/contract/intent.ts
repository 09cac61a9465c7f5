import type { z } from 'zod'
import type { PlayerId } from './entity.ts'
import type { DeepReadonly } from './json.ts'

export type Role = 'player' | 'debug'

/** How often each player may ask for something: `burst` times at once, then `perSecond`. Beyond it: `rate_limited`. */
export type IntentRate = { readonly perSecond: number; readonly burst: number }

/** An intent of which more is said than the schema of its payload. */
export type DeclaredIntent<Schema extends z.ZodType<object> = z.ZodType<object>> = {
  readonly payload: Schema
  readonly rate?: IntentRate
  /** Only the debug role may send it; anybody else is refused `forbidden`. */
  readonly debugOnly?: true
}

export type IntentSchema = z.ZodType<object> | DeclaredIntent

/** type → schema of the payload, or what else is said of the intent. */
export type IntentSchemas = { readonly [type: string]: IntentSchema }

/** Marks an intent as one for the debug role; anybody else is refused `forbidden`. */
export function debugOnly<Schema extends z.ZodType<object>>(
  payload: Schema,
): DeclaredIntent<Schema> & { readonly debugOnly: true } {
  return { payload, debugOnly: true }
}

/** All that is said of an intent, in whichever form. */
export function declarationOf(intent: IntentSchema): DeclaredIntent {
  return '_zod' in intent ? { payload: intent } : intent
}

/** The schema of an intent's payload, whoever may send it. */
export function payloadSchema(intent: IntentSchema): z.ZodType<object> {
  return declarationOf(intent).payload
}

export type PayloadOf<Schema extends IntentSchema> =
  Schema extends DeclaredIntent<infer Inner>
    ? z.output<Inner>
    : Schema extends z.ZodType<object>
      ? z.output<Schema>
      : never

export type Intent<Type extends string = string, Payload = object> = {
  readonly id: string
  readonly playerId: PlayerId
  readonly role: Role
  readonly type: Type
  readonly payload: Payload
  /** ms since the epoch: when the framework accepted it. */
  readonly receivedAt: number
}

/** Every intent a module with these schemas can be handed, as a union told apart by `type`. */
export type IntentOf<Schemas extends IntentSchemas> = {
  [Type in keyof Schemas & string]: Intent<Type, DeepReadonly<PayloadOf<Schemas[Type]>>>
}[keyof Schemas & string]
