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

/** A captain gives warp power to another one in the same sector, as much as fits into the other's tank. */
export const transferWarp = intent(
  { payload: z.strictObject({ toPlayerId: fields.playerId, units: fields.units }), rate: actionRate },
  (region: Region, { playerId, payload: { toPlayerId, units } }) => {
    const inCombat = whyInCombat(region, playerId)
    if (inCombat !== undefined) return inCombat
    const giver = shipOf(region, playerId)
    if (giver === undefined) return refuse('no_ship', 'You have no ship in this region.')
    if (toPlayerId === playerId) return refuse('same_captain', 'You cannot give warp power to yourself.')
    const receiver = shipOf(region, toPlayerId)
    if (receiver === undefined) return refuse('no_such_captain', 'There is no captain of this id.')
    const { name, sector, warpPower } = receiver.data
    if (sector !== giver.data.sector) return refuse('not_in_sector', `${name} is not in your sector.`)
    // Of somebody else's fight the giver learns no more than that.
    if (whyInCombat(region, toPlayerId) !== undefined) return refuse('in_combat', `${name} is in a fight.`)
    if (giver.data.warpPower < units) {
      const details = { required: units, available: giver.data.warpPower }
      return refuse('not_enough_warp', `You have only ${giver.data.warpPower} warp power.`, details)
    }
    const moved = Math.min(units, shipType(receiver.data.shipType).warpPower - warpPower)
    if (moved <= 0) return refuse('tank_full', `The warp power of ${name} is at its maximum already.`)

    region.entities.change(giver, { data: { warpPower: giver.data.warpPower - moved } })
    region.entities.change(receiver, { data: { warpPower: warpPower + moved } })
    tell(region, [playerId, toPlayerId], 'warp.transfer', {
      fromCharacterId: playerId,
      toCharacterId: toPlayerId,
      sector,
      units: moved,
      timestamp: isoTime(region.now),
    })
    tellStatus(region, playerId)
    tellStatus(region, toPlayerId)
  },
)
