import type { ErrorCode } from '@gridtick/protocol/codes'
import type { DeepReadonly, Entity, GameModule, Json, JsonObject } from 'gridtick'
import type { DeclaredIntent, DeepPartial, IntentSchema, ObjectSchema, SchemasOf } from 'gridtick/internal'
import type { z } from 'zod'

/** Whether the module is named, or any will do. */
type IsNamed<Module extends GameModule> = '~types' extends keyof Module ? true : false

/**
 * An entity as a player sees it. Redactions may have taken away any part of `data`, so every part of it may be missing.
 */
export type SeenEntity<Module extends GameModule = GameModule> =
  IsNamed<Module> extends true
    ? {
        [Kind in keyof SchemasOf<Module>['entities'] & string]: Entity<
          Kind,
          SeenData<SchemasOf<Module>['entities'][Kind]>
        >
      }[keyof SchemasOf<Module>['entities'] & string]
    : Entity<string, JsonObject>

type SeenData<Schema> =
  Schema extends z.ZodType<infer Data extends object>
    ? DeepPartial<DeepReadonly<Data>> extends infer Seen extends object
      ? Seen
      : never
    : never

/** What players may know of a zone's config. Which keys those are the module says, so in the types each may be missing. */
export type SeenConfig<Module extends GameModule = GameModule> =
  IsNamed<Module> extends true ? Partial<DeepReadonly<z.output<SchemasOf<Module>['config']>>> : JsonObject

/** What a player may know of a zone, as of one tick. */
export type ZoneView<Module extends GameModule = GameModule> = {
  readonly tick: number
  /** ms since the epoch: the server's time of that tick. */
  readonly at: number
  readonly entities: ReadonlyMap<string, SeenEntity<Module>>
  readonly extras: JsonObject
}

export type IntentTypeOf<Module extends GameModule> =
  IsNamed<Module> extends true ? keyof SchemasOf<Module>['intents'] & string : string

export type PayloadFor<Module extends GameModule, Type extends string> =
  IsNamed<Module> extends true ? InputOf<SchemasOf<Module>['intents'][Type]> : JsonObject

type InputOf<Schema extends IntentSchema | undefined> =
  Schema extends DeclaredIntent<infer Inner>
    ? z.input<Inner>
    : Schema extends z.ZodType<object>
      ? z.input<Schema>
      : never

/** An event as a player hears it: a union told apart by name, where the module declares its events. */
export type HeardEvent<Module extends GameModule = GameModule> =
  IsNamed<Module> extends true
    ? string extends keyof SchemasOf<Module>['events']
      ? { readonly event: string; readonly payload: Json }
      : {
          [Name in keyof SchemasOf<Module>['events'] & string]: {
            readonly event: Name
            readonly payload: DeepReadonly<z.output<SchemasOf<Module>['events'][Name]>>
          }
        }[keyof SchemasOf<Module>['events'] & string]
    : { readonly event: string; readonly payload: Json }

/** What an intent is refused with: the module's codes, where it declares them, and those of the framework. */
export type ResultCode<Module extends GameModule = GameModule> =
  IsNamed<Module> extends true ? (keyof SchemasOf<Module>['refusals'] & string) | ErrorCode : string

export type QueryNameOf<Module extends GameModule> =
  IsNamed<Module> extends true ? keyof SchemasOf<Module>['queries'] & string : string

export type QueryInputFor<Module extends GameModule, Name extends string> =
  IsNamed<Module> extends true
    ? Name extends keyof SchemasOf<Module>['queries']
      ? SchemasOf<Module>['queries'][Name] extends infer Schema extends ObjectSchema
        ? z.input<Schema>
        : never
      : never
    : JsonObject
