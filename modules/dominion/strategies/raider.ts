import { noOrders } from '../orders/orders-schema.ts'
import { build, countOf, type Wish } from './build.ts'
import { explore } from './explore.ts'
import { freeSystems, settle } from './settle.ts'
import { attackIn, capitalOf, openSituation, ordersOf } from './situation.ts'
import type { Strategy } from './strategy.ts'
import { attack, chooseTarget, collectColonists, defend, gather } from './wage-war.ts'

/** In this turn it stops settling, and goes for what others have settled. */
const warTurn = 10

/** An attack needs a fleet of this strength, and more as time goes by. */
const attackAt = 14
const attackPerTurn = 0.2

/** So many colonies it settles itself. */
const ownColonies = 4

/** Settles a little, and then takes what others have. */
export const raider: Strategy = {
  orders(question) {
    const situation = openSituation(question)
    if (situation === undefined) return { orders: noOrders, memory: { visited: [] } }
    const { number } = question.turn
    const { colonies } = situation
    explore(situation)
    const target = number < warTurn ? undefined : chooseTarget(situation)
    if (target === undefined || colonies.length < ownColonies) settle(situation)
    const main = gather(situation)
    const isStrong = main !== undefined && attackIn([main]) >= attackAt + number * attackPerTurn
    if (target !== undefined) collectColonists(situation)
    if (target !== undefined && isStrong) attack(situation, target, main)
    else defend(situation, main)
    const capital = capitalOf(situation)
    const isPreparing = target !== undefined
    const wishes: Wish[] = [
      {
        item: 'transport',
        count: 1,
        isWanted: ({ data }) =>
          data.population > 24 &&
          (isPreparing
            ? countOf(situation, 'transport') < 4
            : countOf(situation, 'transport') < 1 && freeSystems(situation).length > 0),
      },
      {
        item: 'industry',
        count: 3,
        isWanted: ({ data }) => data.industry < Math.min(data.population, isPreparing ? 25 : 40),
      },
      { item: 'shipyard', count: 1, isWanted: ({ id, data }) => data.shipyard < (id === capital?.id ? 2 : 0) },
      { item: 'cruiser', count: 2, isWanted: () => true },
      { item: 'frigate', count: 2, isWanted: () => true },
    ]
    build(situation, wishes)
    return ordersOf(situation, { weapons: 20, hulls: 5, drives: 5, sensors: 0, economy: 5 })
  },
}
