import type { Strategy } from '../order.ts'
import { cowardThresholds, createCoward } from './coward.ts'
import { createPirate, pirateThresholds } from './pirate.ts'
import { createTollKeeper, tollKeeperThresholds } from './toll-keeper.ts'
import { createTrader, traderThresholds } from './trader.ts'

/** By how many of its thresholds one differs from the others of its kind. */
export type Thresholds = { readonly [name: string]: number }

type Kind = {
  readonly thresholds: Thresholds
  create(changed: Thresholds): Strategy
}

/** A kind of captain; those thresholds that are not changed are as they stand in its file. */
function kind<Own extends Thresholds>(thresholds: Own, create: (thresholds: Own) => Strategy): Kind {
  return { thresholds, create: (changed) => create({ ...thresholds, ...changed }) }
}

export const strategies = {
  trader: kind(traderThresholds, createTrader),
  pirate: kind(pirateThresholds, createPirate),
  'toll-keeper': kind(tollKeeperThresholds, createTollKeeper),
  coward: kind(cowardThresholds, createCoward),
} as const

export type StrategyName = keyof typeof strategies

export const strategyNames = Object.keys(strategies) as readonly StrategyName[]
