import { act, asksToll, fleeOrBrace } from './in-a-fight.ts'
import { retire, type Strategy, wait } from './order.ts'
import { refuel } from './refuel.ts'
import { tradeOn } from './trading.ts'

export const traderThresholds = {
  /** Warp power to go home with. */
  reserveWarp: 60,
  /** Credits it pays to be let through. */
  tollMax: 50,
  hopsMax: 5,
  profitMin: 3,
  unitsMax: 30,
  holds: 30,
  curiosity: 0.25,
}

/** Finds pairs of ports and carries goods between them. In a fight it pays a fair toll, and runs from all else. */
export function createTrader(thresholds: typeof traderThresholds): Strategy {
  return (situation) => {
    const { fight, ship } = situation
    if (ship.shipType === 'escape_pod') return retire
    if (fight?.hasActed) return wait
    if (fight) return asksToll(situation, thresholds.tollMax) ? act(fight, 'pay') : fleeOrBrace(fight, situation)
    return refuel(situation, thresholds) ?? tradeOn(situation, thresholds)
  }
}
