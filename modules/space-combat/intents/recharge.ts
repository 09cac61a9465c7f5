import { intent, isoTime, refuse } from 'gridtick'
import { z } from 'zod'
import { whyInCombat } from '../combat/in-combat.ts'
import { tellStatus } from '../events/status-update.ts'
import { tell } from '../events/tell.ts'
import { shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { shipType } from '../ship-types.ts'
import { fields } from './fields.ts'
import { actionRate } from './rates.ts'

/** A captain buys warp power at the depot, up to a full tank: all that was asked for and fits, or nothing. */
export const recharge = intent(
  { payload: z.strictObject({ units: fields.units }), rate: actionRate },
  (region: Region, { playerId, payload: { units: wanted } }) => {
    const inCombat = whyInCombat(region, playerId)
    if (inCombat !== undefined) return inCombat
    const ship = shipOf(region, playerId)
    if (ship === undefined) return refuse('no_ship', 'You have no ship in this region.')

    const { pricePerUnit, depotSector } = region.balance.warp
    const { sector, warpPower, credits } = ship.data
    if (sector !== depotSector)
      return refuse('no_depot', `Warp power is sold in sector ${depotSector} only; you are in sector ${sector}.`)
    const units = Math.min(wanted, shipType(ship.data.shipType).warpPower - warpPower)
    if (units <= 0) return refuse('tank_full', 'Your warp power is at its maximum already.')
    const totalCost = units * pricePerUnit
    if (credits < totalCost) {
      const details = { required: totalCost, available: credits }
      return refuse('insufficient_credits', `That costs ${totalCost} credits; you have ${credits}.`, details)
    }

    region.entities.change(ship, { data: { warpPower: warpPower + units, credits: credits - totalCost } })
    const timestamp = isoTime(region.now)
    tell(region, [playerId], 'warp.purchase', {
      characterId: playerId,
      sector,
      units,
      pricePerUnit,
      totalCost,
      timestamp,
    })
    tellStatus(region, playerId)
  },
)
