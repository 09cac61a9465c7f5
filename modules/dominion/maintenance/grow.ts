import { fields, type House } from '../kinds.ts'
import { colonyAt, fleetsOf, houseOf, ownerOf, type Realm, systemAt } from '../realm.ts'
import { countShips, noShips } from '../ship-classes.ts'

/** Points that were gathered become levels. */
export function research(realm: Realm, houseId: string): void {
  const house = houseOf(realm, houseId) as House
  const points = { ...house.data.points }
  const levels = { ...house.data.levels }
  const { researchCost, levelMax } = realm.balance.economy
  for (const field of fields) {
    while (levels[field] < levelMax && points[field] >= researchCost * (levels[field] + 1)) {
      levels[field] += 1
      points[field] -= researchCost * levels[field]
      realm.report.say(
        houseId,
        'own',
        `Your ${field} are of level ${levels[field]} now.`.replace('economy are', 'economy is'),
      )
    }
  }
  realm.entities.change(house, { data: { points, levels } })
}

/** Logistic, to what the system holds; high taxes slow it. What is too many goes, a tenth a turn. */
export function grow(realm: Realm): void {
  const { growth, perHabitat } = realm.balance.people
  for (const colony of realm.entities.ofKind('colony')) {
    const { population, tax } = colony.data
    const room = (systemAt(realm, colony)?.data.habitat ?? 0) * perHabitat
    const exact = room === 0 ? 0 : growth * (1 - tax / 200) * population * (1 - population / room)
    const more = population < room ? Math.max(1, Math.round(exact)) : -Math.floor((population - room) / 10)
    const grown = Math.max(1, population < room ? Math.min(room, population + more) : population + more)
    if (grown === population) continue
    realm.entities.change(colony, { data: { population: grown } })
    realm.report.population(ownerOf(colony), colony.id, 'growth', grown - population)
  }
}

/** Fleets over an own shipyard that met nobody are repaired. */
export function repair(realm: Realm, houseId: string, met: ReadonlySet<string>): void {
  for (const fleet of fleetsOf(realm, houseId)) {
    const colony = colonyAt(realm, fleet)
    const isAtYard = colony?.ownerId === houseId && colony.data.shipyard > 0
    if (isAtYard && !met.has(fleet.id) && countShips(fleet.data.damage) > 0)
      realm.entities.replace(fleet, { data: { damage: noShips } })
  }
}
