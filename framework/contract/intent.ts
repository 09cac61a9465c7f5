import type { z } from 'zod'
import type { PlayerId } from './entity.ts'
import type { DeepReadonly } from './json.ts'

export type Role = 'player' | 'debug'

/** An intent that only the debug role may send. Made by {@link debugOnly}. */
export type DebugOnly<Schema extends z.ZodType<object> = z.ZodType<object>> = {
  readonly debugOnly: true
  readonly schema: Schema
}

export type IntentSchema = z.ZodType<object> | DebugOnly

/** type → schema of the payload. */
export type IntentSchemas = { readonly [type: string]: IntentSchema }

/** Marks an intent as one for the debug role; anybody else is refused `forbidden`. */
export function debugOnly<Schema extends z.ZodType<object>>(schema: Schema): DebugOnly<Schema> {
  return { debugOnly: true, schema }
}

export function isDebugOnly(schema: IntentSchema): schema is DebugOnly {
  return 'debugOnly' in schema
}

/** The schema of an intent's payload, whoever may send it. */
export function payloadSchema(schema: IntentSchema): z.ZodType<object> {
  return isDebugOnly(schema) ? schema.schema : schema
}

export type PayloadOf<Schema extends IntentSchema> =
  Schema extends DebugOnly<infer Inner> ? z.output<Inner> : Schema extends z.ZodType<object> ? z.output<Schema> : never

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
