import { cowardThresholds, createCoward } from './coward.ts'
import type { Strategy } from './order.ts'
import { createPirate, pirateThresholds } from './pirate.ts'
import { createTollKeeper, tollKeeperThresholds } from './toll-keeper.ts'
import { createTrader, traderThresholds } from './trader.ts'

/** By how many of its thresholds one differs from the others of its kind. */
export type Thresholds = { readonly [name: string]: number }

type Kind = {
  readonly does: string
  readonly share: number
  readonly thresholds: Thresholds
  create(changed: Thresholds): Strategy
}

/** A kind of captain; those thresholds that are not changed are as they stand in its file. */
function kind<Own extends Thresholds>(
  { does, share }: { readonly does: string; readonly share: number },
  thresholds: Own,
  create: (thresholds: Own) => Strategy,
): Kind {
  return { does, share, thresholds, create: (changed) => create({ ...thresholds, ...changed }) }
}

/** Shares as captains meet in a region of some age: most trade, some prey on them. */
export const strategies = {
  trader: kind(
    { does: 'find pairs of ports, buy and sell, pay small tolls, run from fights', share: 12 },
    traderThresholds,
    createTrader,
  ),
  pirate: kind(
    { does: 'hunt ships no stronger than their own, and collect what is left of them', share: 3 },
    pirateThresholds,
    createPirate,
  ),
  'toll-keeper': kind(
    { does: 'station garrisons that take a toll, and collect what was paid', share: 2 },
    tollKeeperThresholds,
    createTollKeeper,
  ),
  coward: kind(
    { does: 'pay everything, flee from everybody, trade a little', share: 3 },
    cowardThresholds,
    createCoward,
  ),
}

export type StrategyName = keyof typeof strategies

export const strategyNames = Object.keys(strategies) as readonly StrategyName[]

/** As a bot names them. */
export const roles = Object.fromEntries(
  strategyNames.map((name) => [name, { does: strategies[name].does, share: strategies[name].share }]),
)

/** All thresholds by their whole names, as `pirate.boldness`. */
export const thresholds = Object.fromEntries(
  strategyNames.flatMap((name) =>
    Object.entries(strategies[name].thresholds).map(([threshold, value]): [string, number] => [
      `${name}.${threshold}`,
      value,
    ]),
  ),
)
