import type { FieldError } from '@gridtick/protocol/codes'
import type { Json } from 'gridtick/json'
import type { ModuleLike } from './module-like.ts'
import type {
  DetailsFor,
  HeardEvent,
  IntentTypeOf,
  PayloadFor,
  QueryAnswerFor,
  QueryInputFor,
  QueryNameOf,
  ResultCode,
  SeenConfig,
  ZoneView,
} from './module-view.ts'

export type WaitOptions = {
  /** After this it rejects with `timeout`. Default: it waits as long as the zone is watched. */
  readonly timeoutMs?: number
  /** Aborted, it rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

export type ZoneMode = 'delta' | 'full'

/** `waiting`: after a reconnect the server cannot show the zone at the moment; it is asked again and again until it can. */
export type JoinedZoneStatus = 'open' | 'waiting' | 'paused' | 'finished' | 'deleted'

/** What became of an intent. A refusal is an answer, not an error. */
export type IntentResult<Module extends ModuleLike = ModuleLike, Type extends string = string> =
  | {
      readonly outcome: 'applied'
      /** The tick whose commit holds the effect. */
      readonly tick: number
      /** What the module tells of it, where it does. */
      readonly details?: DetailsFor<Module, Type>
      /** The result was lost once with a connection, and this is what the server had recorded. */
      readonly duplicate?: true
    }
  | {
      readonly outcome: 'refused'
      readonly code: ResultCode<Module>
      readonly message: string
      readonly details?: Json
      readonly errors?: readonly FieldError[]
      readonly retryable: boolean
      readonly retryAfterMs?: number
      readonly tick?: number
      readonly duplicate?: true
    }

export type GameEventHeard = { readonly event: string; readonly payload: Json }

export type ZoneEvents<Module extends ModuleLike = ModuleLike> = {
  /** The view changed, or events were heard. `changed` names the entities that came, went or are not as they were. */
  readonly tick: {
    readonly view: ZoneView<Module>
    readonly events: readonly HeardEvent<Module>[]
    /**
     * Events before these may have been lost: the connection was too slow, or was lost, and beats of the zone have passed
     * since the one that was seen last. False: none was lost.
     */
    readonly eventsDropped: boolean
    readonly changed: { readonly set: readonly string[]; readonly removed: readonly string[] }
  }
  /** One of the events of a tick, after its view is in place and before `tick` is told. */
  readonly event: HeardEvent<Module> & { readonly tick: number }
  readonly status: { readonly status: JoinedZoneStatus; readonly code?: string }
  /** The server could not make this player's view of that tick; the one before stays. */
  readonly unavailable: { readonly tick: number }
  /** The last one: nothing comes of this zone any more. */
  readonly ended: { readonly reason: EndReason; readonly message: string }
}

/** Why a zone is no longer watched: the player was removed, left or unsubscribed, it was deleted, it cannot be watched again after a reconnect, or the client was closed. */
export type EndReason = 'removed' | 'left' | 'unsubscribed' | 'deleted' | 'refused' | 'closed'

/** A zone that this client watches, over all reconnects. */
export type JoinedZone<Module extends ModuleLike = ModuleLike> = {
  readonly id: string
  /** The module's name. */
  readonly module: string
  /** ms between two ticks. */
  readonly everyMs: number
  /** What the module lets players know of the zone's config. */
  readonly config: SeenConfig<Module>
  /** Where the grid ends, in cells: from 0 to width − 1 and height − 1. Undefined where the zone does not say. */
  readonly bounds: { readonly width: number; readonly height: number } | undefined
  readonly status: JoinedZoneStatus
  readonly playerId: string
  /** What this player may know, as of the last frame. A new object with each; entities that did not change stay the same objects in delta mode. */
  readonly view: ZoneView<Module>
  /** Intents without a result. */
  readonly pending: number
  /** Calls the listener from now on. Returns how to stop that. */
  on<Name extends keyof ZoneEvents<Module>>(name: Name, listener: (event: ZoneEvents<Module>[Name]) => void): () => void
  /**
   * Resolves with the next thing of this name for which the predicate is true: `zone.waitFor('event', ({ event }) => event === 'said')`.
   * Rejects with a GridtickError: `timeout` after `timeoutMs`, `closed` if the zone ends before; or with the reason of the
   * signal, or with what the predicate throws.
   */
  waitFor<Name extends keyof ZoneEvents<Module>>(
    name: Name,
    predicate?: (event: ZoneEvents<Module>[Name]) => boolean,
    options?: WaitOptions,
  ): Promise<ZoneEvents<Module>[Name]>
  /**
   * Sends an intent, carried out exactly once over lost connections and restarts of the server. Resolves with what
   * became of it, also when it is refused. Rejects with a GridtickError `closed` if client or zone end before that is
   * known.
   */
  send<Type extends IntentTypeOf<Module>>(
    type: Type,
    payload: PayloadFor<Module, Type>,
  ): Promise<IntentResult<Module, Type>>
  /** Asks the module. Asked again after a reconnect. Rejects with a GridtickError. */
  query<Name extends QueryNameOf<Module>>(
    name: Name,
    input?: QueryInputFor<Module, Name>,
  ): Promise<{ readonly tick: number; readonly result: QueryAnswerFor<Module, Name> }>
  /**
   * Watches no longer; the membership stays. Resolves when the server has said so, and at once where there is no
   * connection and no intent waits. Rejects with `conflict` while the zone is left or unsubscribed from already.
   */
  unsubscribe(): Promise<void>
  /** Ends the membership. Resolves when that is stored. Rejects as `unsubscribe` does. */
  leave(): Promise<void>
}
