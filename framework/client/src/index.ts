export { createBotRandom } from './bot-random.ts'
export type {
  Client,
  ClientEvents,
  ClientOptions,
  ClientStatus,
  ClosedReason,
  ErrorAnswer,
  HeardFrame,
  HeardMessage,
  Welcome,
} from './client.ts'
export { createClient } from './create-client.ts'
export {
  type Bot,
  type BotAction,
  type BotContext,
  type BotIntent,
  type BotOutcome,
  type BotQuery,
  type BotRandom,
  type BotRole,
  defineBot,
} from './define-bot.ts'
export { GridtickError } from './gridtick-error.ts'
export type {
  EndReason,
  GameEventHeard,
  IntentResult,
  JoinedZone,
  JoinedZoneStatus,
  WaitOptions,
  ZoneEvents,
  ZoneMode,
} from './joined-zone.ts'
export type { ModuleLike } from './module-like.ts'
export type {
  DetailsFor,
  HeardEvent,
  IntentTypeOf,
  PayloadFor,
  QueryAnswerFor,
  QueryInputFor,
  QueryNameOf,
  ResultCode,
  SeenConfig,
  SeenEntity,
  SeenExtras,
  ZoneView,
} from './module-view.ts'
export { type BotPlayer, type BotReport, type PlayEnd, playBot } from './play-bot.ts'
export type { WebSocketClass, WebSocketLike } from './web-socket-like.ts'
