import type { Fleet } from '../kinds.ts'
import { houseOf, ownerOf, type Realm } from '../realm.ts'
import { countShips, type ShipClass, type Ships, shipClasses } from '../ship-classes.ts'
import { levelOf } from '../turn/change.ts'
import { speedOf } from '../turn/fleet-facts.ts'

type Counts = { -readonly [Name in keyof Ships]: number }

/** A fleet in a battle. */
export type Combatant = {
  readonly fleet: Fleet
  readonly houseId: string
  readonly ships: Counts
  readonly mothballed: Counts
  readonly damage: Counts
  fighters: number
  readonly speed: number
  /** Times attack and defence, by levels and stance. */
  readonly attack: number
  readonly defence: number
  hasLeft: boolean
}

export type Target = ShipClass | 'fighter'

export function enterBattle(realm: Realm, fleet: Fleet): Combatant {
  const house = houseOf(realm, ownerOf(fleet))
  const { perLevel, stance } = realm.balance.war
  const { ships, mothballed, damage, fighters } = fleet.data
  const lean = fleet.data.stance === 'aggressive' ? stance : fleet.data.stance === 'defensive' ? -stance : 0
  return {
    ...{ fleet, houseId: ownerOf(fleet), fighters, hasLeft: false },
    ...{ ships: { ...ships }, mothballed: { ...mothballed }, damage: { ...damage } },
    speed: speedOf(fleet.data, levelOf(house, 'drives'), realm.balance),
    attack: (1 + perLevel * levelOf(house, 'weapons')) * (1 + lean),
    defence: (1 + perLevel * levelOf(house, 'hulls')) * (1 - lean),
  }
}

export function isStanding({ ships, mothballed, hasLeft }: Combatant): boolean {
  return !hasLeft && countShips(ships) + countShips(mothballed) > 0
}

export function canFire(combatant: Combatant, { balance }: Realm): boolean {
  const { ships, fighters } = combatant
  return fighters > 0 || shipClasses.some((name) => ships[name] > 0 && balance.classes[name].attack > 0)
}

/** Takes points of hull; what is left of them below a whole ship stays as damage. */
export function takeHits(combatant: Combatant, target: Target, points: number, { balance }: Realm): void {
  if (target === 'fighter') {
    combatant.fighters = Math.max(0, combatant.fighters - points)
    return
  }
  const { ships, mothballed, damage } = combatant
  const { hull } = balance.classes[target]
  damage[target] += points
  while (damage[target] >= hull && ships[target] + mothballed[target] > 0) {
    damage[target] -= hull
    if (ships[target] > 0) ships[target] -= 1
    else mothballed[target] -= 1
  }
  if (ships[target] + mothballed[target] === 0) damage[target] = 0
}
