import type { z } from 'zod'
import type {
  CreateContext,
  JoinContext,
  OrdersContext,
  PlayerState,
  QueryContext,
  SightContext,
  TickContext,
  TurnContext,
  TurnMemberContext,
  ViewContext,
  ZoneBase,
} from './contexts.ts'
import type { Entity, EntityOf, EntitySchemas } from './entity.ts'
import type { IntentSchemas, IntentWithin } from './intent.ts'
import type { DeepReadonly, Json } from './json.ts'
import type { MetricDeclarations } from './metrics.ts'
import type {
  AnswerIn,
  AnyTypes,
  EventSchemas,
  ModuleSchemas,
  ObjectSchema,
  RefusalWords,
  TypesIn,
  ViewSchemas,
} from './module-types.ts'
import type { InitialZone, TickResult, TurnResult } from './results.ts'
import type { Schedule, Schedules } from './schedule.ts'
import type { Verdict } from './verdict.ts'

/** Leaves of an entity what a player with some label may know. Pure; sees the entity alone; must keep its id. */
export type Redaction<E extends Entity = Entity, Shown extends Entity = Entity> = (entity: E) => Shown

/** What a hook returned, with no keys that nobody reads, neither beside state and extras nor in them. */
type Checked<Returned, Allowed extends { readonly state?: unknown; readonly extras?: unknown }> = Returned &
  Allowed &
  NoOthers<Returned, Allowed> & {
    readonly state?: NoOthers<Part<Returned, 'state'>, NonNullable<Allowed['state']>>
    readonly extras?: NoOthers<Part<Returned, 'extras'>, NonNullable<Allowed['extras']>>
  }

type NoOthers<Given, Allowed> = { readonly [Key in Exclude<keyof NoInfer<Given>, keyof Allowed>]?: never }

type Part<Whole, Key extends string> = NoInfer<Whole> extends { readonly [K in Key]: infer Value } ? Value : unknown

/**
 * What {@link defineModule} takes. See modules/README.md for a module built step by step. `First`, `Change`, `Turned` and
 * `Instead` are what `createZone`, `onTick`, `onTurn` and `defaultOrders` return, to the letter: so the compiler keeps a literal or
 * a tuple that stands in them.
 */
export type ModuleDefinition<
  Schemas extends ModuleSchemas,
  First = unknown,
  Change = unknown,
  Turned = unknown,
  Instead = unknown,
> = {
  /** a-z, 0-9 and -, beginning with a letter. Stored with each zone. */
  readonly name: string
  /** Stored with each zone, for people. */
  readonly version: string
  /**
   * A zone stored with another one is refused. Grow it when stored data would no longer be understood; what does not fit
   * the schemas is refused in any case (MOD-20).
   */
  readonly stateVersion: number
  /** One sentence for lists of modules. */
  readonly description?: string
  /** Read once, when a zone is created; it may transform. */
  readonly config: Schemas['config']
  /**
   * Keys of the config that players and their clients may know, in `zone.config`. The others stay hidden: a seed gives
   * away the whole map. `width` and `height` are always known, in `zone.bounds`: that is where the grid ends.
   */
  readonly publicConfig?: readonly (Schemas['publicConfig'] & keyof z.output<Schemas['config']> & string)[]
  /**
   * The schema of each kind's data. Read with every change of an entity, as a whole: it may fill in and tidy up, but must
   * leave its own result as it is, so it has no transforms (MOD-21). So it is with `state` and `extras`.
   */
  readonly entities: Schemas['entities']
  /** Read once, when an intent comes in; they may transform. */
  readonly intents: Schemas['intents'] & {
    readonly [type: string]: IntentWithin<NoInfer<keyof Schemas['refusals'] & string>>
  }
  readonly state?: Schemas['state']
  readonly extras?: Schemas['extras']
  /** The schema of each event's payload. Without it any event is taken, and nothing is known of it. */
  readonly events?: Schemas['events']
  /** The codes that `canJoin` and intents are refused with, and when. Without it any code is taken. */
  readonly refusals?: Schemas['refusals']
  /**
   * What players may ask. `answer` is pure and synchronous, over committed state only. What it answers is read with
   * `output` before it is sent; without that any JSON is.
   */
  readonly queries?: {
    readonly [Name in keyof Schemas['queries']]: {
      readonly input: Schemas['queries'][Name]
      answer(
        context: QueryContext<TypesIn<NoInfer<Schemas>>, DeepReadonly<z.output<Schemas['queries'][Name]>>>,
      ): AnswerIn<NoInfer<Schemas['answers'][Name & keyof Schemas['answers']]>>
    }
  } & { readonly [Name in keyof Schemas['answers']]: { readonly output?: Schemas['answers'][Name] } }
  /**
   * What players are shown: extras, and data of entities as redactions leave it. Each view is read with it before it is
   * sent. Without it any extras are taken, and nothing is known of them; so it is with entities.
   */
  readonly view?: Schemas['view']
  /**
   * What the module counts and measures, for operators: they see it in `/metrics`. Labels are closed sets. Nothing of it is
   * shown to players, or stored.
   */
  readonly metrics?: Schemas['metrics']
  readonly redactions?: {
    readonly [Label in Schemas['labels']]: Redaction<EntityOf<Schemas['entities']>, TypesIn<NoInfer<Schemas>>['shown']>
  }
  /** What one player hands in for one turn. It is read once, when it comes in; it may transform. */
  readonly orders?: Schemas['orders']
  readonly schedule?: Schedule & { readonly kind: Schemas['scheduled'] }
  /** In the place of `schedule`: several, of which each zone has one. */
  readonly schedules?: Schedules
  /**
   * ms after which a hook or schema that has not returned is stopped, and has failed; 10 to 8,000. Default: the server's
   * `moduleMsMax`, 1,000.
   */
  readonly moduleMsMax?: number

  /** The first state of a new zone. */
  createZone(context: CreateContext<TypesIn<NoInfer<Schemas>>>): Checked<First, InitialZone<TypesIn<NoInfer<Schemas>>>>

  /** Asked inside the step, once for each player who is not yet a member. Without it all may join. */
  canJoin?(context: JoinContext<TypesIn<NoInfer<Schemas>>>): Verdict<NoInfer<keyof Schemas['refusals'] & string>>

  /** The place where a zone changes. Pure and synchronous. Only a module of turns alone may be without it. */
  onTick?(context: TickContext<TypesIn<NoInfer<Schemas>>>): Checked<Change, TickResult<TypesIn<NoInfer<Schemas>>>>

  /**
   * Asked when orders are handed in, over no more than what the player may know. What it accepted goes to `onTurn`, which
   * must cope with what the world has become. Without it all that fits the schema is accepted.
   */
  checkOrders?(
    context: OrdersContext<TypesIn<NoInfer<Schemas>>>,
  ): Verdict<NoInfer<keyof Schemas['refusals'] & string>, never>

  /**
   * What a player gets who handed in nothing. Without it `onTurn` sees `orders: undefined`. It stands before `onTurn`, so that
   * the compiler knows of it there.
   */
  defaultOrders?(
    context: TurnMemberContext<TypesIn<NoInfer<Schemas>>>,
  ): Instead & TypesIn<NoInfer<Schemas>>['givenOrders']

  /** Whether a turn waits for this member. Without it, for each. */
  mustOrder?(context: TurnMemberContext<TypesIn<NoInfer<Schemas>>>): boolean

  /** Resolves a turn. Pure and synchronous, as `onTick`. */
  onTurn?(
    context: TurnContext<TypesIn<NoInfer<Schemas>>, InsteadIn<TypesIn<NoInfer<Schemas>>['orders'], NoInfer<Instead>>>,
  ): Checked<Turned, TurnResult<TypesIn<NoInfer<Schemas>>>>

  /** What this player may know. Pure and synchronous, over committed state only; what it does not return stays hidden. */
  getPlayerState(
    context: ViewContext<TypesIn<NoInfer<Schemas>>, NoInfer<Schemas['labels']>>,
  ): PlayerState<TypesIn<NoInfer<Schemas>>>

  /**
   * Whether a cell is in this player's sight, whatever stands there. Pure and synchronous, over committed state only; a
   * throw means no. Events for those `seeing` a cell need it, and the inspector draws sight by it.
   */
  seesCell?(context: SightContext<TypesIn<NoInfer<Schemas>>>): boolean
}

/** Carries what a module's `defaultOrders` returns beside it. Exists only as a type. */
export type Defaulting<Instead> = { readonly '~instead'?: Instead }

/** What stands for orders that were not handed in: `Given` is unknown where nothing is known of `defaultOrders`. */
export type InsteadIn<Orders, Given> = unknown extends Given ? Orders | undefined : Orders

/** A module as the engine runs it: the same object with the types of its schemas forgotten. */
export type GameModule = {
  readonly name: string
  readonly version: string
  readonly stateVersion: number
  readonly description?: string
  readonly config: ObjectSchema
  readonly publicConfig?: readonly string[]
  readonly entities: EntitySchemas
  readonly intents: IntentSchemas
  readonly state: ObjectSchema
  readonly extras: ObjectSchema
  readonly queries: {
    readonly [name: string]: {
      readonly input: ObjectSchema
      readonly output?: z.ZodType
      answer(context: QueryContext<AnyTypes, Json>): unknown
    }
  }
  readonly redactions: { readonly [label: string]: Redaction }
  readonly view?: ViewSchemas
  readonly metrics?: MetricDeclarations
  readonly events?: EventSchemas
  readonly refusals?: RefusalWords
  readonly orders?: ObjectSchema
  /** The schedule of a zone for which none is named. */
  readonly schedule: Schedule
  readonly schedules?: Schedules
  readonly moduleMsMax?: number
  createZone(context: CreateContext<AnyTypes>): unknown
  canJoin(context: JoinContext<AnyTypes>): unknown
  onTick?(context: TickContext<AnyTypes>): unknown
  checkOrders?(context: OrdersContext<AnyTypes>): unknown
  defaultOrders?(context: TurnMemberContext<AnyTypes>): unknown
  mustOrder?(context: TurnMemberContext<AnyTypes>): unknown
  onTurn?(context: TurnContext<AnyTypes>): unknown
  getPlayerState(context: ViewContext<AnyTypes>): unknown
  seesCell?(context: SightContext<AnyTypes>): unknown
}

/** Committed state with the module's types forgotten. */
export type AnyZoneBase = ZoneBase<AnyTypes>
