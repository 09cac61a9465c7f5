import type { z } from 'zod'
import type { PlayerId } from './entity.ts'
import type { DeepReadonly, JsonObject } from './json.ts'
import type { Verdict } from './verdict.ts'

export type Role = 'player' | 'debug'

/** How often each player may ask for something: `burst` times at once, then `perSecond`. Beyond it: `rate_limited`. */
export type IntentRate = { readonly perSecond: number; readonly burst: number }

/** The details of which nothing is declared. */
export type AnyDetails = z.ZodType<JsonObject, JsonObject>

/** An intent of which more is said than the schema of its payload. */
export type DeclaredIntent<
  Schema extends z.ZodType<object> = z.ZodType<object>,
  Details extends z.ZodType<object> = AnyDetails,
> = {
  readonly payload: Schema
  /** What its player is told with the result, where it was carried out: `accept(details)`. Without it any JSON is. */
  readonly details?: Details
  readonly rate?: IntentRate
  /** Only the debug role may send it; anybody else is refused `forbidden`. */
  readonly debugOnly?: true
}

/**
 * What an intent does, once it was accepted. Without an answer it was carried out. It may answer with `refuse(…)` instead;
 * then what it changed in the draft is taken back. `Context` is what the module hands to `carryOut`.
 */
export type IntentHandler<Context, Payload, Code extends string = string, Details = JsonObject> = (
  context: Context,
  intent: Intent<string, Payload>,
) => Answer<Code, Details>

/** What a handler answers; without an answer the intent was carried out. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that has no `return` returns void, and nothing else says so.
export type Answer<Code extends string = string, Details = JsonObject> = Verdict<Code, Details> | undefined | void

/** type → what an intent of it does, with the types of contexts and payloads forgotten. */
export type IntentHandlers = { readonly [type: string]: IntentHandler<never, never, string, unknown> | undefined }

/** An intent with what it does. Made by {@link intent}. */
export type HandledIntent<
  Schema extends z.ZodType<object> = z.ZodType<object>,
  Context = never,
  Code extends string = string,
  Details extends z.ZodType<object> = AnyDetails,
> = DeclaredIntent<Schema, Details> & {
  readonly handler: IntentHandler<Context, DeepReadonly<z.output<Schema>>, Code, DeepReadonly<z.input<Details>>>
}

/** An intent in whichever form, with the types of its details forgotten. */
export type IntentSchema =
  | z.ZodType<object>
  | (DeclaredIntent<z.ZodType<object>, z.ZodType<object>> & {
      readonly handler?: IntentHandler<never, never, string, unknown>
    })

/** An intent whose handler refuses with these codes alone. */
export type IntentWithin<Code extends string> =
  | z.ZodType<object>
  | (DeclaredIntent<z.ZodType<object>, z.ZodType<object>> & {
      readonly handler?: (context: never, intent: never) => Answer<Code, unknown>
    })

/** type → schema of the payload, or what else is said of the intent. */
export type IntentSchemas = { readonly [type: string]: IntentSchema }

/**
 * An intent in one place: the schema of its payload, or `{ payload, details?, rate? }` or `debugOnly(schema)`, and what it
 * does.
 * Say what the handler is handed, as `(draft: Draft, { playerId, payload }) => …`; the payload has the type of the schema.
 */
// The types come from the arguments alone: where the handler never refuses, the place that it stands in would say "any code".
export function intent<
  Schema extends z.ZodType<object>,
  Context,
  Code extends string = never,
  Details extends z.ZodType<object> = AnyDetails,
>(
  declared: Schema | DeclaredIntent<Schema, Details>,
  handler: IntentHandler<Context, DeepReadonly<z.output<Schema>>, Code, DeepReadonly<z.input<NoInfer<Details>>>>,
): HandledIntent<Schema, NoInfer<Context>, NoInfer<Code>, NoInfer<Details>> {
  return { ...(declarationOf(declared as IntentSchema) as DeclaredIntent<Schema, Details>), handler }
}

/** Marks an intent as one for the debug role; anybody else is refused `forbidden`. */
export function debugOnly<Schema extends z.ZodType<object>>(
  payload: Schema,
): DeclaredIntent<Schema> & { readonly debugOnly: true } {
  return { payload, debugOnly: true }
}

/** All that is said of an intent, in whichever form. */
export function declarationOf(intent: IntentSchema): Exclude<IntentSchema, z.ZodType<object>> {
  return '_zod' in intent ? { payload: intent } : intent
}

/** The schema of an intent's payload, also of one that only the debug role may send. */
export function payloadSchema(intent: IntentSchema): z.ZodType<object> {
  return declarationOf(intent).payload
}

export type PayloadOf<Schema extends IntentSchema> = Schema extends {
  readonly payload: infer Inner extends z.ZodType<object>
}
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

/**
 * What the handlers of a module's intents are handed, all of it. Unknown: no intent has a handler that asks for anything.
 */
export type HandledIn<Schemas extends IntentSchemas> = [AnyHandler<Schemas>] extends [never]
  ? unknown
  : AnyHandler<Schemas> extends (context: infer Context) => void
    ? Context
    : unknown

type AnyHandler<Schemas extends IntentSchemas> = {
  [Type in keyof Schemas]: Schemas[Type] extends {
    readonly handler: (context: infer Context, intent: never) => unknown
  }
    ? (context: Context) => void
    : never
}[keyof Schemas]
