import type { IntentHandler } from '../contract/intent.ts'
import type { ObjectSchema, SchemasOf, TypesIn, ValueOf } from '../contract/module-types.ts'
import type { TickDraft } from './draft-tick.ts'

/** A draft of a tick, as `draftTick` opens it; `Def` as in types-of.ts. */
export type DraftOf<Def> = TickDraft<TypesIn<SchemasOf<Def>>>

/** The handler of an intent that stands outside of `intent(schema, handler)`; `Payload` is the schema of its payload. */
export type IntentHandlerOf<Def, Payload extends ObjectSchema = ObjectSchema, Context = DraftOf<Def>> = IntentHandler<
  Context,
  ValueOf<Payload>,
  TypesIn<SchemasOf<Def>>['code']
>
