import { refuse } from 'gridtick'
import { sectorOf, shipOf } from '../lookup.ts'
import type { Refusal } from '../refusals.ts'
import type { Places } from '../region.ts'
import { shipType } from '../ship-types.ts'

/** Why a captain's ship cannot warp to a sector; undefined if it can. Fights are not looked at: one may flee out of them. */
export function whyNotTravel(places: Places, playerId: string, toSector: number): Refusal | undefined {
  const ship = shipOf(places, playerId)
  if (ship === undefined) return refuse('no_ship', 'You have no ship in this region.')
  if (sectorOf(places, toSector) === undefined) return refuse('unknown_sector', `There is no sector ${toSector}.`)

  const { sector, warpPower } = ship.data
  if (sectorOf(places, sector)?.data.warps.includes(toSector) !== true)
    return refuse('not_adjacent', `No warp leads from sector ${sector} to sector ${toSector}.`)

  const { turnsPerWarp } = shipType(ship.data.shipType)
  if (warpPower < turnsPerWarp) {
    const details = { required: turnsPerWarp, available: warpPower }
    return refuse('not_enough_warp', `You need ${turnsPerWarp} warp power and have ${warpPower}.`, details)
  }
  return undefined
}
