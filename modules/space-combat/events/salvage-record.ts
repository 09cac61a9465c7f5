import type { Json } from 'gridtick'
import { commodities } from '../commodities.ts'
import type { Salvage } from '../kinds.ts'
import { garrisonOwnerOf } from '../rules/salvage-origin.ts'
import { isoTime } from './tell.ts'

/** A container as events carry it: of its cargo only what is there. Claimed is one that a captain has emptied. */
export function salvageRecord(salvage: Salvage, claimedBy: string | null = null): Json {
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
