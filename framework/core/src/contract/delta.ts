import type { z } from 'zod'
import type { Entity, EntityId, EntitySchemas, PlayerId } from './entity.ts'
import type { DeepPartial, DeepReadonly } from './json.ts'

/** A new entity. Without `id` the framework makes one, as `newId` would. */
export type CreateOf<Schemas extends EntitySchemas> = {
  [Kind in keyof Schemas & string]: {
    readonly id?: EntityId
    readonly kind: Kind
    readonly x: number
    readonly y: number
    readonly ownerId?: PlayerId | null
    readonly data: DeepReadonly<z.input<Schemas[Kind]>>
  }
}[keyof Schemas & string]

/** Where a field of an entity is: `['data', 'credits']`. */
export type FieldPath = readonly ['x' | 'y' | 'ownerId' | 'data', ...string[]]

/**
 * A change of one entity, field by field, so that two changes of one tick do not undo each other. Within one update
 * `set` comes first, then `replace`, `unset` and `inc`.
 */
export type UpdateOf<E extends Entity> = {
  readonly id: EntityId
  /** Objects in `data` are merged; arrays and all else replace what was there. A key set to `undefined` is taken away. */
  readonly set?: {
    readonly x?: number
    readonly y?: number
    readonly ownerId?: PlayerId | null
    readonly data?: E extends Entity ? DeepPartial<E['data']> : never
  }
  /**
   * Fields of `data` that are given whole, where `set` would merge them: of `{ do: 'move', x, y }`, replaced by
   * `{ do: 'hold' }`, nothing is left. Fields that are not named stay.
   */
  readonly replace?: { readonly data?: E extends Entity ? Partial<E['data']> : never }
  /** Keys to take away. */
  readonly unset?: readonly FieldPath[]
  /** Integers to add. The field must hold an integer. */
  readonly inc?: readonly (readonly [FieldPath, number])[]
}
