import { noOrders } from '../orders/orders-schema.ts'
import { build, countOf, type Wish } from './build.ts'
import { explore } from './explore.ts'
import { freeSystems, settle } from './settle.ts'
import { capitalOf, openSituation, ordersOf } from './situation.ts'
import type { Strategy } from './strategy.ts'
import { defend, gather } from './wage-war.ts'

/** So many colonies are enough: they are to be held. */
const coloniesMax = 10

/** Holds a few rich colonies behind starbases and a strong fleet. */
export const turtle: Strategy = {
  orders(question) {
    const situation = openSituation(question)
    if (situation === undefined) return { orders: noOrders, memory: { visited: [] } }
    explore(situation)
    settle(situation)
    defend(situation, gather(situation))
    const { colonies } = situation
    const capital = capitalOf(situation)
    const wishes: Wish[] = [
      {
        item: 'transport',
        count: 1,
        isWanted: ({ data }) =>
          data.population > 24 &&
          countOf(situation, 'transport') < (colonies.length < 5 ? 2 : 1) &&
          colonies.length < coloniesMax &&
          freeSystems(situation).length > 0,
      },
      { item: 'industry', count: 4, isWanted: ({ data }) => data.industry < data.population },
      { item: 'shipyard', count: 1, isWanted: ({ id, data }) => data.shipyard < (id === capital?.id ? 3 : 1) },
      { item: 'starbase', count: 1, isWanted: ({ id }) => id === capital?.id && countOf(situation, 'starbase') < 1 },
      { item: 'cruiser', count: 1, isWanted: () => countOf(situation, 'cruiser') < colonies.length },
    ]
    build(situation, wishes)
    return ordersOf(situation, { weapons: 5, hulls: 15, drives: 0, sensors: 0, economy: 20 })
  },
}
