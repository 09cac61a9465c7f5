import type { EntityId, EntityTable, PlayerId, ZoneId } from './entity.ts'
import type { IntentHandlers, Role } from './intent.ts'
import type { JsonObject } from './json.ts'
import type { CountOf, ObservationOf } from './metrics.ts'
import type { AnyTypes, ModuleTypes } from './module-types.ts'
import type { MembershipChange, ZonePlayer } from './player.ts'
import type { Random } from './random.ts'
import type { TurnInfo, TurnOrders, TurnReason } from './turn.ts'

/** What a module knows of its zone. */
export type ZoneInfo<Config = JsonObject> = {
  readonly id: ZoneId
  readonly name: string
  readonly config: Config
  /** 0: it ticks on demand. */
  readonly everyMs: number
}

/** Committed state: what `getPlayerState`, `canJoin` and queries read. */
export type ZoneBase<Types extends ModuleTypes> = {
  readonly zone: ZoneInfo<Types['config']>
  readonly tick: number
  /** ms since the epoch: the time of that tick. */
  readonly now: number
  readonly entities: EntityTable<Types['entity']>
  readonly state: Types['state']
  readonly extras: Types['extras']
  readonly players: readonly ZonePlayer[]
} & Types['turned']

/** Lines of a module in the server's log. They never reach a player. */
export type ModuleLog = {
  readonly [Level in 'debug' | 'info' | 'warn' | 'error']: (message: string, details?: JsonObject) => void
}

/** Says of which module something is. Exists only as a type. */
type Of<Types extends ModuleTypes> = { readonly '~types'?: Types }

/** What a tick is given, besides what it may change. */
export type TickSetting<Types extends ModuleTypes> = Of<Types> & {
  readonly zone: ZoneInfo<Types['config']>
  /** The number of this beat. */
  readonly tick: number
  /** ms since the epoch, the same all through the tick. */
  readonly now: number
  /** ms since the last step that was run. */
  readonly elapsedMs: number
  readonly players: readonly ZonePlayer[]
  readonly membership: readonly MembershipChange[]
  readonly random: Random
  /** A new id that tells nothing about what else exists. */
  readonly newId: (kind: string) => EntityId
  readonly log: ModuleLog
  /**
   * So many more of a counter that the module declares in `metrics`: `count('tolls', { paid: 'yes' })`, `count('units', {}, 3)`.
   * It is taken over once the tick is stored. Throws for a name, a label or a number that cannot be.
   */
  readonly count: (...counted: CountOf<Types['metrics']>) => void
  /** A value of a histogram: `observe('round_seconds', {}, 12.5)`. Otherwise as `count`. */
  readonly observe: (...observed: ObservationOf<Types['metrics']>) => void
} & Types['turned']

/** What `onTick` is given. */
export type TickContext<Types extends ModuleTypes> = TickSetting<Types> & {
  /** As they were when the tick began. */
  readonly entities: EntityTable<Types['entity']>
  readonly state: Types['state']
  readonly extras: Types['extras']
  /** Accepted since the last tick, in the order of acceptance. */
  readonly intents: readonly Types['intent'][]
  /** What the module's intents do, by type: those that have it. `carryOut` runs them. */
  readonly handlers: IntentHandlers
  /** The metrics that the module declares. */
  readonly metrics: Types['metrics']
}

/**
 * What `onTurn` is given: all that a tick is, with the turn that it resolves. `Instead` is what stands for those who
 * handed in nothing.
 */
export type TurnContext<Types extends ModuleTypes, Instead = Types['orders'] | undefined> = TickContext<Types> & {
  readonly turn: TurnInfo
  readonly reason: TurnReason
  /** One entry for each member who must order, sorted by playerId: the order of arrival never matters. */
  readonly orders: readonly TurnOrders<Types['orders'], Instead>[]
}

/** What `checkOrders` is given: no more than the player may know, so that no refusal gives away what is hidden. */
export type OrdersContext<Types extends ModuleTypes> = {
  readonly zone: ZoneInfo<Types['config']>
  readonly turn: TurnInfo
  /** What getPlayerState gives this player. */
  readonly view: ShownState<Types>
  readonly playerId: PlayerId
  readonly orders: Types['orders']
}

/** What `defaultOrders` and `mustOrder` are given. */
export type TurnMemberContext<Types extends ModuleTypes> = {
  readonly base: ZoneBase<Types>
  readonly playerId: PlayerId
}

/** What `createZone` is given. */
export type CreateContext<Types extends ModuleTypes> = {
  readonly config: Types['config']
  readonly random: Random
  readonly newId: (kind: string) => EntityId
  /** ms since the epoch. */
  readonly now: number
}

/** What `canJoin` is given. */
export type JoinContext<Types extends ModuleTypes> = {
  readonly base: ZoneBase<Types>
  readonly player: { readonly playerId: PlayerId; readonly displayName: string; readonly role: Role }
}

/** What `getPlayerState` is given; `Label` are those of the module's redactions. */
export type ViewContext<Types extends ModuleTypes, Label extends string = string> = {
  readonly base: ZoneBase<Types>
  readonly playerId: PlayerId
  /** The entity as the redaction with this label leaves it. Made once per change and shared by all who get it. */
  readonly redact: (entity: Types['entity'], label: Label) => Types['shown']
  /**
   * The list, with each entity redacted for which `labelOf` names a redaction; one for which it names none stays as it is.
   * It shows the same as `redact` one by one. A list of `base.entities` that is returned so is the fastest: nobody looks
   * at each entity again.
   */
  readonly redactEach: (
    entities: readonly Types['entity'][],
    labelOf: (entity: Types['entity']) => Label | undefined,
  ) => readonly Types['shown'][]
}

/** What `seesCell` is given. */
export type SightContext<Types extends ModuleTypes> = {
  readonly base: ZoneBase<Types>
  readonly playerId: PlayerId
  readonly x: number
  readonly y: number
}

/** What a player may know of a zone: entities of the table as they are or redacted, and extras for this player. */
export type PlayerState<Types extends ModuleTypes = AnyTypes> = {
  readonly entities: readonly Types['shown'][]
} & Types['givenShownExtras']

/** What a player was shown of a zone. */
export type ShownState<Types extends ModuleTypes = AnyTypes> = {
  readonly entities: readonly Types['seen'][]
} & Types['shownExtras']

/** What a query is given. */
export type QueryContext<Types extends ModuleTypes, Input> = {
  readonly base: ZoneBase<Types>
  /** What getPlayerState gives this player. */
  readonly view: ShownState<Types>
  readonly playerId: PlayerId
  readonly input: Input
}
