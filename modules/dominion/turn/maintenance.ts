import type { Wars } from '../command/meetings.ts'
import { build } from '../maintenance/build.ts'
import { eliminate } from '../maintenance/eliminate.ts'
import { grow, repair, research } from '../maintenance/grow.ts'
import { writeIntel } from '../maintenance/intel.ts'
import { settleStandings } from '../maintenance/victory.ts'
import { coloniesOf, livingHouses, ownerOf, type Realm } from '../realm.ts'

/** The fourth phase: what was begun is finished, people grow, ships are repaired, and it is seen who is left. */
export function resolveMaintenance(realm: Realm, wars: Wars, met: ReadonlySet<string>): void {
  const houseIds = livingHouses(realm).map(ownerOf)
  for (const houseId of houseIds) {
    for (const colony of coloniesOf(realm, houseId)) build(realm, colony, wars)
    research(realm, houseId)
    repair(realm, houseId, met)
  }
  grow(realm)
  eliminate(realm)
  for (const house of livingHouses(realm)) writeIntel(realm, ownerOf(house))
  settleStandings(realm)
}
