import { isSameCell, stepTowards } from '../cells.ts'
import type { Fleet } from '../kinds.ts'
import { houseOf, isNebula, ownerOf, type Realm } from '../realm.ts'
import { fleetById, levelOf } from '../turn/change.ts'
import { speedOf } from '../turn/fleet-facts.ts'
import { intercept, markMet, meetOnTheWay, type Wars } from './meetings.ts'
import { mergeFleets } from './merge-fleets.ts'

const nebulaCost = 2

type Cell = { readonly x: number; readonly y: number }

/** All fleets move at once, a cell at a time. Answers those that met an enemy: they stopped there. */
export function moveFleets(realm: Realm, wars: Wars): ReadonlySet<string> {
  const met = new Set<string>()
  const left = new Map<string, number>()
  const full = new Map<string, number>()
  for (const fleet of realm.entities.ofKind('fleet')) {
    const speed = speedOf(fleet.data, levelOf(houseOf(realm, ownerOf(fleet)), 'drives'), realm.balance)
    left.set(fleet.id, speed)
    full.set(fleet.id, speed)
  }
  const steps = Math.max(0, ...left.values())
  markMet(realm, met, wars)
  // Who begins the turn beside an enemy may leave: only those who arrive are stopped.
  const leaving = new Set(met)
  for (let step = 0; step < steps; step++) {
    const before = new Map<string, Cell>()
    for (const fleet of realm.entities.ofKind('fleet')) {
      before.set(fleet.id, { x: fleet.x, y: fleet.y })
    }
    const goals = new Map(realm.entities.ofKind('fleet').map((fleet) => [fleet.id, goalOf(realm, fleet)]))
    for (const fleet of realm.entities.ofKind('fleet')) {
      if (met.has(fleet.id) && !leaving.has(fleet.id)) continue
      moveOne(realm, fleet, goals.get(fleet.id), left, full)
    }
    met.clear()
    leaving.clear()
    meetOnTheWay(realm, before, wars)
    markMet(realm, met, wars)
    intercept(realm, met, wars)
    markMet(realm, met, wars)
  }
  for (const fleet of realm.entities.ofKind('fleet')) finish(realm, fleet)
  return met
}

function goalOf(realm: Realm, { data, ownerId }: Fleet): Cell | undefined {
  const { to, into } = data.order
  return into === null ? (to ?? undefined) : fleetById(realm, into, ownerId as string)
}

function moveOne(
  realm: Realm,
  fleet: Fleet,
  goal: Cell | undefined,
  left: Map<string, number>,
  full: ReadonlyMap<string, number>,
): void {
  const points = left.get(fleet.id) ?? 0
  if (goal === undefined || isSameCell(goal, fleet) || points <= 0) return
  const next = stepTowards(fleet, goal)
  const cost = isNebula(realm, next) ? nebulaCost : 1
  // The slowest enter a nebula with all they have.
  if (cost > points && points < (full.get(fleet.id) ?? 0)) return
  left.set(fleet.id, Math.max(0, points - cost))
  realm.entities.change(fleet, next)
}

/** Who has come to where it was to go. */
function finish(realm: Realm, { id, ownerId }: Fleet): void {
  const fleet = fleetById(realm, id, ownerId as string)
  if (fleet === undefined) return
  const { name, to, into } = fleet.data.order
  const hold = () => realm.entities.replace(fleet, { data: { order: { name: 'hold', to: null, into: null } } })
  if (name === 'move' && to !== null && isSameCell(to, fleet)) {
    hold()
    realm.report.say(ownerId as string, 'own', `${fleet.data.name} has arrived at ${to.x},${to.y}.`)
  }
  if (name !== 'join' || into === null) return
  const other = fleetById(realm, into, ownerId as string)
  if (other === undefined || other.id === id) {
    hold()
    realm.report.say(ownerId as string, 'own', `${fleet.data.name} has no fleet to join any more, and holds.`)
  } else if (isSameCell(other, fleet)) mergeFleets(realm, fleet, other)
}
