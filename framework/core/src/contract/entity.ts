import type { z } from 'zod'
import type { DeepReadonly } from './json.ts'

export type EntityId = string
export type PlayerId = string
export type ZoneId = string

/** kind → schema of `data`. */
export type EntitySchemas = { readonly [kind: string]: z.ZodType<object> }

/**
 * One thing on the grid. A deeply frozen plain object: a change makes a new object, so an entity that is the same
 * object as before has not changed.
 */
export type Entity<Kind extends string = string, Data extends object = object> = {
  readonly id: EntityId
  readonly kind: Kind
  /** Cell, counted from 0; an integer, and less than the config's `width` where it has one. */
  readonly x: number
  readonly y: number
  readonly ownerId: PlayerId | null
  readonly data: Data
}

/**
 * Every entity a module with these schemas can hold, as a union told apart by `kind`; or just those of some kind:
 * `EntityOf<typeof kinds, 'walker'>`.
 */
export type EntityOf<Schemas extends EntitySchemas, Kinds extends keyof Schemas & string = keyof Schemas & string> = {
  [Kind in Kinds]: Entity<Kind, DeepReadonly<z.output<Schemas[Kind]>>>
}[Kinds]

export type Position = { readonly x: number; readonly y: number }

/**
 * The entities of a zone, to read. Each call costs about what it returns, not the size of the zone. Lists are in the
 * order of ids, so that they depend on what is stored and never on how it came there.
 */
export type EntityTable<E extends Entity = Entity> = {
  readonly size: number
  get(id: EntityId): E | undefined
  all(): readonly E[]
  ofKind<Kind extends E['kind']>(kind: Kind): readonly (E & { readonly kind: Kind })[]
  ownedBy(playerId: PlayerId): readonly E[]
  at(x: number, y: number): readonly E[]
  /** All within `radius` cells, as a square: |dx| ≤ radius and |dy| ≤ radius. */
  near(x: number, y: number, radius: number): readonly E[]
}
