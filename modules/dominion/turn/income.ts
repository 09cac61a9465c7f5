import type { Balance } from '../balance.ts'
import type { Colony, Fleet, House } from '../kinds.ts'
import { fields } from '../kinds.ts'
import { coloniesOf, fleetsOf, houseOf, livingHouses, ownerOf, type Realm } from '../realm.ts'
import { dearestFirst } from '../ship-classes.ts'
import { addPrestige, pay } from './change.ts'
import { costOf } from './fleet-facts.ts'

/** The first phase: what each house earns, and what its ships cost. */
export function resolveIncome(realm: Realm): void {
  for (const house of livingHouses(realm)) {
    const houseId = ownerOf(house)
    const colonies = coloniesOf(realm, houseId)
    const production = productionOf(house, colonies, realm.balance)
    pay(realm, houseId, 'production', production)
    pay(realm, houseId, 'taxes', taxesOf(colonies, realm.balance))
    putIntoResearch(realm, houseId, production)
    payUpkeep(realm, houseId)
    addPrestige(realm, houseId, prestigeOf(colonies, realm.balance))
  }
}

/** Industry × (1 + economy / 10) × (1 − strain), of all colonies. */
export function productionOf(house: House, colonies: readonly Colony[], { economy }: Balance): number {
  const industry = colonies.reduce((sum, { data }) => sum + data.industry, 0)
  const strain = Math.min(economy.strainMax, Math.max(0, colonies.length - 1) * economy.strainPerColony)
  return Math.floor(industry * (1 + house.data.levels.economy / 10) * (1 - strain))
}

export function taxesOf(colonies: readonly Colony[], { economy }: Balance): number {
  return colonies.reduce((sum, { data }) => sum + Math.floor((data.population * data.tax * economy.taxYield) / 100), 0)
}

function prestigeOf(colonies: readonly Colony[], { prestige }: Balance): number {
  const population = colonies.reduce((sum, { data }) => sum + data.population, 0)
  return Math.floor(population / prestige.populationPerPoint)
}

/** A part of production becomes points of research. */
function putIntoResearch(realm: Realm, houseId: string, production: number): void {
  const house = houseOf(realm, houseId) as House
  const points = { ...house.data.points }
  let spent = 0
  for (const field of fields) {
    const put = Math.floor((production * house.data.research[field]) / 100)
    points[field] += put
    spent += put
  }
  realm.entities.change(house, { data: { points } })
  pay(realm, houseId, 'research', -spent)
}

export function upkeepOf(fleets: readonly Fleet[], balance: Balance): number {
  const cost = fleets.reduce((sum, { data }) => sum + costOf(data.ships, balance), 0)
  return Math.ceil(cost * balance.economy.upkeep)
}

/** What cannot be paid is mothballed, from the dearest ship down: there are no debts. */
function payUpkeep(realm: Realm, houseId: string): void {
  const treasury = () => houseOf(realm, houseId)?.data.treasury ?? 0
  const due = () => upkeepOf(fleetsOf(realm, houseId), realm.balance)
  let laidUp = 0
  while (due() > treasury() && mothballDearest(realm, houseId)) laidUp += 1
  pay(realm, houseId, 'upkeep', -Math.min(due(), treasury()))
  if (laidUp === 0) return
  addPrestige(realm, houseId, -laidUp * realm.balance.prestige.mothballed)
  realm.report.say(houseId, 'own', `${laidUp} of your ships are mothballed: the treasury cannot pay for them.`)
}

function mothballDearest(realm: Realm, houseId: string): boolean {
  const fleets = fleetsOf(realm, houseId)
  for (const shipClass of dearestFirst) {
    const fleet = fleets.find(({ data }) => data.ships[shipClass] > 0)
    if (fleet === undefined) continue
    const { ships, mothballed } = fleet.data
    realm.entities.change(fleet, {
      data: {
        ships: { [shipClass]: ships[shipClass] - 1 },
        mothballed: { [shipClass]: mothballed[shipClass] + 1 },
      },
    })
    return true
  }
  return false
}
