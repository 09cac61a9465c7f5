import type { Colony, Fleet } from '../kinds.ts'
import { namedId } from '../named-id.ts'
import type { Immediate } from '../orders/orders-schema.ts'
import { colonyAt, ownerOf, type Realm } from '../realm.ts'
import { addShips, eachClass, noShips, type Ships, type SomeShips, shipClasses, shipWords } from '../ship-classes.ts'
import { changeFleet, fleetById, pay } from '../turn/change.ts'
import { colonistsMax, costOf, fightersMax } from '../turn/fleet-facts.ts'
import { mergeFleets } from './merge-fleets.ts'

/**
 * Carries out one immediate order. Answers why it cannot be done, in words for its house; undefined: it is done. What became
 * impossible is never an error.
 */
export function carryOutImmediate(realm: Realm, houseId: string, order: Immediate, index: number): string | undefined {
  switch (order.do) {
    case 'split':
      return split(realm, houseId, order, index)
    case 'merge': {
      const [fleet, into] = [fleetById(realm, order.fleetId, houseId), fleetById(realm, order.into, houseId)]
      if (fleet === undefined || into === undefined || fleet === into) return 'a fleet to merge is not there'
      if (fleet.x !== into.x || fleet.y !== into.y) return 'the fleets to merge are not in the same cell'
      mergeFleets(realm, fleet, into)
      return undefined
    }
    case 'transfer':
      return transfer(realm, houseId, order)
    case 'reactivate':
      return reactivate(realm, houseId, order)
    case 'scrap':
      return scrap(realm, houseId, order)
  }
}

type Of<Name extends Immediate['do']> = Extract<Immediate, { readonly do: Name }>

function hasShips(ships: Ships, wanted: SomeShips): boolean {
  return shipClasses.every((shipClass) => ships[shipClass] >= (wanted[shipClass] ?? 0))
}

/** Some ships become a fleet of their own; those in mothballs stay. */
function split(realm: Realm, houseId: string, order: Of<'split'>, index: number): string | undefined {
  const fleet = fleetById(realm, order.fleetId, houseId)
  if (fleet === undefined) return 'the fleet to split is not there'
  const { fighters = 0, colonists = 0 } = order
  const taken = given(order.ships)
  if (!hasShips(fleet.data.ships, taken) || fleet.data.fighters < fighters || fleet.data.colonists < colonists)
    return `${fleet.data.name} has fewer ships than were to be split off`
  const rest = { ships: addShips(fleet.data.ships, taken, -1), mothballed: fleet.data.mothballed }
  const part = { ships: taken, mothballed: noShips }
  const { balance } = realm
  const hasRoom =
    fighters <= fightersMax(part, balance) &&
    colonists <= colonistsMax(part, balance) &&
    fleet.data.fighters - fighters <= fightersMax(rest, balance) &&
    fleet.data.colonists - colonists <= colonistsMax(rest, balance)
  if (!hasRoom) return `the parts of ${fleet.data.name} have no room for their fighters and colonists`
  realm.entities.create({
    id: namedId(realm.random, 'fleet', `split:${fleet.id}:${index}`),
    kind: 'fleet',
    ...{ x: fleet.x, y: fleet.y, ownerId: houseId },
    data: {
      ...fleet.data,
      ...part,
      ...{ name: `${fleet.data.name}’s wing`.slice(0, 60), damage: noShips, fighters, colonists },
      order: { name: 'hold', to: null, into: null },
    },
  })
  changeFleet(realm, fleet, {
    ships: rest.ships,
    damage: eachClass((shipClass) => (rest.ships[shipClass] > 0 ? fleet.data.damage[shipClass] : 0)),
    fighters: fleet.data.fighters - fighters,
    colonists: fleet.data.colonists - colonists,
  })
  return undefined
}

function given(ships: SomeShips): Ships {
  return addShips(noShips, ships)
}

type Place = Fleet | Colony

function placeById(realm: Realm, id: string, houseId: string): Place | undefined {
  const thing = realm.entities.get(id)
  const isPlace = thing?.kind === 'fleet' || thing?.kind === 'colony'
  return isPlace && thing.ownerId === houseId ? thing : undefined
}

function transfer(realm: Realm, houseId: string, order: Of<'transfer'>): string | undefined {
  const [from, to] = [placeById(realm, order.from, houseId), placeById(realm, order.to, houseId)]
  if (from === undefined || to === undefined || from.id === to.id) return 'one side of a transfer is not there'
  if (from.x !== to.x || from.y !== to.y) return 'the sides of a transfer are not in the same cell'
  const { colonists = 0, fighters = 0 } = order
  const kept = from.kind === 'colony' ? 1 : 0
  if (peopleOf(from) - kept < colonists || from.data.fighters < fighters)
    return 'there was less than was to be transferred'
  const fits =
    to.kind === 'colony' ||
    (to.data.colonists + colonists <= colonistsMax(to.data, realm.balance) &&
      to.data.fighters + fighters <= fightersMax(to.data, realm.balance))
  if (!fits) return `${to.data.name} has no room for what was to be transferred`
  load(realm, from, -colonists, -fighters)
  load(realm, to, colonists, fighters)
  return undefined
}

function peopleOf(place: Place): number {
  return place.kind === 'colony' ? place.data.population : place.data.colonists
}

function load(realm: Realm, place: Place, colonists: number, fighters: number): void {
  const people = peopleOf(place) + colonists
  const hangar = place.data.fighters + fighters
  if (place.kind === 'colony') realm.entities.change(place, { data: { population: people, fighters: hangar } })
  else realm.entities.change(place, { data: { colonists: people, fighters: hangar } })
  realm.report.population(ownerOf(place), place.id, 'transferred', colonists)
  realm.report.ship(ownerOf(place), place.id, 'fighter', 'transferred', fighters)
}

function reactivate(realm: Realm, houseId: string, order: Of<'reactivate'>): string | undefined {
  const fleet = fleetById(realm, order.fleetId, houseId)
  if (fleet === undefined) return 'the fleet to reactivate is not there'
  const { ships, mothballed, name } = fleet.data
  if (mothballed[order.class] < order.count) return `${name} has fewer ships in mothballs`
  const { balance, entities } = realm
  const price = Math.ceil(balance.classes[order.class].cost * balance.economy.reactivation) * order.count
  const house = entities.ownedBy(houseId).find((thing) => thing.kind === 'house')
  if (house === undefined || house.data.treasury < price) return `the treasury could not pay to reactivate ${name}`
  pay(realm, houseId, 'reactivation', -price)
  entities.change(fleet, {
    data: {
      ships: { [order.class]: ships[order.class] + order.count },
      mothballed: { [order.class]: mothballed[order.class] - order.count },
    },
  })
  return undefined
}

/** Ships in mothballs go first. Over an own colony, a part of their cost comes back. */
function scrap(realm: Realm, houseId: string, order: Of<'scrap'>): string | undefined {
  const fleet = fleetById(realm, order.fleetId, houseId)
  if (fleet === undefined) return 'the fleet to scrap is not there'
  const { ships, mothballed, damage } = fleet.data
  const wanted = given(order.ships)
  if (!hasShips(addShips(ships, mothballed), wanted))
    return `${fleet.data.name} has fewer ships than were to be scrapped`
  const laidUp = eachClass((shipClass) => Math.min(mothballed[shipClass], wanted[shipClass]))
  const left = {
    ships: addShips(ships, addShips(wanted, laidUp, -1), -1),
    mothballed: addShips(mothballed, laidUp, -1),
  }
  const { balance, report } = realm
  const goesWith =
    fleet.data.colonists > colonistsMax(left, balance) || fleet.data.fighters > fightersMax(left, balance)
  if (goesWith) return `${fleet.data.name} would have no room for its colonists and fighters`
  report.ships(houseId, fleet.id, wanted, 'scrapped', -1)
  report.say(houseId, 'own', `${fleet.data.name}: ${shipWords(wanted)} scrapped.`)
  changeFleet(realm, fleet, {
    ...left,
    damage: eachClass((shipClass) => (left.ships[shipClass] > 0 ? damage[shipClass] : 0)),
  })
  if (colonyAt(realm, fleet)?.ownerId === houseId)
    pay(realm, houseId, 'scrap', Math.floor(costOf(wanted, balance) * balance.economy.scrapValue))
  return undefined
}
