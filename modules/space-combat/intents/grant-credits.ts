import { debugOnly, intent, refuse } from 'gridtick'
import { z } from 'zod'
import { tellStatus } from '../events/status-update.ts'
import { shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { fields } from './fields.ts'

/** An operator gives credits, or takes them; never more than there are. */
export const grantCredits = intent(
  debugOnly(z.strictObject({ playerId: fields.playerId, amount: z.int() })),
  (region: Region, { payload: { playerId, amount } }) => {
    const ship = shipOf(region, playerId)
    if (ship === undefined) return refuse('no_such_captain', 'There is no captain of this id.')
    const credits = ship.data.credits + amount
    if (credits < 0) {
      const details = { required: -amount, available: ship.data.credits }
      return refuse('insufficient_credits', 'The captain does not have so many credits.', details)
    }
    const creditsMax = region.balance.ships.grantedCreditsMax
    if (amount > 0 && credits > creditsMax)
      return refuse('too_many_credits', `A captain can be given up to ${creditsMax} credits.`)
    region.entities.change(ship, { data: { credits } })
    tellStatus(region, playerId)
  },
)
