import { whyInCombat } from '../combat/in-combat.ts'
import { shipOf } from '../lookup.ts'
import type { Handler } from '../region.ts'
import { whyNotTravel } from '../rules/may-travel.ts'
import { travel } from '../rules/travel.ts'
import { shipType } from '../ship-types.ts'

/** A captain warps to an adjacent sector, at once. Out of a fight there is only flight. */
export const move: Handler<{ readonly toSector: number }> = (region, playerId, { toSector }) => {
  const refusal = whyInCombat(region, playerId) ?? whyNotTravel(region, playerId, toSector)
  const ship = shipOf(region, playerId)
  if (refusal !== undefined || ship === undefined) return refusal
  const { turnsPerWarp } = shipType(ship.data.shipType)
  travel(region, playerId, toSector, { moveType: 'normal', warpCost: turnsPerWarp, trigger: 'move' })
  return undefined
}
