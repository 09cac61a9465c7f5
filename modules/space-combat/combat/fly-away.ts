import { shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { whyNotTravel } from '../rules/may-travel.ts'
import { travel } from '../rules/travel.ts'
import { shipType } from '../ship-types.ts'

/**
 * Takes a captain who got away to the sector asked for, as every move does, into whatever waits there. If the way is closed
 * by now, the ship stays where it is, out of the fight.
 */
export function flyAway(region: Region, { id, toSector }: { id: string; toSector: number | null }): void {
  const ship = shipOf(region, id)
  if (ship === undefined || toSector === null || whyNotTravel(region, id, toSector) !== undefined) return
  const warpCost = shipType(ship.data.shipType).turnsPerWarp
  travel(region, id, toSector, { moveType: 'normal', warpCost, trigger: 'flee' })
}
