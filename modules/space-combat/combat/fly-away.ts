import { shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { allOrNothing } from '../rules/all-or-nothing.ts'
import { whyNotTravel } from '../rules/may-travel.ts'
import { travel } from '../rules/travel.ts'
import { shipType } from '../ship-types.ts'
import { textOf } from './fail-encounter.ts'

/**
 * Takes a captain who got away to the sector asked for, as every move does, into whatever waits there. If the way is closed
 * by now, or what waits there fails, the ship stays where it is, out of the fight.
 */
export function flyAway(region: Region, { id, toSector }: { id: string; toSector: number | null }): void {
  const ship = shipOf(region, id)
  if (ship === undefined || toSector === null || whyNotTravel(region, id, toSector) !== undefined) return
  const warpCost = shipType(ship.data.shipType).turnsPerWarp
  const failure = allOrNothing(region, () =>
    travel(region, id, toSector, { moveType: 'normal', warpCost, trigger: 'flee' }),
  )
  if (failure !== undefined)
    region.log.error('a captain who fled could not be moved', { playerId: id, error: textOf(failure.thrown) })
}
