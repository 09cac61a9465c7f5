import type { z } from 'zod'
import type { Audience } from './audience.ts'
import type { CreateOf, UpdateOf } from './delta.ts'
import type { Entity, EntityOf, EntitySchemas } from './entity.ts'
import type { HandledIn, Intent, IntentOf, IntentSchemas } from './intent.ts'
import type { DeepPartial, DeepReadonly, Json, JsonObject } from './json.ts'
import type { MetricDeclarations } from './metrics.ts'
import type { Schedule } from './schedule.ts'
import type { TurnInfo } from './turn.ts'

/** The schema of an object, strict: unknown keys are errors. */
export type ObjectSchema = z.ZodType<object>

/** What a schema gives out, as a module is given it. */
export type ValueOf<Schema extends ObjectSchema> = DeepReadonly<z.output<Schema>>

/** What goes into a schema, as a module gives it. */
export type GivenOf<Schema extends ObjectSchema> = DeepReadonly<z.input<Schema>>

/** name → schema of the input. */
export type QuerySchemas = { readonly [name: string]: ObjectSchema }

/** name → schema of the answer; unknown: none is declared, and any JSON is one. */
export type AnswerSchemas = { readonly [name: string]: unknown }

/** What players are shown, beside what is stored. */
export type ViewSchemas = {
  readonly extras?: ObjectSchema
  /** kind → schema of `data`, as redactions leave it. */
  readonly entities?: EntitySchemas
}

/** name → schema of the payload. */
export type EventSchemas = { readonly [name: string]: ObjectSchema }

/** code → when it is given, in words for those who write clients. */
export type RefusalWords = { readonly [code: string]: string }

/** What a module declares, part by part: all types of the module follow from it. */
export type ModuleSchemas = {
  readonly config: ObjectSchema
  /** Keys of the config that players may know. */
  readonly publicConfig: string
  readonly entities: EntitySchemas
  readonly intents: IntentSchemas
  readonly state: ObjectSchema
  readonly extras: ObjectSchema
  readonly queries: QuerySchemas
  readonly answers: AnswerSchemas
  readonly view: ViewSchemas
  readonly metrics: MetricDeclarations
  /** Of redactions. */
  readonly labels: string
  readonly events: EventSchemas
  readonly refusals: RefusalWords
  readonly orders: ObjectSchema
  /** The kind of its schedule; all, where it is not known or there are several. */
  readonly scheduled: Schedule['kind']
}

/** Carries what a module declares beside it. Exists only as a type. */
export type Typed<Schemas extends ModuleSchemas> = { readonly '~types'?: Schemas }

/** The schema of what a module declares nothing of. */
export type NothingDeclared = z.ZodObject<Record<never, z.ZodType>, z.core.$strict>

type AnyEvent = { readonly event: string; readonly payload: Json; readonly to: Audience }

/** The events of a module, told apart by name; any, where it declares none. */
type EventIn<Events extends EventSchemas> = string extends keyof Events
  ? AnyEvent
  : {
      [Name in keyof Events & string]: {
        readonly event: Name
        readonly payload: DeepReadonly<z.input<Events[Name]>>
        readonly to: Audience
      }
    }[keyof Events & string]

/** What the event of this name carries. */
export type PayloadIn<Event, Name> = Event extends { readonly event: infer Known; readonly payload: infer Payload }
  ? Name extends Known
    ? Payload
    : never
  : never

/** What a query answers; any JSON, where its output is not declared. */
export type AnswerIn<Schema> = Schema extends z.ZodType ? DeepReadonly<z.input<Schema>> : Json

/** The extras of a view, as a part of it: all of them, or perhaps any, where they are not declared. */
type ShownExtrasIn<View extends ViewSchemas> = View extends { readonly extras: infer Schema extends ObjectSchema }
  ? {
      readonly given: { readonly extras: DeepReadonly<z.input<Schema>> }
      readonly shown: { readonly extras: DeepReadonly<z.output<Schema>> }
    }
  : { readonly given: AnyExtras; readonly shown: AnyExtras }

type AnyExtras = {
  /** Sent only if returned. */
  readonly extras?: JsonObject | undefined
}

/** An entity as players may be shown it; any, where that is not declared. */
type ShownEntityIn<View extends ViewSchemas> = View extends { readonly entities: infer Schemas extends EntitySchemas }
  ? EntityOf<Schemas>
  : Entity

/**
 * An entity as it was shown. Where that is not declared, redactions may have taken away any part of `data`; of entities
 * that are not known either, nothing is.
 */
type SeenEntityIn<View extends ViewSchemas, Entities extends EntitySchemas> = View extends {
  readonly entities: infer Schemas extends EntitySchemas
}
  ? EntityOf<Schemas>
  : string extends keyof Entities
    ? Entity
    : {
        [Kind in keyof Entities & string]: DeepPartial<
          DeepReadonly<z.output<Entities[Kind]>>
        > extends infer Data extends object
          ? Entity<Kind, Data>
          : never
      }[keyof Entities & string]

/** Whether there is a turn in what a module is given. */
type TurnedIn<Scheduled extends Schedule['kind']> = [Scheduled] extends ['turns']
  ? { readonly turn: TurnInfo }
  : 'turns' extends Scheduled
    ? { readonly turn?: TurnInfo }
    : { readonly turn?: never }

/** The types of the values that a module is given and gives, part by part. */
export type ModuleTypes = {
  readonly config: unknown
  readonly kinds: EntitySchemas
  readonly entity: Entity
  readonly create: object
  readonly update: object
  readonly intent: Intent
  /** What the handlers of its intents are handed. */
  readonly handled: unknown
  readonly state: unknown
  /** State that is given back: what was read, or what the schema makes of it. */
  readonly givenState: unknown
  readonly extras: unknown
  readonly givenExtras: unknown
  /** An entity in a view, as the module gives it, */
  readonly shown: Entity
  /** and as it is read there. */
  readonly seen: Entity
  /** The extras of a view, and as `getPlayerState` gives them. */
  readonly shownExtras: { readonly extras?: unknown }
  readonly givenShownExtras: { readonly extras?: unknown }
  readonly event: { readonly event: string; readonly payload: unknown; readonly to: Audience }
  readonly code: string
  readonly metrics: MetricDeclarations
  readonly orders: unknown
  readonly givenOrders: unknown
  readonly turned: { readonly turn?: TurnInfo | undefined }
}

/** What is known of a module of which nothing is known. */
export type AnyTypes = {
  readonly config: JsonObject
  readonly kinds: EntitySchemas
  readonly entity: Entity
  readonly create: object
  readonly update: object
  readonly intent: Intent
  readonly handled: unknown
  readonly state: Json
  readonly givenState: Json
  readonly extras: Json
  readonly givenExtras: Json
  readonly shown: Entity
  readonly seen: Entity
  readonly shownExtras: AnyExtras
  readonly givenShownExtras: AnyExtras
  readonly event: AnyEvent
  readonly code: string
  readonly metrics: MetricDeclarations
  readonly orders: JsonObject
  readonly givenOrders: JsonObject
  readonly turned: { readonly turn?: TurnInfo }
}

/**
 * The types of a module that declares this. The condition always holds: it makes the compiler compare what comes out, and
 * not the schemas, so that a function for a part of a module fits the whole.
 */
export type TypesIn<Schemas extends ModuleSchemas> = Schemas extends ModuleSchemas
  ? {
      readonly config: DeepReadonly<z.output<Schemas['config']>>
      readonly kinds: Schemas['entities']
      readonly entity: EntityOf<Schemas['entities']>
      readonly create: CreateOf<Schemas['entities']>
      readonly update: UpdateOf<EntityOf<Schemas['entities']>>
      readonly intent: IntentOf<Schemas['intents']>
      readonly handled: HandledIn<Schemas['intents']>
      readonly state: DeepReadonly<z.output<Schemas['state']>>
      readonly givenState: DeepReadonly<z.input<Schemas['state']>>
      readonly extras: DeepReadonly<z.output<Schemas['extras']>>
      readonly givenExtras: DeepReadonly<z.input<Schemas['extras']>>
      readonly shown: ShownEntityIn<Schemas['view']>
      readonly seen: SeenEntityIn<Schemas['view'], Schemas['entities']>
      readonly shownExtras: ShownExtrasIn<Schemas['view']>['shown']
      readonly givenShownExtras: ShownExtrasIn<Schemas['view']>['given']
      readonly event: EventIn<Schemas['events']>
      readonly code: keyof Schemas['refusals'] & string
      readonly metrics: Schemas['metrics']
      readonly orders: DeepReadonly<z.output<Schemas['orders']>>
      readonly givenOrders: DeepReadonly<z.input<Schemas['orders']>>
      readonly turned: TurnedIn<Schemas['scheduled']>
    }
  : never

/**
 * What a module declares, or the part of one that stands before the module itself: an object with some of `config`,
 * `entities`, `state`, `extras`, `intents`, `queries`, `view`, `events`, `refusals`, `metrics`, `redactions`, `orders` and
 * `schedule`, as `defineModule` takes them. Of what is not among them nothing is known.
 */
export type SchemasOf<Def> = '~types' extends keyof Def
  ? Def extends Typed<infer Schemas>
    ? Schemas
    : never
  : {
      readonly config: Part<Def, 'config', ObjectSchema>
      readonly publicConfig: string
      readonly entities: Part<Def, 'entities', EntitySchemas>
      readonly intents: Part<Def, 'intents', IntentSchemas>
      readonly state: Part<Def, 'state', ObjectSchema>
      readonly extras: Part<Def, 'extras', ObjectSchema>
      readonly queries: InputsOf<Part<Def, 'queries', object, Record<never, unknown>>>
      readonly answers: OutputsOf<Part<Def, 'queries', object, Record<never, unknown>>>
      readonly view: Part<Def, 'view', ViewSchemas>
      readonly metrics: Part<Def, 'metrics', MetricDeclarations, Record<never, never>>
      readonly labels: keyof Part<Def, 'redactions', object, Record<never, unknown>> & string
      readonly events: Part<Def, 'events', EventSchemas>
      readonly refusals: Part<Def, 'refusals', RefusalWords>
      readonly orders: Part<Def, 'orders', ObjectSchema>
      readonly scheduled: Part<Part<Def, 'schedule', Schedule>, 'kind', Schedule['kind']>
    }

type InputsOf<Queries> = { readonly [Name in keyof Queries]: Part<Queries[Name], 'input', ObjectSchema> }

type OutputsOf<Queries> = { readonly [Name in keyof Queries]: Part<Queries[Name], 'output', z.ZodType, unknown> }

type Part<Def, Key extends string, Wide, Without = Wide> = Def extends { readonly [K in Key]: infer Value extends Wide }
  ? Value
  : Without
