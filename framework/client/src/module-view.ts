import type { DeepReadonly, Entity, GameModule, JsonObject } from 'gridtick'
import type {
  DeclaredIntent,
  DeepPartial,
  EntitySchemas,
  IntentSchema,
  IntentSchemas,
  ObjectSchema,
} from 'gridtick/internal'
import type { z } from 'zod'

/** What the schemas of a module say, if the module is named; the widest of everything if not. */
type TypesOf<Module extends GameModule> = Module extends { readonly '~types'?: infer Types }
  ? Extract<Types, AnyTypes>
  : never

type AnyTypes = {
  readonly config: ObjectSchema
  readonly entities: EntitySchemas
  readonly intents: IntentSchemas
  readonly queries: object
}

/** Whether the module is named, or any will do. */
type IsNamed<Module extends GameModule> = '~types' extends keyof Module ? true : false

/**
 * An entity as a player sees it. Redactions may have taken away any part of `data`, so every part of it may be missing.
 */
export type SeenEntity<Module extends GameModule = GameModule> =
  IsNamed<Module> extends true
    ? {
        [Kind in keyof TypesOf<Module>['entities'] & string]: Entity<Kind, SeenData<TypesOf<Module>['entities'][Kind]>>
      }[keyof TypesOf<Module>['entities'] & string]
    : Entity<string, JsonObject>

type SeenData<Schema> =
  Schema extends z.ZodType<infer Data extends object>
    ? DeepPartial<DeepReadonly<Data>> extends infer Seen extends object
      ? Seen
      : never
    : never

/** What players may know of a zone's config. Which keys those are the module says, so in the types each may be missing. */
export type SeenConfig<Module extends GameModule = GameModule> =
  IsNamed<Module> extends true ? Partial<DeepReadonly<z.output<TypesOf<Module>['config']>>> : JsonObject

/** What a player may know of a zone, as of one tick. */
export type ZoneView<Module extends GameModule = GameModule> = {
  readonly tick: number
  /** ms since the epoch: the server's time of that tick. */
  readonly at: number
  readonly entities: ReadonlyMap<string, SeenEntity<Module>>
  readonly extras: JsonObject
}

export type IntentTypeOf<Module extends GameModule> =
  IsNamed<Module> extends true ? keyof TypesOf<Module>['intents'] & string : string

export type PayloadFor<Module extends GameModule, Type extends string> =
  IsNamed<Module> extends true ? InputOf<TypesOf<Module>['intents'][Type]> : JsonObject

type InputOf<Schema extends IntentSchema | undefined> =
  Schema extends DeclaredIntent<infer Inner>
    ? z.input<Inner>
    : Schema extends z.ZodType<object>
      ? z.input<Schema>
      : never

export type QueryNameOf<Module extends GameModule> =
  IsNamed<Module> extends true ? keyof TypesOf<Module>['queries'] & string : string

export type QueryInputFor<Module extends GameModule, Name extends string> =
  IsNamed<Module> extends true
    ? Name extends keyof TypesOf<Module>['queries']
      ? TypesOf<Module>['queries'][Name] extends infer Schema extends ObjectSchema
        ? z.input<Schema>
        : never
      : never
    : JsonObject
