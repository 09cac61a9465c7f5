import { cellKey, distance, stepTowards } from '../cells.ts'
import type { Wars } from '../command/meetings.ts'
import { chanceOf, coloniesOf, fleetsAt, type Realm } from '../realm.ts'
import { changeFleet, fleetById } from '../turn/change.ts'
import { type Combatant, canFire, enterBattle, isStanding, takeHits } from './combatant.ts'
import { fire } from './fire.ts'
import { tellBattle } from './tell-battle.ts'

type Cell = { readonly x: number; readonly y: number }

/** The most that fleets break off with in one round. */
const breakOffMax = 0.9

/** All fleets of a cell that have an enemy there fight, round by round. */
export function fight(realm: Realm, cell: Cell, wars: Wars): void {
  const fleets = fleetsAt(realm, cell)
  const isEnemy = (one: { ownerId: string | null }, other: { ownerId: string | null }) =>
    wars(one.ownerId as string, other.ownerId as string)
  const all = fleets
    .filter((fleet) => fleets.some((other) => isEnemy(fleet, other)))
    .map((fleet) => enterBattle(realm, fleet))
  const enemiesOf = ({ houseId }: Combatant) => all.filter((other) => wars(houseId, other.houseId))
  const chance = chanceOf(realm, `battle:${cellKey(cell)}`)
  let rounds = 0
  while (rounds < realm.balance.war.roundsMax && isFought(realm, all, enemiesOf)) {
    rounds += 1
    const standing = all.filter(isStanding)
    const hits = standing.flatMap((one) => fire(one, enemiesOf(one), chance.fork(`${one.fleet.id}:${rounds}`), realm))
    for (const { on, target, points } of hits) takeHits(on, target, points, realm)
    if (rounds <= realm.balance.war.breakOffAfter) continue
    for (const one of standing) breakOff(realm, one, chance.fork(`${one.fleet.id}:leaves:${rounds}`).next())
  }
  tellBattle(realm, { cell, rounds, all, enemiesOf })
  for (const one of all) settleCombatant(realm, one)
}

/** Whether anybody still fires at anybody. */
function isFought(realm: Realm, all: readonly Combatant[], enemiesOf: (one: Combatant) => Combatant[]): boolean {
  return all.some((one) => isStanding(one) && canFire(one, realm) && enemiesOf(one).some(isStanding))
}

function breakOff(realm: Realm, one: Combatant, drawn: number): void {
  if (!isStanding(one) || one.fleet.data.stance !== 'evasive') return
  const probability = Math.min(breakOffMax, one.speed * realm.balance.war.breakOffPerSpeed)
  if (drawn < probability) one.hasLeft = true
}

/** What is left of a fleet after the battle. Its people have room in what is left. */
function settleCombatant(
  realm: Realm,
  { fleet, houseId, ships, mothballed, damage, fighters, hasLeft }: Combatant,
): void {
  const { classes } = realm.balance
  const { report } = realm
  const colonists = Math.min(fleet.data.colonists, (ships.transport + mothballed.transport) * classes.transport.cargo)
  const landed = Math.min(fighters, (ships.carrier + mothballed.carrier) * classes.carrier.cargo)
  report.population(houseId, fleet.id, 'lost in battle', colonists - fleet.data.colonists)
  report.ship(houseId, fleet.id, 'fighter', 'lost in battle', landed - fleet.data.fighters)
  changeFleet(realm, fleet, { ships, mothballed, damage, fighters: landed, colonists })
  if (hasLeft) retreat(realm, fleet.id, houseId)
}

/** A cell towards the nearest colony of its house. */
function retreat(realm: Realm, id: string, houseId: string): void {
  const fleet = fleetById(realm, id, houseId)
  if (fleet === undefined) return
  const [nearest] = coloniesOf(realm, houseId).sort((one, other) => distance(fleet, one) - distance(fleet, other))
  const to = nearest === undefined ? fleet : stepTowards(fleet, nearest)
  realm.entities.change(fleet, { x: to.x, y: to.y })
  realm.entities.replace(fleet, { data: { order: { name: 'hold', to: null, into: null } } })
  realm.report.say(houseId, 'own', `${fleet.data.name} has broken off, and is at ${to.x},${to.y}.`)
}
