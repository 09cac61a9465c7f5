import { act, fleeOrBrace, weakest } from './in-a-fight.ts'
import { ask, type Order, retire, type Strategy, stroll, wait } from './order.ts'
import { isDepot, refuel } from './refuel.ts'
import type { Fight, Situation } from './situation.ts'

export const pirateThresholds = {
  reserveWarp: 60,
  /** Of its own fighters, the share it sends against the weakest enemy in a round. */
  attackShare: 0.6,
  /** It leaves ships alone that may have more than so many times its own fighters. */
  preyMax: 2,
  /** It runs when all enemies together have so many times its own fighters. */
  fleeFrom: 2.5,
  /** With fewer fighters it gives up piracy. */
  fightersMin: 30,
  /** How likely it attacks when there is prey: it does not want to be foreseen. */
  boldness: 0.7,
}

/** What a ship of each type may have against it; how many it has is seen only in a fight. */
const fightersOf: Readonly<Record<string, number>> = {
  escape_pod: 0,
  kestrel_courier: 300,
  sparrow_scout: 200,
  wayfarer_freighter: 600,
  atlas_hauler: 500,
  pioneer_lifter: 500,
}

/** Hunts ships that look no stronger than its own, anywhere but at the depot, and takes what they leave. */
export function createPirate(thresholds: typeof pirateThresholds): Strategy {
  return (situation) => {
    const { fight, ship, salvageIds } = situation
    if (ship.shipType === 'escape_pod' || ship.fighters < thresholds.fightersMin) return fight ? wait : retire
    if (fight?.hasActed) return wait
    if (fight) return fightOn(situation, fight, thresholds)
    const [salvageId] = salvageIds
    const hasRoom = Object.values(ship.cargo).reduce((sum, units) => sum + units, 0) < 20
    if (salvageId !== undefined && hasRoom) return ask('collect_salvage', { salvageId })
    return refuel(situation, thresholds) ?? hunt(situation, thresholds)
  }
}

function fightOn(situation: Situation, fight: Fight, { attackShare, fleeFrom }: typeof pirateThresholds): Order {
  const { ship } = situation
  const against = fight.enemies.reduce((sum, { fighters }) => sum + fighters, 0)
  const target = weakest(fight)
  if (target === undefined) return act(fight, 'brace')
  if (against > ship.fighters * fleeFrom) return fleeOrBrace(fight, situation)
  const commit = Math.max(1, Math.ceil(ship.fighters * attackShare))
  return act(fight, 'attack', { targetId: target.id, commit })
}

function hunt({ ship, others, random }: Situation, { boldness, preyMax }: typeof pirateThresholds): Order {
  const prey = others.find(({ shipType }) => {
    const fighters = fightersOf[shipType] ?? Number.POSITIVE_INFINITY
    return fighters > 0 && fighters <= ship.fighters * preyMax
  })
  const strikes = prey !== undefined && !isDepot(ship.sector) && random.float() < boldness
  return strikes ? ask('initiate_combat', { targetId: prey.playerId }) : stroll
}
