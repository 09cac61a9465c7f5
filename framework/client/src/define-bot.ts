import type { JsonObject } from 'gridtick/json'
import type { IntentResult } from './joined-zone.ts'
import type { ModuleLike } from './module-like.ts'
import type {
  HeardEvent,
  IntentTypeOf,
  PayloadFor,
  QueryAnswerFor,
  QueryInputFor,
  QueryNameOf,
  ZoneView,
} from './module-view.ts'

/** Chance for a bot, from a seed: the same seed gives the same draws. */
export type BotRandom = {
  /** From 0 (included) to 1 (not included). */
  float(): number
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number
  /** One of the items. Throws on an empty list. */
  pick<Item>(items: readonly Item[]): Item
}

/** An intent that a bot may ask for: its type with the payload that belongs to it. */
export type BotIntent<Module extends ModuleLike = ModuleLike> = {
  [Type in IntentTypeOf<Module>]: { readonly type: Type; readonly payload: PayloadFor<Module, Type> }
}[IntentTypeOf<Module>]

/** A question to the module, whose answer is handed to the next `act`. */
export type BotQuery<Module extends ModuleLike = ModuleLike> = {
  [Name in QueryNameOf<Module>]: { readonly query: Name; readonly input: QueryInputFor<Module, Name> }
}[QueryNameOf<Module>]

/** What a bot does next. Who leaves gives up the membership; somebody new takes the place. */
export type BotAction<Module extends ModuleLike = ModuleLike> = BotIntent<Module> | BotQuery<Module> | 'leave'

/** What became of the last action. */
export type BotOutcome<Module extends ModuleLike = ModuleLike> =
  | {
      [Type in IntentTypeOf<Module>]: { readonly intent: Type; readonly result: IntentResult<Module, Type> }
    }[IntentTypeOf<Module>]
  /** Without an answer the query was refused. */
  | {
      [Name in QueryNameOf<Module>]: {
        readonly query: Name
        readonly answer: QueryAnswerFor<Module, Name> | undefined
      }
    }[QueryNameOf<Module>]

/** What a bot decides by. */
export type BotContext<Module extends ModuleLike = ModuleLike, Memory = unknown> = {
  readonly view: ZoneView<Module>
  readonly playerId: string
  /** What `create` made for this bot; it may change it. Undefined without `create`. */
  readonly memory: Memory
  /** Heard since it was last asked, the oldest first. Of very many the latest. */
  readonly events: readonly HeardEvent<Module>[]
  /** What became of its last action. Undefined if it did nothing the last time. */
  readonly last: BotOutcome<Module> | undefined
  readonly random: BotRandom
  /** ms since the epoch. */
  readonly now: number
}

/** A way to play that a module's bot knows, of several. */
export type BotRole = {
  /** For people, as "hunt ships no stronger than their own". */
  readonly does: string
  /** Of all bots, where nobody says how many; relative to the shares of the other roles. */
  readonly share: number
}

/** A scripted player of a module. */
export type Bot<Module extends ModuleLike = ModuleLike, Memory = unknown> = {
  /** It is asked this often, while none of its actions waits for a result. */
  readonly thinkMs: number
  /** Of the zone that a load test should create for it. */
  readonly config?: JsonObject
  /** Ways to play, by name. Without them all bots are of the role `player`. */
  readonly roles?: { readonly [role: string]: BotRole }
  /** Numbers that may be changed from outside, with their defaults. */
  readonly settings?: { readonly [name: string]: number }
  /** Once for each player, before the first `act`. */
  create?(context: {
    readonly playerId: string
    readonly random: BotRandom
    readonly role: string
    readonly settings: { readonly [name: string]: number }
  }): Memory
  /** The next action, or nothing for now. */
  act(context: BotContext<Module, Memory>): BotAction<Module> | undefined
}

/**
 * Describes the scripted player of a module, for load tests and for company in a game. Name the module to have its
 * types: `defineBot<typeof helloGrid>({ thinkMs: 500, act: ({ random }) => … })`. Throws a TypeError if `thinkMs` is no
 * number of ms above 0 or `act` is no function.
 */
export function defineBot<Module extends ModuleLike = ModuleLike, Memory = undefined>(
  bot: Bot<Module, Memory>,
): Bot<Module, Memory> {
  if (!Number.isFinite(bot.thinkMs) || bot.thinkMs <= 0)
    throw new TypeError('defineBot: `thinkMs` must be a number of ms above 0, as 500.')
  if (typeof bot.act !== 'function')
    throw new TypeError('defineBot: `act` must be a function that gives an action or undefined.')
  return Object.freeze({ ...bot })
}
