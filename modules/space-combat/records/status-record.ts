import type { DeepReadonly } from 'gridtick'
import { z } from 'zod'
import { cargoSchema } from '../commodities.ts'
import { kinds } from '../kinds.ts'
import { portPricesSchema } from '../rules/port-prices.ts'
import { shipTypeSchema } from '../ship-type-schema.ts'
import { salvageSchema } from './salvage-record.ts'
import { timeSchema } from './time-schema.ts'

/** What a captain is told of ship and sector. */

const shipSchema = z.strictObject({
  shipType: shipTypeSchema,
  shipName: z.string(),
  cargo: cargoSchema,
  cargoCapacity: z.int(),
  cargoUsed: z.int(),
  warpPower: z.int(),
  warpPowerCapacity: z.int(),
  shields: z.int(),
  maxShields: z.int(),
  fighters: z.int(),
  maxFighters: z.int(),
  credits: z.int(),
})

const portSchema = z.strictObject({
  code: z.string(),
  lastSeenPrices: portPricesSchema.extend({
    /** In the sector of the depot. */
    warpPowerDepot: z.strictObject({ pricePerUnit: z.int(), note: z.string() }).optional(),
  }),
  lastSeenStock: cargoSchema,
  observedAt: timeSchema,
})

const garrisonSchema = z.strictObject({
  ownerId: z.string().nullable(),
  ownerName: z.string(),
  fighters: z.int(),
  mode: kinds.garrison.shape.mode,
  tollAmount: z.int(),
  /** Told to the owner alone. */
  tollBalance: z.int().optional(),
  deployedAt: timeSchema,
  isFriendly: z.boolean(),
})

const otherPlayerSchema = z.strictObject({
  playerId: z.string().nullable(),
  name: z.string(),
  shipType: shipTypeSchema,
})

const sectorContentsSchema = z.strictObject({
  port: portSchema.nullable(),
  otherPlayers: z.array(otherPlayerSchema),
  otherPlayerCount: z.int(),
  garrisons: z.array(garrisonSchema),
  salvage: z.array(salvageSchema),
  adjacentSectors: z.array(z.int()),
})

export const statusSchema = z.strictObject({
  characterId: z.string(),
  name: z.string(),
  sector: z.int(),
  lastActive: timeSchema,
  ship: shipSchema,
  sectorContents: sectorContentsSchema,
})

export type Status = DeepReadonly<z.output<typeof statusSchema>>
export type SectorContents = Status['sectorContents']
