import { intent } from 'gridtick'
import { z } from 'zod'
import { whyInCombat } from '../combat/in-combat.ts'
import { shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { whyNotTravel } from '../rules/may-travel.ts'
import { travel } from '../rules/travel.ts'
import { shipType } from '../ship-types.ts'
import { fields } from './fields.ts'
import { actionRate } from './rates.ts'

/** A captain warps to an adjacent sector, at once. Out of a fight there is only flight. */
export const move = intent(
  { payload: z.strictObject({ toSector: fields.sector }), rate: actionRate },
  (region: Region, { playerId, payload: { toSector } }) => {
    const refusal = whyInCombat(region, playerId) ?? whyNotTravel(region, playerId, toSector)
    const ship = shipOf(region, playerId)
    if (refusal !== undefined || ship === undefined) return refusal
    const { turnsPerWarp } = shipType(ship.data.shipType)
    travel(region, playerId, toSector, { moveType: 'normal', warpCost: turnsPerWarp, trigger: 'move' })
  },
)
