import type { EntityOf } from 'gridtick'
import { z } from 'zod'
import { shipClassSchema, shipsSchema } from './ship-classes.ts'

/** All there is in a game. Lists rather than records where keys come and go: a list is replaced as a whole. */

const units = z.int().min(0)

export const fieldSchema = z.enum(['weapons', 'hulls', 'drives', 'sensors', 'economy'])

export type Field = z.output<typeof fieldSchema>

/** The fields of research, in the order in which people read them. */
export const fields: readonly Field[] = fieldSchema.options

const perField = z.strictObject({ weapons: units, hulls: units, drives: units, sensors: units, economy: units })

export const stanceSchema = z.enum(['aggressive', 'defensive', 'evasive'])

export const relationSchema = z.enum(['peace', 'neutral', 'war'])

export type Relation = z.output<typeof relationSchema>

export const orderNameSchema = z.enum(['hold', 'patrol', 'move', 'colonize', 'invade', 'bombard', 'join'])

export const itemSchema = z.enum([...shipClassSchema.options, 'fighter', 'industry', 'shipyard'])

export type Item = z.output<typeof itemSchema>

export const cellSchema = z.strictObject({ x: z.int().min(0).max(63), y: z.int().min(0).max(63) })

/** A place to settle. Whose it is, its colony says. */
const system = z.strictObject({ name: z.string(), minerals: z.int().min(1).max(5), habitat: z.int().min(0).max(5) })

/** Hides what is inside from those outside, and costs double to enter. */
const nebula = z.strictObject({})

const queueSchema = z.array(z.strictObject({ item: itemSchema, count: z.int().min(1).max(999) })).max(32)

/** Owned by its house; it stands on its system. */
const colony = z.strictObject({
  name: z.string(),
  population: units,
  industry: units,
  /** Level. */
  shipyard: units,
  /** Credits that were put aside for the first of the queue. */
  stockpile: units,
  queue: queueSchema,
  /** Percent. */
  tax: z.int().min(0).max(100),
  /** In hangars, until a carrier takes them. */
  fighters: units,
})

const fleet = z.strictObject({
  name: z.string(),
  ships: shipsSchema,
  /** Ships that nobody pays for: they stand still and hold no fire. */
  mothballed: shipsSchema,
  /** Points of hull that each class has lost, less than those of one ship. */
  damage: shipsSchema,
  fighters: units,
  colonists: units,
  /** In force until others come. */
  order: z.strictObject({ name: orderNameSchema, to: cellSchema.nullable(), into: z.string().nullable() }),
  stance: stanceSchema,
})

/** What a player is: hidden from all others. */
const house = z.strictObject({
  name: z.string(),
  /** In the lobby: ready to begin. */
  isReady: z.boolean(),
  treasury: units,
  levels: perField,
  /** What research has gathered for the next level. */
  points: perField,
  /** Percent of production that goes into research. */
  research: perField,
  /** What this house says of others; nothing said is neutral. */
  relations: z.array(z.strictObject({ houseId: z.string(), set: relationSchema })),
  prestige: z.int(),
  eliminatedOn: units.nullable(),
})

const sizeSchema = z.enum(['small', 'medium', 'large', 'huge'])

/** What a house remembers of what it no longer sees; it stands where that was. */
const intel = z.strictObject({
  of: z.enum(['system', 'fleet']),
  subjectId: z.string(),
  /** The turn in which it was seen. */
  seenOn: units,
  houseId: z.string().nullable(),
  name: z.string(),
  size: sizeSchema.nullable(),
  minerals: z.int().nullable(),
  habitat: z.int().nullable(),
})

export const kinds = { system, nebula, colony, fleet, house, intel }

/** What others see of a fleet or colony. */
const shown = { size: sizeSchema.optional() }

/** Data as players are shown it: of what is foreign most of it is left out. */
export const shownKinds = {
  ...{ system, nebula, house, intel },
  colony: colony.partial().extend(shown),
  fleet: fleet.partial().extend(shown),
}

const standing = z.strictObject({
  houseId: z.string(),
  name: z.string(),
  prestige: z.int(),
  eliminatedOn: z.int().nullable(),
})

export const stateSchema = z.strictObject({
  phase: z.enum(['lobby', 'playing', 'over']),
  /** Where houses may begin. */
  homes: z.array(cellSchema),
  /** How much the worth of what lies near the homes differs at most: 0.1 is 10 %. */
  unfairness: z.number(),
  /** Who has had the greater part of all population, and for how many turns. */
  dominance: z.strictObject({ houseId: z.string(), turns: units }).nullable(),
  /** All who play or have played. */
  standings: z.array(standing),
})

export type Thing = EntityOf<typeof kinds>
export type System = EntityOf<typeof kinds, 'system'>
export type Colony = EntityOf<typeof kinds, 'colony'>
export type Fleet = EntityOf<typeof kinds, 'fleet'>
export type House = EntityOf<typeof kinds, 'house'>
export type Intel = EntityOf<typeof kinds, 'intel'>
export type Size = z.output<typeof sizeSchema>

/** How large a fleet or a colony looks from afar. */
export function sizeOf(count: number): Size {
  if (count < 4) return 'small'
  if (count < 12) return 'medium'
  return count < 36 ? 'large' : 'huge'
}
