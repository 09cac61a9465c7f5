import type { Fleet, House } from '../kinds.ts'
import { houseOf, ownerOf, type Realm } from '../realm.ts'
import { countShips } from '../ship-classes.ts'

/** Every change of credits goes through here, so that its owner is told each. */
export function pay(realm: Realm, houseId: string, reason: string, amount: number): void {
  const house = houseOf(realm, houseId)
  if (house === undefined || amount === 0) return
  realm.entities.change(house, { data: { treasury: house.data.treasury + amount } })
  realm.report.credits(houseId, reason, amount)
}

export function addPrestige(realm: Realm, houseId: string, amount: number): void {
  const house = houseOf(realm, houseId)
  if (house !== undefined) realm.entities.change(house, { data: { prestige: house.data.prestige + amount } })
}

/** A fleet as it is by now, with other contents; one without ships is no more, and its people with it. */
export function changeFleet(realm: Realm, fleet: Fleet, data: Partial<Fleet['data']>): Fleet | undefined {
  const changed = realm.entities.replace(fleet, { data })
  if (countShips(changed.data.ships) + countShips(changed.data.mothballed) > 0) return changed
  realm.report.population(ownerOf(fleet), fleet.id, 'lost with their ships', -changed.data.colonists)
  realm.report.ship(ownerOf(fleet), fleet.id, 'fighter', 'lost with their carriers', -changed.data.fighters)
  realm.entities.delete(changed)
  return undefined
}

/** What a fleet or colony of this id is by now. */
export function fleetById({ entities }: Realm, id: string, houseId: string): Fleet | undefined {
  const thing = entities.get(id)
  return thing?.kind === 'fleet' && thing.ownerId === houseId ? thing : undefined
}

export function levelOf(house: House | undefined, field: keyof House['data']['levels']): number {
  return house?.data.levels[field] ?? 0
}
