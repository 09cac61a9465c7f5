/** What a module author imports. */

export type { Audience } from './contract/audience.ts'
export { everyone, players, seeing, visibleTo } from './contract/audience.ts'
export type { ModuleLog, PlayerState, ZoneBase, ZoneInfo } from './contract/contexts.ts'
export { defineModule } from './contract/define-module.ts'
export type { CreateOf, UpdateOf } from './contract/delta.ts'
export type { Entity, EntityId, EntityOf, EntityTable, PlayerId, Position, ZoneId } from './contract/entity.ts'
export type { Answer, AnyDetails, DeclaredIntent, HandledIntent, Intent, IntentOf, Role } from './contract/intent.ts'
export { debugOnly, intent } from './contract/intent.ts'
export type { DeepReadonly, Json, JsonObject } from './contract/json.ts'
export type { Measured, MetricDeclaration, MetricDeclarations } from './contract/metrics.ts'
export { defineMetrics } from './contract/metrics.ts'
export type { Defaulting, GameModule } from './contract/module.ts'
export type { EventSchemas, NothingDeclared, ObjectSchema, RefusalWords, Typed } from './contract/module-types.ts'
export type { MembershipChange, ZonePlayer } from './contract/player.ts'
export type { Random } from './contract/random.ts'
export type { GameEvent, IntentRefusal, TickResult, TurnResult } from './contract/results.ts'
export type { TurnInfo, TurnOrders, TurnReason } from './contract/turn.ts'
export type { TurnDeadline, TurnPolicy, TurnSchedule, TurnSettings, TurnShows } from './contract/turn-schedule.ts'
export { turns } from './contract/turn-schedule.ts'
export type {
  BaseOf,
  ConfigOf,
  EventOf,
  EventPayloadOf,
  ExtrasOf,
  JoinOf,
  LookOf,
  OrdersCheckOf,
  OrdersOf,
  QuestionOf,
  RefusalCodeOf,
  StateOf,
  TickOf,
  TickResultOf,
  TurnOf,
  TurnResultOf,
  ViewOf,
} from './contract/types-of.ts'
export type { Refusal, Refused, Verdict } from './contract/verdict.ts'
export { accept, refuse } from './contract/verdict.ts'
export { carryOut } from './draft/carry-out.ts'
export type { EntityDraft } from './draft/draft-entities.ts'
export { draftEntities } from './draft/draft-entities.ts'
export type { DraftOf, IntentHandlerOf } from './draft/draft-of.ts'
export type { TickDraft } from './draft/draft-tick.ts'
export { draftTick } from './draft/draft-tick.ts'
export { isoTime } from './kernel/iso-time.ts'
export { lineOfSight } from './sight/line-of-sight.ts'
export { ownedBy, sameCell, union, withinRadius } from './sight/sight.ts'
export type { VisibleCells } from './sight/visible-cells.ts'
export { canSee, visibleCells } from './sight/visible-cells.ts'
