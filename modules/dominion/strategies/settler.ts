import { noOrders } from '../orders/orders-schema.ts'
import { build, countOf, type Wish } from './build.ts'
import { explore } from './explore.ts'
import { freeSystems, settle } from './settle.ts'
import { capitalOf, openSituation, ordersOf } from './situation.ts'
import type { Strategy } from './strategy.ts'
import { defend, gather } from './wage-war.ts'

/** Settles all that is free, and lives in peace with those who let it. */
export const settler: Strategy = {
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
          data.population > 24 && countOf(situation, 'transport') < 2 && freeSystems(situation).length > 0,
      },
      { item: 'industry', count: 3, isWanted: ({ data }) => data.industry < data.population },
      { item: 'shipyard', count: 1, isWanted: ({ id, data }) => data.shipyard < (id === capital?.id ? 2 : 0) },
      { item: 'cruiser', count: 1, isWanted: () => countOf(situation, 'cruiser') < colonies.length / 3 },
      { item: 'frigate', count: 1, isWanted: () => countOf(situation, 'frigate') < colonies.length / 2 },
    ]
    build(situation, wishes)
    return ordersOf(situation, { weapons: 5, hulls: 5, drives: 0, sensors: 0, economy: 20 })
  },
}
