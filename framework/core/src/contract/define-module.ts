import { z } from 'zod'
import { checkModule } from './check-module.ts'
import type { EntitySchemas } from './entity.ts'
import type { IntentSchemas } from './intent.ts'
import type { MetricDeclarations } from './metrics.ts'
import type { Defaulting, GameModule, ModuleDefinition } from './module.ts'
import type {
  AnswerSchemas,
  EventSchemas,
  NothingDeclared,
  ObjectSchema,
  QuerySchemas,
  RefusalWords,
  Typed,
  ViewSchemas,
} from './module-types.ts'
import type { Schedule } from './schedule.ts'
import { accept } from './verdict.ts'

const emptyObject: NothingDeclared = z.strictObject({})

type NoneDeclared = Record<never, never>

/** The schemas of a definition under the names that the types of a module have. */
type Declared<
  Config extends ObjectSchema,
  Entities extends EntitySchemas,
  Intents extends IntentSchemas,
  State extends ObjectSchema,
  Extras extends ObjectSchema,
  Queries extends QuerySchemas,
  Labels extends string,
  Events extends EventSchemas,
  Refusals extends RefusalWords,
  Answers extends AnswerSchemas,
  View extends ViewSchemas,
  Metrics extends MetricDeclarations,
  PublicConfig extends string,
  Orders extends ObjectSchema,
  Scheduled extends Schedule['kind'],
> = {
  readonly config: Config
  readonly publicConfig: PublicConfig
  readonly orders: Orders
  readonly scheduled: Scheduled
  readonly entities: Entities
  readonly intents: Intents
  readonly state: State
  readonly extras: Extras
  readonly queries: Queries
  readonly labels: Labels
  readonly events: Events
  readonly refusals: Refusals
  readonly answers: Answers
  readonly view: View
  readonly metrics: Metrics
}

/**
 * Makes a game module of its definition, with all types inferred from the zod schemas.
 *
 * Throws a TypeError that says what is wrong and what to do, so that a broken module is refused at start and not in
 * the middle of a game.
 */
export function defineModule<
  Config extends ObjectSchema,
  Entities extends EntitySchemas,
  Intents extends IntentSchemas,
  State extends ObjectSchema = NothingDeclared,
  Extras extends ObjectSchema = NothingDeclared,
  Queries extends QuerySchemas = Record<never, ObjectSchema>,
  Labels extends string = never,
  Events extends EventSchemas = EventSchemas,
  Refusals extends RefusalWords = RefusalWords,
  Answers extends AnswerSchemas = Record<never, unknown>,
  View extends ViewSchemas = NoneDeclared,
  const Metrics extends MetricDeclarations = NoneDeclared,
  PublicConfig extends string = never,
  Orders extends ObjectSchema = NothingDeclared,
  Scheduled extends Schedule['kind'] = Schedule['kind'],
  const First = unknown,
  const Change = unknown,
  const Turned = unknown,
  Instead = unknown,
>(
  definition: ModuleDefinition<
    Declared<
      Config,
      Entities,
      Intents,
      State,
      Extras,
      Queries,
      Labels,
      Events,
      Refusals,
      Answers,
      View,
      Metrics,
      PublicConfig,
      Orders,
      Scheduled
    >,
    First,
    Change,
    Turned,
    Instead
  >,
): GameModule &
  Typed<
    Declared<
      Config,
      Entities,
      Intents,
      State,
      Extras,
      Queries,
      Labels,
      Events,
      Refusals,
      Answers,
      View,
      Metrics,
      PublicConfig,
      Orders,
      Scheduled
    >
  > &
  Defaulting<Instead> {
  const module = Object.freeze({
    state: emptyObject,
    extras: emptyObject,
    queries: {},
    redactions: {},
    canJoin: () => accept(),
    schedule: Object.values(definition.schedules ?? {})[0],
    ...definition,
  }) as unknown as GameModule
  checkModule(module)
  return module
}
