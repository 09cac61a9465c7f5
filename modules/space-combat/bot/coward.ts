import { act, asksToll, fleeOrBrace } from './in-a-fight.ts'
import { retire, type Strategy, stroll, wait } from './order.ts'
import { isDepot, refuel } from './refuel.ts'
import { tradeOn } from './trading.ts'

export const cowardThresholds = {
  reserveWarp: 90,
  /** Credits it pays rather than to be shot at: all it has. */
  tollMax: 1_000_000,
  /** Other ships in a sector that it can bear. */
  crowdMax: 1,
  hopsMax: 3,
  profitMin: 3,
  /** What it dares to carry. */
  unitsMax: 5,
  holds: 30,
  curiosity: 0.25,
}

/** Pays whatever is asked, runs from everybody, and trades a little where it is alone. */
export function createCoward(thresholds: typeof cowardThresholds): Strategy {
  return (situation) => {
    const { fight, ship, others } = situation
    if (ship.shipType === 'escape_pod') return retire
    if (fight?.hasActed) return wait
    if (fight) return asksToll(situation, thresholds.tollMax) ? act(fight, 'pay') : fleeOrBrace(fight, situation)
    const toDepot = refuel(situation, thresholds)
    if (toDepot !== undefined) return toDepot
    if (others.length > thresholds.crowdMax && !isDepot(ship.sector)) return stroll
    return tradeOn(situation, thresholds)
  }
}
