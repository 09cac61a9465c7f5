/**
 * A game module as the client knows it, by its types alone: the `typeof` one that `defineModule` of `gridtick` made. Of any
 * other nothing is known. It is told by its shape, so that the client needs neither `gridtick` nor zod, nor their types.
 */
export type ModuleLike = { readonly name: string; readonly version: string }

/** A schema, of which only the types matter: zod 4 keeps them here. */
type SchemaLike = { readonly _zod: { readonly input: unknown; readonly output: unknown } }

type SchemasLike = { readonly [name: string]: SchemaLike }

/** What goes into a schema. */
export type InputOf<Schema> = Schema extends { readonly _zod: { readonly input: infer Input } } ? Input : never

/** What comes out of it. */
export type OutputOf<Schema> = Schema extends { readonly _zod: { readonly output: infer Output } } ? Output : never

/** What a module declares, as far as a client is concerned. */
type Declared = {
  readonly config: SchemaLike
  /** Keys of the config that players may know. Not there in modules of earlier releases. */
  readonly publicConfig?: string
  readonly entities: SchemasLike
  /** The schema of the payload, or an object with it in `payload`, and perhaps that of `details`. */
  readonly intents: { readonly [type: string]: object }
  readonly queries: SchemasLike
  /** Of queries; what is no schema is not declared. */
  readonly answers: { readonly [name: string]: unknown }
  readonly view: { readonly extras?: SchemaLike; readonly entities?: SchemasLike }
  readonly events: SchemasLike
  readonly refusals: { readonly [code: string]: string }
}

/** Whether the module is named, or any will do. */
export type IsNamed<Module extends ModuleLike> = '~types' extends keyof Module ? true : false

/** What the module declares, that is named: `defineModule` leaves it in the type. */
export type DeclaredBy<Module extends ModuleLike> = Module extends {
  readonly '~types'?: infer Schemas extends Declared
}
  ? Schemas
  : never
