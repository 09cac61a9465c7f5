import { accept, intent, refuse } from 'gridtick'
import { z } from 'zod'
import { whyGarrisonInCombat, whyInCombat } from '../combat/in-combat.ts'
import { tellGarrisonUpdated } from '../events/garrison-updated.ts'
import { tellStatus } from '../events/status-update.ts'
import type { Garrison, Ship } from '../kinds.ts'
import { garrisonIn, shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { payBank } from '../rules/pay-bank.ts'
import { shipType } from '../ship-types.ts'
import { fields } from './fields.ts'
import { actionRate } from './rates.ts'

/**
 * Takes fighters of the own garrison aboard, as many as the ship has room for; the others stay. The bank is paid with it.
 * The last fighter takes the garrison away.
 */
export const collectFighters = intent(
  {
    payload: z.strictObject({ sector: fields.sector, quantity: fields.units }),
    details: z.strictObject({ fighters: z.int(), credits: z.int() }),
    rate: actionRate,
  },
  (region: Region, { playerId, payload: { sector, quantity } }) => {
    const fighting = whyInCombat(region, playerId)
    if (fighting !== undefined) return fighting
    const ship = shipOf(region, playerId)
    if (ship === undefined) return refuse('no_ship', 'You have no ship here.')
    if (ship.data.sector !== sector) return refuse('not_in_sector', 'You can collect fighters only where you are.')
    const garrison = garrisonIn(region, sector)
    if (garrison?.ownerId !== playerId) return refuse('no_garrison', 'You have no garrison here.')
    const besieged = whyGarrisonInCombat(region, { id: garrison.id, sector })
    if (besieged !== undefined) return besieged
    const { fighters: available, tollBalance } = garrison.data
    if (available < quantity)
      return refuse('insufficient_fighters', `${available} fighters are stationed here, not ${quantity}.`, {
        required: quantity,
        available,
      })
    const room = shipType(ship.data.shipType).fighters - ship.data.fighters
    const moved = Math.min(quantity, Math.max(0, room))
    if (moved === 0 && tollBalance === 0)
      return refuse('no_room', 'Your ship has no room for fighters.', { available: 0 })

    const credits = payBank(region, garrison)
    takeAboard(region, ship, garrison, moved)
    tellGarrisonUpdated(region, playerId, sector)
    tellStatus(region, playerId)
    return accept({ fighters: moved, credits })
  },
)

/** Moves the fighters from the garrison to the ship. */
function takeAboard(region: Region, ship: Ship, garrison: Garrison, moved: number): void {
  const left = garrison.data.fighters - moved
  region.entities.change(ship, { data: { fighters: ship.data.fighters + moved } })
  if (left > 0) region.entities.change(garrison, { data: { fighters: left } })
  else region.entities.delete(garrison)
}
