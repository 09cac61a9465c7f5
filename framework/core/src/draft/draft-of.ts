import type { AnyDetails, IntentHandler } from '../contract/intent.ts'
import type { GivenOf, ObjectSchema, SchemasOf, TypesIn, ValueOf } from '../contract/module-types.ts'
import type { TickDraft } from './draft-tick.ts'

/** A draft of a tick, as `draftTick` opens it; `Def` as in types-of.ts. */
export type DraftOf<Def> = TickDraft<TypesIn<SchemasOf<Def>>>

/**
 * The handler of an intent that stands outside of `intent(schema, handler)`; `Payload` and
 * `Details` are the schemas of its payload and of what its result tells.
 */
export type IntentHandlerOf<
  Def,
  Payload extends ObjectSchema = ObjectSchema,
  Context = DraftOf<Def>,
  Details extends ObjectSchema = AnyDetails,
> = IntentHandler<Context, ValueOf<Payload>, TypesIn<SchemasOf<Def>>['code'], GivenOf<Details>>
