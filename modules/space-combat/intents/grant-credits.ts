import { tellStatus } from '../events/status-update.ts'
import { shipOf } from '../lookup.ts'
import type { Handler } from '../region.ts'

/** An operator gives credits, or takes them; never more than there are. */
export const grantCredits: Handler<{ readonly playerId: string; readonly amount: number }> = (
  region,
  _operatorId,
  { playerId, amount },
) => {
  const ship = shipOf(region, playerId)
  if (ship === undefined) return { code: 'no_such_captain', message: 'There is no captain of this id.' }
  const credits = ship.data.credits + amount
  if (credits < 0) {
    const details = { required: -amount, available: ship.data.credits }
    return { code: 'insufficient_credits', message: 'The captain does not have so many credits.', details }
  }
  const creditsMax = region.balance.ships.grantedCreditsMax
  if (amount > 0 && credits > creditsMax)
    return { code: 'too_many_credits', message: `A captain can be given up to ${creditsMax} credits.` }
  region.entities.change(ship, { data: { credits } })
  tellStatus(region, playerId)
  return undefined
}
