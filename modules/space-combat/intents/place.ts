import { whyInCombat } from '../combat/in-combat.ts'
import { sectorOf, shipOf } from '../lookup.ts'
import type { Handler } from '../region.ts'
import { travel } from '../rules/travel.ts'

/** An operator puts a ship into a sector. Where it is already, nothing happens; out of a fight it cannot be taken. */
export const place: Handler<{ readonly playerId: string; readonly sector: number }> = (
  region,
  _operatorId,
  { playerId, sector },
) => {
  const ship = shipOf(region, playerId)
  if (ship === undefined) return { code: 'no_such_captain', message: 'There is no captain of this id.' }
  const inCombat = whyInCombat(region, playerId)
  if (inCombat !== undefined) return inCombat
  if (sectorOf(region, sector) === undefined) return { code: 'unknown_sector', message: 'There is no such sector.' }
  if (sector !== ship.data.sector)
    travel(region, playerId, sector, { moveType: 'teleport', warpCost: 0, trigger: 'join' })
  return undefined
}
