import { debugOnly, intent, refuse } from 'gridtick'
import { z } from 'zod'
import { whyInCombat } from '../combat/in-combat.ts'
import { sectorOf, shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { travel } from '../rules/travel.ts'
import { fields } from './fields.ts'

/** An operator puts a ship into a sector. Where it is already, nothing happens; out of a fight it cannot be taken. */
export const place = intent(
  debugOnly(z.strictObject({ playerId: fields.playerId, sector: fields.sector })),
  (region: Region, { payload: { playerId, sector } }) => {
    const ship = shipOf(region, playerId)
    if (ship === undefined) return refuse('no_such_captain', 'There is no captain of this id.')
    const inCombat = whyInCombat(region, playerId)
    if (inCombat !== undefined) return inCombat
    if (sectorOf(region, sector) === undefined) return refuse('unknown_sector', 'There is no such sector.')
    if (sector !== ship.data.sector)
      travel(region, playerId, sector, { moveType: 'teleport', warpCost: 0, trigger: 'join' })
  },
)
