import type { z } from 'zod'
import type { CreateOf, TickResult } from './delta.ts'
import type { Entity, EntityId, EntityOf, EntitySchemas, EntityTable, PlayerId, ZoneId } from './entity.ts'
import type { Intent, IntentOf, IntentSchemas, Role } from './intent.ts'
import type { DeepReadonly, Json, JsonObject } from './json.ts'
import type { MembershipChange, ZonePlayer } from './player.ts'
import type { Random } from './random.ts'
import type { Verdict } from './verdict.ts'

/** The schema of an object, strict: unknown keys are errors. */
export type ObjectSchema = z.ZodType<object>

/**
 * When the ticks of a zone are due: in a period, while somebody watches or something is to be done; or on demand, only
 * for what players ask for and for wake times, at most ten times a second. Other kinds join this union.
 */
export type Schedule = { readonly kind: 'interval'; readonly everyMs: number } | { readonly kind: 'onDemand' }

/** Leaves of an entity what a player with some label may know. Pure; sees the entity alone; must keep its id. */
export type Redaction<E extends Entity = Entity> = (entity: E) => Entity

/** What a module knows of its zone. */
export type ZoneInfo<Config = JsonObject> = {
  readonly id: ZoneId
  readonly name: string
  readonly config: Config
  /** 0: it ticks on demand. */
  readonly everyMs: number
}

/** Committed state: what `getPlayerState`, `canJoin` and queries read. */
export type ZoneBase<Config, E extends Entity, State, Extras> = {
  readonly zone: ZoneInfo<Config>
  readonly tick: number
  /** ms since the epoch: the time of that tick. */
  readonly now: number
  readonly entities: EntityTable<E>
  readonly state: State
  readonly extras: Extras
  readonly players: readonly ZonePlayer[]
}

/** Lines of a module in the server's log. They never reach a player. */
export type ModuleLog = {
  readonly [Level in 'debug' | 'info' | 'warn' | 'error']: (message: string, details?: JsonObject) => void
}

export type TickContext<Config, E extends Entity, I, State, Extras> = ZoneBase<Config, E, State, Extras> & {
  /** Accepted since the last tick, in the order of acceptance. */
  readonly intents: readonly I[]
  readonly membership: readonly MembershipChange[]
  /** ms since the last step that was run. */
  readonly elapsedMs: number
  readonly random: Random
  /** A new id that tells nothing about what else exists. */
  readonly newId: (kind: string) => EntityId
  readonly log: ModuleLog
}

/** What a player may know of a zone: entities of the table as they are or redacted, and extras for this player. */
export type PlayerState = {
  readonly entities: readonly Entity[]
  /** Sent only if returned. */
  readonly extras?: JsonObject
}

export type QueryContext<Config, E extends Entity, State, Extras, Input> = {
  readonly base: ZoneBase<Config, E, State, Extras>
  /** What getPlayerState gives this player. */
  readonly view: PlayerState
  readonly playerId: PlayerId
  readonly input: Input
}

/** What {@link defineModule} takes. See modules/README.md for a module built step by step. */
export type ModuleDefinition<
  Config extends ObjectSchema,
  Schemas extends EntitySchemas,
  Intents extends IntentSchemas,
  State extends ObjectSchema,
  Extras extends ObjectSchema,
  Queries extends { readonly [name: string]: ObjectSchema },
  Label extends string,
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
  readonly config: Config
  /**
   * Keys of the config that players and their clients may know, in `zone.config`. The others stay hidden: a seed gives
   * away the whole map. `width` and `height` are always known, in `zone.bounds`: that is where the grid ends.
   */
  readonly publicConfig?: readonly (keyof z.output<Config> & string)[]
  /**
   * The schema of each kind's data. Read with every change of an entity, as a whole: it may fill in and tidy up, but must
   * leave its own result as it is, so it has no transforms (MOD-21). So it is with `state` and `extras`.
   */
  readonly entities: Schemas
  /** Read once, when an intent comes in; they may transform. */
  readonly intents: Intents
  readonly state?: State
  readonly extras?: Extras
  readonly queries?: {
    readonly [Name in keyof Queries]: {
      readonly input: Queries[Name]
      answer(
        context: QueryContext<
          DeepReadonly<z.output<Config>>,
          EntityOf<Schemas>,
          DeepReadonly<z.output<State>>,
          DeepReadonly<z.output<Extras>>,
          DeepReadonly<z.output<Queries[Name]>>
        >,
      ): Json
    }
  }
  readonly redactions?: { readonly [L in Label]: Redaction<EntityOf<Schemas>> }
  readonly schedule: Schedule
  /**
   * ms after which a hook or schema that has not returned is stopped, and has failed; 10 to 8,000. Default: the server's
   * `moduleMsMax`, 1,000.
   */
  readonly moduleMsMax?: number

  /** The first state of a new zone. */
  createZone(context: {
    readonly config: DeepReadonly<z.output<Config>>
    readonly random: Random
    readonly newId: (kind: string) => EntityId
    /** ms since the epoch. */
    readonly now: number
  }): InitialZone<NoInfer<Schemas>, z.input<State>, z.input<Extras>>

  /** Asked inside the step, once for each player who is not yet a member. Without it all may join. */
  canJoin?(context: {
    readonly base: ZoneBase<
      DeepReadonly<z.output<Config>>,
      EntityOf<Schemas>,
      DeepReadonly<z.output<State>>,
      DeepReadonly<z.output<Extras>>
    >
    readonly player: { readonly playerId: PlayerId; readonly displayName: string; readonly role: Role }
  }): Verdict

  /** The one place where a zone changes. Pure and synchronous. */
  onTick(
    context: TickContext<
      DeepReadonly<z.output<Config>>,
      EntityOf<Schemas>,
      IntentOf<Intents>,
      DeepReadonly<z.output<State>>,
      DeepReadonly<z.output<Extras>>
    >,
  ): TickResult<NoInfer<Schemas>, EntityOf<Schemas>, z.input<State>, z.input<Extras>>

  /** What this player may know. Pure and synchronous, over committed state only; what it does not return stays hidden. */
  getPlayerState(context: {
    readonly base: ZoneBase<
      DeepReadonly<z.output<Config>>,
      EntityOf<Schemas>,
      DeepReadonly<z.output<State>>,
      DeepReadonly<z.output<Extras>>
    >
    readonly playerId: PlayerId
    /** The entity as the redaction with this label leaves it. Made once per change and shared by all who get it. */
    readonly redact: (entity: EntityOf<Schemas>, label: NoInfer<Label>) => Entity
  }): PlayerState

  /**
   * Whether a cell is in this player's sight, whatever stands there. Pure and synchronous, over committed state only; a
   * throw means no. Events for those `seeing` a cell need it, and the inspector draws sight by it.
   */
  seesCell?(context: {
    readonly base: ZoneBase<
      DeepReadonly<z.output<Config>>,
      EntityOf<Schemas>,
      DeepReadonly<z.output<State>>,
      DeepReadonly<z.output<Extras>>
    >
    readonly playerId: PlayerId
    readonly x: number
    readonly y: number
  }): boolean
}

export type InitialZone<Schemas extends EntitySchemas, State, Extras> = {
  readonly create?: readonly CreateOf<Schemas>[]
  readonly state?: State
  readonly extras?: Extras
  readonly wakeAt?: number | null
  readonly then?: never
}

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
      answer(context: QueryContext<Json, Entity, Json, Json, Json>): unknown
    }
  }
  readonly redactions: { readonly [label: string]: Redaction }
  readonly schedule: Schedule
  readonly moduleMsMax?: number
  createZone(context: { config: Json; random: Random; newId: (kind: string) => EntityId; now: number }): unknown
  canJoin(context: { base: AnyZoneBase; player: { playerId: PlayerId; displayName: string; role: Role } }): unknown
  onTick(context: TickContext<Json, Entity, Intent, Json, Json>): unknown
  getPlayerState(context: {
    base: AnyZoneBase
    playerId: PlayerId
    redact: (entity: Entity, label: string) => Entity
  }): unknown
  seesCell?(context: { base: AnyZoneBase; playerId: PlayerId; x: number; y: number }): unknown
}

/** Committed state with the module's types forgotten. */
export type AnyZoneBase = ZoneBase<Json, Entity, Json, Json>

/** What a module's schemas say, kept for clients that are typed by the module. Exists only as a type. */
export type ModuleTypes<Config, Schemas extends EntitySchemas, Intents extends IntentSchemas, Queries> = {
  readonly '~types'?: {
    readonly config: Config
    readonly entities: Schemas
    readonly intents: Intents
    readonly queries: Queries
  }
}
