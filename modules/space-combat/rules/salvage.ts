import { tellStatus } from '../events/status-update.ts'
import type { Salvage } from '../kinds.ts'
import { sectorOf, shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'

/** What a wreck leaves behind, and for how long, if not for as long as all do. */
type Wreck = Omit<Salvage['data'], 'createdAt' | 'expiresAt' | 'victorId'>

/** Leaves a container in the sector. Whose victory it was is known when the fight is over. */
export function dropSalvage(region: Region, wreck: Wreck): Salvage | undefined {
  const at = sectorOf(region, wreck.sector)
  if (at === undefined) return undefined
  const { now } = region
  region.count('salvage', { event: 'made' })
  return region.entities.create({
    kind: 'salvage',
    x: at.x,
    y: at.y,
    data: { ...wreck, createdAt: now, expiresAt: now + ttlOf(wreck, region), victorId: null },
  })
}

/** ms a container stays. */
export function ttlOf({ ttlMs }: Pick<Salvage['data'], 'ttlMs'>, { balance }: Region): number {
  return ttlMs ?? balance.salvage.ttlMs
}

/** Takes away what nobody came for in time. Credits in it, of a fight that nobody won, go back to whoever lost them. */
export function removeExpiredSalvage(region: Region): void {
  const containers: readonly Salvage[] = region.entities.ofKind('salvage')
  for (const salvage of containers) {
    if (!isExpired(salvage, region.now)) continue
    region.entities.delete(salvage)
    region.count('salvage', { event: 'expired' })
    returnCredits(region, salvage)
  }
}

function returnCredits(region: Region, { data: { credits, loserId } }: Salvage): void {
  const loser = shipOf(region, loserId)
  if (loser === undefined || credits === 0) return
  region.entities.change(loser, { data: { credits: loser.data.credits + credits } })
  tellStatus(region, loserId)
}

/** When its time has come it is gone, not only after. */
export function isExpired({ data }: Salvage, now: number): boolean {
  return data.expiresAt <= now
}
