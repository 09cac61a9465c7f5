import type { DeepReadonly } from 'gridtick'
import { z } from 'zod'
import { cellSchema, itemSchema, orderNameSchema, relationSchema, stanceSchema } from '../kinds.ts'
import { shipClassSchema } from '../ship-classes.ts'

const id = z.string().min(1).max(64)
const percent = z.int().min(0).max(100)
const some = z.int().min(1).max(9_999)

const someShips = z
  .strictObject({
    scout: some,
    frigate: some,
    cruiser: some,
    carrier: some,
    transport: some,
    starbase: some,
  })
  .partial()

/** What is done at once, before anything moves, one after the other. */
const immediateSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('split'),
    fleetId: id,
    ships: someShips,
    fighters: some.optional(),
    colonists: some.optional(),
  }),
  z.strictObject({ do: z.literal('merge'), fleetId: id, into: id }),
  /** Between a fleet and another, or a colony, in the same cell: `from` and `to` are their ids. */
  z.strictObject({
    do: z.literal('transfer'),
    from: id,
    to: id,
    colonists: some.optional(),
    fighters: some.optional(),
  }),
  z.strictObject({ do: z.literal('reactivate'), fleetId: id, class: shipClassSchema, count: some }),
  z.strictObject({ do: z.literal('scrap'), fleetId: id, ships: someShips }),
])

const fleetOrderSchema = z.strictObject({
  fleetId: id,
  order: orderNameSchema,
  /** The cell to go to; for `colonize`, `invade` and `bombard` it may be left out: here. */
  to: cellSchema.optional(),
  /** For `join`: the fleet to join. */
  into: id.optional(),
  stance: stanceSchema.optional(),
})

const colonyOrderSchema = z.strictObject({
  colonyId: id,
  /** Takes the place of the whole queue. */
  build: z
    .array(z.strictObject({ item: itemSchema, count: z.int().min(1).max(999) }))
    .max(32)
    .optional(),
  tax: percent.optional(),
})

/** All that one house orders for one turn. What is not named goes on as it was. */
export const ordersSchema = z.strictObject({
  immediate: z.array(immediateSchema).max(64).default([]),
  fleets: z.array(fleetOrderSchema).max(256).default([]),
  colonies: z.array(colonyOrderSchema).max(256).default([]),
  research: z
    .strictObject({
      weapons: percent.default(0),
      hulls: percent.default(0),
      drives: percent.default(0),
      sensors: percent.default(0),
      economy: percent.default(0),
    })
    .optional(),
  diplomacy: z
    .array(z.strictObject({ houseId: id, set: relationSchema }))
    .max(16)
    .default([]),
  /** `to` is a house, or `all`. */
  messages: z
    .array(z.strictObject({ to: id, text: z.string().trim().min(1).max(500) }))
    .max(8)
    .default([]),
})

export type Orders = DeepReadonly<z.output<typeof ordersSchema>>
export type Immediate = Orders['immediate'][number]
export type FleetOrder = Orders['fleets'][number]

export const noOrders: Orders = {
  immediate: [],
  fleets: [],
  colonies: [],
  diplomacy: [],
  messages: [],
}
