import { compareCells, isSameCell } from '../cells.ts'
import type { Fleet, System } from '../kinds.ts'
import { namedId } from '../named-id.ts'
import { chanceOf, colonyAt, fleetsAt, houseOf, ownerOf, type Realm } from '../realm.ts'
import { countShips } from '../ship-classes.ts'
import { addPrestige, changeFleet, levelOf } from '../turn/change.ts'

/** Fleets that settle, where they are and met no enemy. Of several one comes first: by drives, then by size, then by lot. */
export function colonise(realm: Realm, met: ReadonlySet<string>): void {
  const systems = realm.entities.ofKind('system').toSorted(compareCells)
  for (const system of systems) {
    const settlers = fleetsAt(realm, system).filter((fleet) => isSettling(fleet) && !met.has(fleet.id))
    if (settlers.length === 0) continue
    const owner = colonyAt(realm, system)?.ownerId
    if (owner === undefined && system.data.habitat > 0) settle(realm, system, firstOf(realm, system, settlers))
    for (const { id } of settlers) tellTooLate(realm, system, id)
  }
}

function isSettling(fleet: Fleet): boolean {
  const { name, to } = fleet.data.order
  return name === 'colonize' && to !== null && isSameCell(to, fleet) && fleet.data.colonists > 0
}

function firstOf(realm: Realm, system: System, settlers: readonly Fleet[]): Fleet {
  const drives = (fleet: Fleet) => levelOf(houseOf(realm, ownerOf(fleet)), 'drives')
  const lots = chanceOf(realm, `colonise:${system.x},${system.y}`).shuffle(settlers)
  return lots.toSorted(
    (one, other) => drives(other) - drives(one) || countShips(other.data.ships) - countShips(one.data.ships),
  )[0] as Fleet
}

/** The colonists land, and one transport becomes the first buildings. */
function settle(realm: Realm, { x, y, data: { name, minerals } }: System, fleet: Fleet): void {
  const { balance, entities, report, random } = realm
  const houseId = ownerOf(fleet)
  const { ships, colonists } = fleet.data
  const industry = Math.min(balance.people.landedIndustry, minerals * balance.economy.industryPerMineral)
  const colony = entities.create({
    id: namedId(random, 'colony', `colonise:${x},${y}`),
    kind: 'colony',
    ...{ x, y, ownerId: houseId },
    data: { name, population: colonists, industry, shipyard: 0, stockpile: 0, queue: [], tax: 20, fighters: 0 },
  })
  report.population(houseId, fleet.id, 'landed', -colonists)
  report.population(houseId, colony.id, 'landed', colonists)
  const used = Math.min(1, ships.transport)
  report.ship(houseId, fleet.id, 'transport', 'became a colony', -used)
  report.say(houseId, 'own', `${name} (${x},${y}) is yours: ${colonists} colonists have landed.`)
  addPrestige(realm, houseId, balance.prestige.colonised)
  changeFleet(realm, fleet, {
    ships: { ...ships, transport: ships.transport - used },
    damage: { ...fleet.data.damage, transport: 0 },
    colonists: 0,
    order: { name: 'hold', to: null, into: null },
  })
}

function tellTooLate(realm: Realm, { x, y, data }: System, id: string): void {
  const fleet = realm.entities.get(id)
  if (fleet?.kind !== 'fleet' || fleet.data.colonists === 0) return
  realm.entities.replace(fleet, { data: { order: { name: 'hold', to: null, into: null } } })
  const why = data.habitat === 0 ? 'nobody can live there' : 'it is settled'
  realm.report.say(
    ownerOf(fleet),
    'own',
    `Not done: ${fleet.data.name} cannot settle ${data.name} (${x},${y}): ${why}.`,
  )
}
