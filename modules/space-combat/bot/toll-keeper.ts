import { act, asksToll, fleeOrBrace, weakest } from './in-a-fight.ts'
import { ask, go, type Order, retire, type Strategy, stroll, wait } from './order.ts'
import { isDepot, refuel } from './refuel.ts'
import type { Situation } from './situation.ts'

export const tollKeeperThresholds = {
  reserveWarp: 60,
  /** Fighters in each garrison. */
  garrisonFighters: 60,
  /** Garrisons at the same time. */
  garrisonsMax: 3,
  /** Ways out of a sector that make it worth to be held. */
  warpsMin: 3,
  /** Credits that each captain is to pay. */
  toll: 25,
  /** Credits in a bank that make it worth to go there. */
  collectAt: 25,
  /** Below this many fighters, here and there, it gives up. */
  fightersMin: 40,
  tollMax: 50,
}

type Thresholds = typeof tollKeeperThresholds

/** Holds a few junctions, lets pass who pays, and goes round to collect. It helps its garrisons where it meets them fighting. */
export function createTollKeeper(thresholds: Thresholds): Strategy {
  return (situation) => {
    const { fight, ship, ownGarrisons } = situation
    if (ship.shipType === 'escape_pod') return retire
    if (fight?.hasActed) return wait
    if (fight) {
      if (asksToll(situation, thresholds.tollMax)) return act(fight, 'pay')
      const target = weakest(fight)
      const dares = target !== undefined && situation.garrisonHere?.isOwn === true && ship.fighters > target.fighters
      return dares
        ? act(fight, 'attack', { targetId: target.id, commit: Math.ceil(ship.fighters / 2) })
        : fleeOrBrace(fight, situation)
    }
    const stationed = ownGarrisons.reduce((sum, { fighters }) => sum + fighters, 0)
    if (ship.fighters + stationed < thresholds.fightersMin) return retire
    return (
      refuel(situation, thresholds) ??
      collect(situation, thresholds) ??
      deploy(situation, thresholds) ??
      patrol(situation)
    )
  }
}

/** Any collection pays the whole bank, and what is collected goes back the next time. */
function collect({ ship, ownGarrisons }: Situation, { collectAt }: Thresholds): Order | undefined {
  const full = ownGarrisons.find(({ tollBalance = 0 }) => tollBalance >= collectAt)
  if (full === undefined) return undefined
  return full.sector === ship.sector ? ask('collect_fighters', { sector: full.sector, quantity: 1 }) : go(full.sector)
}

function deploy(
  { ship, warps, garrisonHere, ownGarrisons }: Situation,
  { garrisonFighters, garrisonsMax, warpsMin, toll }: Thresholds,
): Order | undefined {
  const isWorthIt = !isDepot(ship.sector) && warps.length >= warpsMin && garrisonHere === undefined
  if (!isWorthIt || ownGarrisons.length >= garrisonsMax || ship.fighters < garrisonFighters) return undefined
  return ask('leave_fighters', { sector: ship.sector, quantity: garrisonFighters, mode: 'toll', tollAmount: toll })
}

/** From one garrison to another, and about in between. */
function patrol({ ship, ownGarrisons, random }: Situation): Order {
  const away = ownGarrisons.filter(({ sector }) => sector !== ship.sector)
  return away.length === 0 || random.float() < 0.5 ? stroll : go(random.pick(away).sector)
}
