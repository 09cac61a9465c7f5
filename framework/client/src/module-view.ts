import type { ErrorCode } from '@gridtick/protocol/codes'
import type { DeepPartial, DeepReadonly, Json, JsonObject } from 'gridtick/json'
import type { DeclaredBy, InputOf, IsNamed, ModuleLike, OutputOf } from './module-like.ts'

/**
 * An entity as a player sees it: as the module's `view` declares it. Where it does not, redactions may have taken away any
 * part of `data`, so every part of it may be missing.
 */
export type SeenEntity<Module extends ModuleLike = ModuleLike> =
  IsNamed<Module> extends true
    ? DeclaredBy<Module>['view'] extends { readonly entities: infer Kinds extends object }
      ? { [Kind in keyof Kinds & string]: Seen<Kind, WholeData<OutputOf<Kinds[Kind]>>> }[keyof Kinds & string]
      : {
          [Kind in keyof DeclaredBy<Module>['entities'] & string]: Seen<
            Kind,
            SeenData<OutputOf<DeclaredBy<Module>['entities'][Kind]>>
          >
        }[keyof DeclaredBy<Module>['entities'] & string]
    : Seen<string, JsonObject>

type Seen<Kind extends string, Data extends object> = {
  readonly id: string
  readonly kind: Kind
  /** Cell, counted from 0. */
  readonly x: number
  readonly y: number
  /** The player whose it is. */
  readonly ownerId: string | null
  readonly data: Data
}

type WholeData<Data> = DeepReadonly<Data> extends infer Whole extends object ? Whole : never

type SeenData<Data> = DeepPartial<DeepReadonly<Data>> extends infer Seen extends object ? Seen : never

/** What players may know of a zone's config: the keys that the module's `publicConfig` names; nothing, where there is none. */
export type SeenConfig<Module extends ModuleLike = ModuleLike> =
  IsNamed<Module> extends true
    ? PartOf<DeepReadonly<OutputOf<DeclaredBy<Module>['config']>>, DeclaredBy<Module>>
    : JsonObject

/** Where the module does not say which keys those are, each may be missing. */
type PartOf<Config, Declared> = Declared extends { readonly publicConfig: infer Keys extends string }
  ? Pick<Config, Keys & keyof Config>
  : Partial<Config>

/** What a player may know of a zone, as of one tick. */
export type ZoneView<Module extends ModuleLike = ModuleLike> = {
  readonly tick: number
  /** ms since the epoch: the server's time of that tick. */
  readonly at: number
  readonly entities: ReadonlyMap<string, SeenEntity<Module>>
  readonly extras: SeenExtras<Module>
}

/** The extras of a view, where the module's `view` declares them. */
export type SeenExtras<Module extends ModuleLike = ModuleLike> =
  IsNamed<Module> extends true
    ? DeclaredBy<Module>['view'] extends { readonly extras: infer Schema }
      ? DeepReadonly<OutputOf<Schema>>
      : JsonObject
    : JsonObject

export type IntentTypeOf<Module extends ModuleLike> =
  IsNamed<Module> extends true ? keyof DeclaredBy<Module>['intents'] & string : string

export type PayloadFor<Module extends ModuleLike, Type extends string> =
  IsNamed<Module> extends true ? PayloadOf<DeclaredBy<Module>['intents'][Type]> : JsonObject

type PayloadOf<Intent> = Intent extends { readonly payload: infer Schema } ? InputOf<Schema> : InputOf<Intent>

/** An event as a player hears it: a union told apart by name, where the module declares its events. */
export type HeardEvent<Module extends ModuleLike = ModuleLike> =
  IsNamed<Module> extends true
    ? string extends keyof DeclaredBy<Module>['events']
      ? { readonly event: string; readonly payload: Json }
      : {
          [Name in keyof DeclaredBy<Module>['events'] & string]: {
            readonly event: Name
            readonly payload: DeepReadonly<OutputOf<DeclaredBy<Module>['events'][Name]>>
          }
        }[keyof DeclaredBy<Module>['events'] & string]
    : { readonly event: string; readonly payload: Json }

/** What an intent is refused with: the module's codes, where it declares them, and those of the framework. */
export type ResultCode<Module extends ModuleLike = ModuleLike> =
  IsNamed<Module> extends true ? (keyof DeclaredBy<Module>['refusals'] & string) | ErrorCode : string

/** What the result of an intent tells, where the module declares it: an object, or nothing. */
export type DetailsFor<Module extends ModuleLike, Type extends string> =
  IsNamed<Module> extends true
    ? Type extends keyof DeclaredBy<Module>['intents']
      ? DetailsOf<DeclaredBy<Module>['intents'][Type]>
      : Json
    : Json

type DetailsOf<Intent> = Intent extends { readonly details?: infer Schema }
  ? JsonIn<DeepReadonly<OutputOf<NonNullable<Schema>>>>
  : Json

/** A part of which the schema says nothing is any JSON: nothing else is sent. */
type JsonIn<Value> = unknown extends Value
  ? Json
  : Value extends Json | undefined
    ? Value
    : Value extends object
      ? { readonly [Key in keyof Value]: JsonIn<Value[Key]> }
      : Json

export type QueryNameOf<Module extends ModuleLike> =
  IsNamed<Module> extends true ? keyof DeclaredBy<Module>['queries'] & string : string

export type QueryInputFor<Module extends ModuleLike, Name extends string> =
  IsNamed<Module> extends true
    ? Name extends keyof DeclaredBy<Module>['queries']
      ? InputOf<DeclaredBy<Module>['queries'][Name]>
      : never
    : JsonObject

/** What a query answers, where the module declares its output; else any JSON. */
export type QueryAnswerFor<Module extends ModuleLike, Name extends string> =
  IsNamed<Module> extends true
    ? Name extends keyof DeclaredBy<Module>['answers']
      ? AnswerOf<DeclaredBy<Module>['answers'][Name]>
      : Json
    : Json

type AnswerOf<Schema> = Schema extends { readonly _zod: object } ? JsonIn<DeepReadonly<OutputOf<Schema>>> : Json
