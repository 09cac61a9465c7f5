import type { Fleet } from '../kinds.ts'
import type { Realm } from '../realm.ts'
import { ownerOf } from '../realm.ts'
import { addShips, eachClass, shipClasses } from '../ship-classes.ts'

/** One fleet becomes part of another of its house in the same cell, whose orders go on. */
export function mergeFleets(realm: Realm, fleet: Fleet, into: Fleet): void {
  const { entities, report, balance } = realm
  const ships = addShips(into.data.ships, fleet.data.ships)
  // Damage of both adds up, and never to a whole ship: what goes beyond that is patched up.
  const damage = eachClass((shipClass) => {
    const points = into.data.damage[shipClass] + fleet.data.damage[shipClass]
    return Math.min(points, balance.classes[shipClass].hull - 1)
  })
  entities.replace(into, {
    data: {
      ...{ ships, damage },
      mothballed: addShips(into.data.mothballed, fleet.data.mothballed),
      fighters: into.data.fighters + fleet.data.fighters,
      colonists: into.data.colonists + fleet.data.colonists,
    },
  })
  const houseId = ownerOf(fleet)
  for (const [from, sign] of [
    [fleet.id, -1],
    [into.id, 1],
  ] as [string, number][]) {
    for (const shipClass of shipClasses) {
      const moved = fleet.data.ships[shipClass] + fleet.data.mothballed[shipClass]
      report.ship(houseId, from, shipClass, 'joined', sign * moved)
    }
    report.ship(houseId, from, 'fighter', 'joined', sign * fleet.data.fighters)
    report.population(houseId, from, 'joined', sign * fleet.data.colonists)
  }
  entities.delete(fleet)
}
