import { coloniesOf, fleetsOf, houseOf, livingHouses, ownerOf, type Realm } from '../realm.ts'

/** Houses without a colony and without a fleet are out of the game. */
export function eliminate(realm: Realm): void {
  for (const house of livingHouses(realm)) {
    const houseId = ownerOf(house)
    if (coloniesOf(realm, houseId).length + fleetsOf(realm, houseId).length > 0) continue
    endHouse(realm, houseId)
    realm.report.say(houseId, 'own', 'Your house has fallen: it has no colony and no fleet left.')
  }
}

/** What it remembers goes with it, and the standings say when. */
export function endHouse(realm: Realm, houseId: string): void {
  const house = houseOf(realm, houseId)
  if (house === undefined) return
  for (const thing of realm.entities.ownedBy(houseId)) if (thing.kind === 'intel') realm.entities.delete(thing)
  realm.entities.replace(house, { data: { eliminatedOn: realm.turn.number, relations: [] } })
  realm.report.eliminated.push(houseId)
}
