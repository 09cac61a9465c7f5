import { accept, type OrdersCheckOf, refuse, type Verdict } from 'gridtick'
import { isSameCell } from '../cells.ts'
import type { game } from '../game.ts'
import type { RefusalCode } from '../refusals.ts'
import { checkFleetOrder } from './check-fleet-order.ts'
import { checkImmediate } from './check-immediate.ts'
import type { Flaw, Known } from './known.ts'
import type { Orders } from './orders-schema.ts'
import { sortView } from './own-view.ts'

/** Orders are judged by what their player sees. The first flaw is told, with where it is. */
export function checkOrders({ zone, view, playerId, orders }: OrdersCheckOf<typeof game>): Verdict<RefusalCode, never> {
  const known = { ...sortView(view, playerId), view, orders, balance: zone.config.balance, playerId }
  for (const flaw of flawsOf(known)) if (flaw !== undefined) return flaw
  return accept()
}

function* flawsOf(known: Known): Generator<Flaw> {
  const { orders } = known
  yield checkOnce(orders.fleets.map(({ fleetId }) => fleetId))
  yield checkOnce(orders.colonies.map(({ colonyId }) => colonyId))
  for (const [index, order] of orders.immediate.entries()) yield checkImmediate(known, order, `/immediate/${index}`)
  for (const [index, order] of orders.fleets.entries()) yield checkFleetOrder(known, order, `/fleets/${index}`)
  for (const [index, { colonyId, build = [] }] of orders.colonies.entries())
    yield checkColony(known, colonyId, build, `/colonies/${index}`)
  yield checkResearch(orders)
  const others = known.view.extras.houses.filter(
    (house) => house.houseId !== known.playerId && house.eliminatedOn === null,
  )
  const isThere = (houseId: string) => others.some((other) => other.houseId === houseId)
  for (const [index, { houseId }] of orders.diplomacy.entries())
    if (!isThere(houseId)) yield noSuchHouse(houseId, `/diplomacy/${index}`)
  for (const [index, { to }] of orders.messages.entries())
    if (to !== 'all' && !isThere(to)) yield noSuchHouse(to, `/messages/${index}`)
}

function checkOnce(ids: readonly string[]): Flaw {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice === undefined) return undefined
  return refuse('ordered_twice', `There are two orders for ${twice}. Leave one of them out.`, { id: twice })
}

function checkColony(
  { colonies, systems, balance }: Known,
  colonyId: string,
  build: NonNullable<Orders['colonies'][number]['build']>,
  at: string,
): Flaw {
  const colony = colonies.find(({ id }) => id === colonyId)
  if (colony === undefined) return refuse('not_yours', `You have no colony ${colonyId}.`, { at, colonyId })
  if (!systems.some((system) => isSameCell(system, colony))) return undefined
  // What the queue builds first counts for what comes later.
  let shipyard = colony.data.shipyard
  for (const [index, { item, count }] of build.entries()) {
    if (item === 'shipyard') shipyard += count
    if (item === 'industry' || item === 'shipyard') continue
    const needed = item === 'fighter' ? 1 : balance.classes[item].shipyard
    if (shipyard >= needed) continue
    const details = { at: `${at}/build/${index}`, item, needed, shipyard: colony.data.shipyard }
    return refuse(
      'no_shipyard',
      `${colony.data.name} needs a shipyard of level ${needed} for a ${item}. Build that first.`,
      details,
    )
  }
  return undefined
}

function checkResearch({ research }: Orders): Flaw {
  const sum = Object.values(research ?? {}).reduce((total, percent) => total + percent, 0)
  if (sum <= 100) return undefined
  return refuse('research_over_100', `The shares of research add up to ${sum} percent. 100 is all there is.`, {
    at: '/research',
    sum,
  })
}

function noSuchHouse(houseId: string, at: string): Flaw {
  return refuse('no_such_house', `There is no other house ${houseId} in the game.`, { at, houseId })
}
