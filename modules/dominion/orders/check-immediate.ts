import { refuse } from 'gridtick'
import { isSameCell } from '../cells.ts'
import type { Colony, Fleet } from '../kinds.ts'
import { addShips, noShips, type Ships, type SomeShips, shipClasses } from '../ship-classes.ts'
import type { Flaw, Known } from './known.ts'
import type { Immediate } from './orders-schema.ts'

/**
 * What is wrong with an immediate order. Those before it in the packet may change what there is, so amounts are judged where the
 * fleet or colony is touched by this one alone; the rest shows when it is carried out.
 */
export function checkImmediate(known: Known, order: Immediate, at: string): Flaw {
  switch (order.do) {
    case 'split': {
      const fleet = fleetOf(known, order.fleetId)
      return fleet === undefined
        ? notYours(order.fleetId, at)
        : checkShips(known, fleet, fleet.data.ships, order.ships, at)
    }
    case 'scrap': {
      const fleet = fleetOf(known, order.fleetId)
      if (fleet === undefined) return notYours(order.fleetId, at)
      return checkShips(known, fleet, addShips(fleet.data.ships, fleet.data.mothballed), order.ships, at)
    }
    case 'merge':
      return checkTogether(fleetOf(known, order.fleetId), fleetOf(known, order.into), [order.fleetId, order.into], at)
    case 'transfer':
      return checkTogether(placeOf(known, order.from), placeOf(known, order.to), [order.from, order.to], at)
    case 'reactivate':
      return checkReactivation(known, order, at)
  }
}

function fleetOf({ fleets }: Known, fleetId: string): Fleet | undefined {
  return fleets.find(({ id }) => id === fleetId)
}

function placeOf({ fleets, colonies }: Known, placeId: string): Fleet | Colony | undefined {
  return [...fleets, ...colonies].find(({ id }) => id === placeId)
}

function notYours(id: string, at: string): Flaw {
  return refuse('not_yours', `You have no ${id}.`, { at, id })
}

/** How often immediate orders of the packet name this id. */
function timesNamed({ orders }: Known, id: string): number {
  return orders.immediate.filter((order) => Object.values(order).includes(id)).length
}

function checkShips(known: Known, fleet: Fleet, there: Ships, wanted: SomeShips, at: string): Flaw {
  const full = addShips(noShips, wanted)
  if (shipClasses.every((shipClass) => full[shipClass] === 0))
    return refuse('not_enough', 'Name at least one ship.', { at, fleetId: fleet.id })
  const short = shipClasses.find((shipClass) => full[shipClass] > there[shipClass])
  if (short === undefined || timesNamed(known, fleet.id) > 1) return undefined
  const details = { at, fleetId: fleet.id, class: short, there: there[short], wanted: full[short] }
  return refuse(
    'not_enough',
    `${fleet.data.name} has ${there[short]} of the class ${short}, not ${full[short]}.`,
    details,
  )
}

function checkTogether(
  one: Fleet | Colony | undefined,
  other: Fleet | Colony | undefined,
  [oneId, otherId]: readonly [string, string],
  at: string,
): Flaw {
  if (one === undefined) return notYours(oneId, at)
  if (other === undefined) return notYours(otherId, at)
  if (one.id !== other.id && isSameCell(one, other)) return undefined
  return refuse('not_here', 'The two must be different, and in the same cell.', { at, ids: [oneId, otherId] })
}

function checkReactivation(known: Known, order: Extract<Immediate, { readonly do: 'reactivate' }>, at: string): Flaw {
  const fleet = fleetOf(known, order.fleetId)
  if (fleet === undefined) return notYours(order.fleetId, at)
  const there = fleet.data.mothballed[order.class]
  const details = { at, fleetId: fleet.id }
  if (there < order.count && timesNamed(known, fleet.id) === 1)
    return refuse('not_enough', `${fleet.data.name} has ${there} of the class ${order.class} in mothballs.`, details)
  const { classes, economy } = known.balance
  const price = Math.ceil(classes[order.class].cost * economy.reactivation) * order.count
  const treasury = known.house?.data.treasury ?? 0
  if (price <= treasury) return undefined
  return refuse('not_affordable', `That costs ${price} credits, and you have ${treasury}.`, {
    ...details,
    price,
    treasury,
  })
}
