import { compareCells, isSameCell } from '../cells.ts'
import type { Wars } from '../command/meetings.ts'
import type { Colony, Fleet } from '../kinds.ts'
import { chanceOf, colonyAt, fleetsAt, houseOf, ownerOf, type Realm } from '../realm.ts'
import { addPrestige } from '../turn/change.ts'
import { attackOf } from '../turn/fleet-facts.ts'

/** After the battles: who holds the sky over a colony bombards it, and then lands. */
export function besiege(realm: Realm, wars: Wars): void {
  for (const { x, y } of realm.entities.ofKind('colony').toSorted(compareCells)) {
    bombard(realm, { x, y }, wars)
    invade(realm, { x, y }, wars)
  }
}

type Cell = { readonly x: number; readonly y: number }

function besiegers(realm: Realm, colony: Colony, wars: Wars, order: 'bombard' | 'invade'): Fleet[] {
  const owner = ownerOf(colony)
  const there = fleetsAt(realm, colony)
  const isDefended = there.some((fleet) => ownerOf(fleet) === owner && attackOf(fleet.data, realm.balance) > 0)
  if (isDefended) return []
  return there.filter(({ ownerId, data: { order: given } }) => {
    const isHere = given.name === order && given.to !== null && isSameCell(given.to, colony)
    return isHere && wars(ownerId as string, owner)
  })
}

function bombard(realm: Realm, cell: Cell, wars: Wars): void {
  const colony = colonyAt(realm, cell)
  if (colony === undefined) return
  const fleets = besiegers(realm, colony, wars, 'bombard')
  const attack = fleets.reduce((sum, { data }) => sum + attackOf(data, realm.balance), 0)
  if (attack === 0) return
  const wanted = Math.max(1, Math.floor(attack * realm.balance.war.bombardment))
  const lost = Math.min(colony.data.industry, wanted)
  realm.entities.change(colony, { data: { industry: colony.data.industry - lost } })
  realm.report.say(ownerOf(colony), 'own', `${colony.data.name} is bombarded: ${lost} of its industry is destroyed.`)
  for (const houseId of ownersOf(fleets))
    realm.report.say(houseId, 'seen', `You bombard ${colony.data.name}: ${lost} of its industry is destroyed.`)
}

function ownersOf(fleets: readonly Fleet[]): string[] {
  return [...new Set(fleets.map(ownerOf))].sort()
}

/** Of several houses that land, the one with most colonists lands first; between equal ones the lot decides. */
function invade(realm: Realm, cell: Cell, wars: Wars): void {
  const colony = colonyAt(realm, cell)
  if (colony === undefined) return
  const fleets = besiegers(realm, colony, wars, 'invade').filter(({ data }) => data.colonists > 0)
  const forces = chanceOf(realm, `invasion:${cell.x},${cell.y}`)
    .shuffle(ownersOf(fleets))
    .map((houseId) => ({ houseId, fleets: fleets.filter(({ ownerId }) => ownerId === houseId) }))
    .toSorted((one, other) => colonistsIn(other.fleets) - colonistsIn(one.fleets))
  for (const force of forces) {
    const now = colonyAt(realm, cell)
    if (now !== undefined && wars(force.houseId, ownerOf(now))) land(realm, now, force)
  }
}

function colonistsIn(fleets: readonly Fleet[]): number {
  return fleets.reduce((sum, { data }) => sum + data.colonists, 0)
}

type Force = { readonly houseId: string; readonly fleets: readonly Fleet[] }

/** Colonists against population × (1 + shipyard × …), with luck of a tenth. */
function land(realm: Realm, colony: Colony, { houseId, fleets }: Force): void {
  const { balance, report, entities } = realm
  const landed = colonistsIn(fleets)
  for (const fleet of fleets) {
    entities.change(fleet, { data: { colonists: 0 } })
    entities.replace(fleet, { data: { order: { name: 'hold', to: null, into: null } } })
    report.population(houseId, fleet.id, 'landed', -fleet.data.colonists)
  }
  const luck = 0.9 + 0.2 * chanceOf(realm, `landing:${colony.x},${colony.y}`).fork(houseId).next()
  const strength = landed * luck
  const cover = 1 + colony.data.shipyard * balance.war.defencePerShipyard
  const { name, population } = colony.data
  const owner = ownerOf(colony)
  if (strength > population * cover) {
    conquer(realm, colony, houseId, Math.max(1, Math.floor(landed * (1 - (population * cover) / strength))))
    return
  }
  const lost = Math.min(population - 1, Math.floor(strength / cover))
  entities.change(colony, { data: { population: population - lost } })
  report.population(owner, colony.id, 'fell in defence', -lost)
  report.say(owner, 'own', `${name} has thrown back ${landed} invaders; ${lost} of its people fell.`)
  report.say(houseId, 'own', `The invasion of ${name} has failed: all ${landed} colonists fell.`)
}

function conquer(realm: Realm, colony: Colony, houseId: string, survivors: number): void {
  const { balance, report, entities } = realm
  const { name, population, fighters } = colony.data
  const owner = ownerOf(colony)
  const kept = Math.floor(population / 2)
  entities.change(colony, { ownerId: houseId })
  entities.replace(colony, {
    data: { population: survivors + kept, stockpile: 0, queue: [], tax: 20, fighters: 0 },
  })
  report.population(owner, colony.id, 'conquered', -population)
  report.ship(owner, colony.id, 'fighter', 'conquered', -fighters)
  report.population(houseId, colony.id, 'conquered', survivors + kept)
  addPrestige(realm, houseId, balance.prestige.conquered)
  addPrestige(realm, owner, -balance.prestige.lost)
  report.say(owner, 'own', `${name} is lost to ${houseOf(realm, houseId)?.data.name}.`)
  report.say(houseId, 'own', `${name} is yours: ${survivors} of your people and ${kept} of theirs live there.`)
}
