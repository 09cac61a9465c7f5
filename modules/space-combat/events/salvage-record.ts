import type { Json } from 'gridtick'
import { commodities } from '../commodities.ts'
import type { Salvage } from '../kinds.ts'
import { isoTime } from './tell.ts'

/** A container as events carry it: of its cargo only what is there. */
export function salvageRecord({ id, data }: Salvage): Json {
  const { sector, cargo, scrap, credits, victorId, createdAt, expiresAt, loserName, shipType, combatId } = data
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
    metadata: { loser: loserName, shipType, combatId },
  }
}
