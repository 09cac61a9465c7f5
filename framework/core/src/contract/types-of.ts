import type { z } from 'zod'
import type {
  JoinContext,
  OrdersContext,
  PlayerState,
  QueryContext,
  TickContext,
  TurnContext,
  ViewContext,
  ZoneBase,
} from './contexts.ts'
import type { DeepReadonly } from './json.ts'
import type { Defaulting, InsteadIn } from './module.ts'
import type { ObjectSchema, PayloadIn, SchemasOf, TypesIn } from './module-types.ts'
import type { TickResult, TurnResult } from './results.ts'

/**
 * Names for what hooks are given and return, for functions that stand outside of `defineModule`. Each takes the `typeof` a
 * module, or of an object with the parts of it that matter: `const game = { config, entities, state }`.
 */

/** What `onTick` is given. */
export type TickOf<Def> = TickContext<TypesIn<SchemasOf<Def>>>

/** What `onTick` returns. */
export type TickResultOf<Def> = TickResult<TypesIn<SchemasOf<Def>>>

/** What `onTurn` is given. */
export type TurnOf<Def> = TurnContext<TypesIn<SchemasOf<Def>>, InsteadIn<OrdersOf<Def>, InsteadOf<Def>>>

/** What `onTurn` returns. */
export type TurnResultOf<Def> = TurnResult<TypesIn<SchemasOf<Def>>>

/** What one player hands in for one turn, as hooks are given it. */
export type OrdersOf<Def> = TypesIn<SchemasOf<Def>>['orders']

/** What `checkOrders` is given. */
export type OrdersCheckOf<Def> = OrdersContext<TypesIn<SchemasOf<Def>>>

/** What `defaultOrders` returns; unknown, where there is none. */
type InsteadOf<Def> = '~instead' extends keyof Def
  ? Def extends Defaulting<infer Instead>
    ? Instead
    : unknown
  : Def extends { defaultOrders(context: never): infer Instead }
    ? Instead
    : unknown

/** Committed state: `base`, as all other hooks are given it. */
export type BaseOf<Def> = ZoneBase<TypesIn<SchemasOf<Def>>>

/** What `canJoin` is given. */
export type JoinOf<Def> = JoinContext<TypesIn<SchemasOf<Def>>>

/** What `getPlayerState` is given. */
export type LookOf<Def> = ViewContext<TypesIn<SchemasOf<Def>>, SchemasOf<Def>['labels']>

/** What `getPlayerState` returns. */
export type ViewOf<Def> = PlayerState<TypesIn<SchemasOf<Def>>>

/** What the `answer` of a query is given; `Input` is the schema of its input. */
export type QuestionOf<Def, Input extends ObjectSchema = ObjectSchema> = QueryContext<
  TypesIn<SchemasOf<Def>>,
  DeepReadonly<z.output<Input>>
>

/** The config of a zone, as hooks are given it. */
export type ConfigOf<Def> = TypesIn<SchemasOf<Def>>['config']

/** Zone-wide state, as hooks are given it. */
export type StateOf<Def> = TypesIn<SchemasOf<Def>>['state']

export type ExtrasOf<Def> = TypesIn<SchemasOf<Def>>['extras']

/** An event as it is told, of all that the module declares. */
export type EventOf<Def> = TypesIn<SchemasOf<Def>>['event']

/** What the event of this name carries: for functions that tell events, generic over their names. */
export type EventPayloadOf<Def, Name extends EventOf<Def>['event']> = PayloadIn<EventOf<Def>, Name>

/** The codes that the module declares. */
export type RefusalCodeOf<Def> = TypesIn<SchemasOf<Def>>['code']
