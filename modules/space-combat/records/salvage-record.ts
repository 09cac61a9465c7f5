import { type DeepReadonly, isoTime } from 'gridtick'
import { z } from 'zod'
import { cargoSchema, commodities } from '../commodities.ts'
import type { Salvage } from '../kinds.ts'
import { garrisonOwnerOf } from '../rules/salvage-origin.ts'
import { shipTypeSchema } from '../ship-type-schema.ts'
import { timeSchema } from './time-schema.ts'

export const salvageSchema = z.strictObject({
  salvageId: z.string(),
  sector: z.int(),
  victorId: z.string().nullable(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  /** Only what is there. */
  cargo: cargoSchema.partial(),
  scrap: z.int(),
  credits: z.int(),
  claimed: z.boolean(),
  claimedBy: z.string().nullable(),
  metadata: z.strictObject({
    loser: z.string(),
    loserId: z.string(),
    /** Null: it was a garrison. */
    shipType: shipTypeSchema.nullable(),
    combatId: z.string(),
    sector: z.int(),
    garrisonOwnerId: z.string().nullable(),
  }),
})
export type SalvageRecord = DeepReadonly<z.output<typeof salvageSchema>>

/** A container as events carry it. Claimed is one that a captain has emptied. */
export function salvageRecord(salvage: Salvage, claimedBy: string | null = null): SalvageRecord {
  const { id, data } = salvage
  const { sector, cargo, scrap, credits, victorId, createdAt, expiresAt, loserId, loserName, shipType, combatId } = data
  const kept = commodities.filter((commodity) => cargo[commodity] > 0)
  return {
    salvageId: id,
    sector,
    victorId,
    createdAt: isoTime(createdAt),
    expiresAt: isoTime(expiresAt),
    cargo: Object.fromEntries(kept.map((commodity) => [commodity, cargo[commodity]])),
    scrap,
    credits,
    claimed: claimedBy !== null,
    claimedBy,
    metadata: { loser: loserName, loserId, shipType, combatId, sector, garrisonOwnerId: garrisonOwnerOf(salvage) },
  }
}
