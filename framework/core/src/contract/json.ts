/** A value that JSON can carry. What a module returns and what a zone stores is made of nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

export type JsonObject = { readonly [key: string]: Json | undefined }

type Primitive = string | number | boolean | bigint | symbol | null | undefined

/**
 * The same value with every part read-only: what a module is given is deeply frozen, and its type says so. Tuples stay
 * tuples, and branded texts and numbers stay what they are.
 */
export type DeepReadonly<T> = unknown extends T
  ? T
  : T extends Primitive
    ? T
    : T extends readonly (infer Item)[]
      ? Item[] extends T
        ? readonly DeepReadonly<Item>[]
        : { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
      : [keyof T] extends [never]
        ? T
        : { readonly [Key in keyof T]: DeepReadonly<T[Key]> }

/** Objects may name only some of their keys, at any depth; arrays and all else are given whole. */
export type DeepPartial<T> = unknown extends T
  ? T
  : T extends Primitive | readonly unknown[]
    ? T
    : T extends object
      ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> }
      : T
