import { isoTime } from 'gridtick'
import { garrisonIn } from '../lookup.ts'
import type { Region } from '../region.ts'
import { tell } from './tell.ts'

/** Tells the owner, and nobody else, how the garrison in a sector stands now: an empty list if it is no more. */
export function tellGarrisonUpdated(region: Region, ownerId: string, sector: number): void {
  const garrison = garrisonIn(region, sector)
  const own = garrison?.ownerId === ownerId ? [garrison.data] : []
  tell(region, [ownerId], 'sector.garrison_updated', {
    sector,
    garrisons: own.map(({ fighters, mode, tollAmount, tollBalance, deployedAt }) => ({
      ownerId,
      fighters,
      mode,
      tollAmount,
      tollBalance,
      deployedAt: isoTime(deployedAt),
    })),
  })
}
