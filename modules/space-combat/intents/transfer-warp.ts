import { whyInCombat } from '../combat/in-combat.ts'
import { tellStatus } from '../events/status-update.ts'
import { isoTime, tell } from '../events/tell.ts'
import { shipOf } from '../lookup.ts'
import type { Handler } from '../region.ts'
import { shipType } from '../ship-types.ts'

/** A captain gives warp power to another one in the same sector, as much as fits into the other's tank. */
export const transferWarp: Handler<{ readonly toPlayerId: string; readonly units: number }> = (
  region,
  playerId,
  { toPlayerId, units },
) => {
  const inCombat = whyInCombat(region, playerId)
  if (inCombat !== undefined) return inCombat
  const giver = shipOf(region, playerId)
  if (giver === undefined) return { code: 'no_ship', message: 'You have no ship in this region.' }
  if (toPlayerId === playerId) return { code: 'same_captain', message: 'You cannot give warp power to yourself.' }
  const receiver = shipOf(region, toPlayerId)
  if (receiver === undefined) return { code: 'no_such_captain', message: 'There is no captain of this id.' }
  const { name, sector, warpPower } = receiver.data
  if (sector !== giver.data.sector) return { code: 'not_in_sector', message: `${name} is not in your sector.` }
  // Of somebody else's fight the giver learns no more than that.
  if (whyInCombat(region, toPlayerId) !== undefined) return { code: 'in_combat', message: `${name} is in a fight.` }
  if (giver.data.warpPower < units) {
    const details = { required: units, available: giver.data.warpPower }
    return { code: 'not_enough_warp', message: `You have only ${giver.data.warpPower} warp power.`, details }
  }
  const moved = Math.min(units, shipType(receiver.data.shipType).warpPower - warpPower)
  if (moved <= 0) return { code: 'tank_full', message: `The warp power of ${name} is at its maximum already.` }

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
  return undefined
}
