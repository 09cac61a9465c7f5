import type { Salvage } from '../kinds.ts'
import { sectorOf } from '../lookup.ts'
import type { Region } from '../region.ts'

/** What a wreck leaves behind. */
type Wreck = Pick<Salvage['data'], 'sector' | 'cargo' | 'scrap' | 'credits' | 'loserName' | 'shipType' | 'combatId'>

/** Leaves a container in the sector. Whose victory it was is known when the fight is over. */
export function dropSalvage(region: Region, wreck: Wreck): Salvage | undefined {
  const at = sectorOf(region, wreck.sector)
  if (at === undefined) return undefined
  const { now } = region
  return region.entities.create({
    kind: 'salvage',
    x: at.x,
    y: at.y,
    data: { ...wreck, createdAt: now, expiresAt: now + region.balance.salvage.ttlMs, victorId: null },
  })
}

/** Takes away what nobody came for in time, with all that is in it. */
export function removeExpiredSalvage(region: Region): void {
  const containers: readonly Salvage[] = region.entities.ofKind('salvage')
  for (const salvage of containers) if (isExpired(salvage, region.now)) region.entities.delete(salvage)
}

/** When its time has come it is gone, not only after. */
export function isExpired({ data }: Salvage, now: number): boolean {
  return data.expiresAt <= now
}
