import { distance, isSameCell } from '../cells.ts'
import type { Fleet, Size } from '../kinds.ts'
import { loadColonists } from './settle.ts'
import {
  attackIn,
  capitalOf,
  idleFleets,
  isArmed,
  type KnownSystem,
  nearest,
  type Situation,
  usual,
} from './situation.ts'

/** Colonists that are enough to take a colony that looks so large. */
const landingFor: { readonly [Name in Size]: number } = { small: 8, medium: 17, large: 48, huge: 75 }

/** Where so many people live, some go to war. */
const crowdedAt = 20

/** Warships gather at the capital in one fleet. */
export function gather(situation: Situation): Fleet | undefined {
  const capital = capitalOf(situation)
  const warships = situation.fleets.filter((fleet) => isArmed(fleet) && fleet.data.ships.starbase === 0)
  const main = warships.toSorted((one, other) => attackIn([other]) - attackIn([one]))[0]
  if (capital === undefined || main === undefined) return main
  for (const fleet of idleFleets(situation).filter((idle) => warships.includes(idle) && idle !== main))
    situation.fleetOrders.set(fleet.id, { fleetId: fleet.id, order: 'join', into: main.id })
  return main
}

/** The nearest foreign colony, the smaller the better. */
export function chooseTarget(situation: Situation): KnownSystem | undefined {
  const capital = capitalOf(situation)
  const { question, known } = situation
  if (capital === undefined) return undefined
  const living = question.view.extras.houses.filter(({ eliminatedOn }) => eliminatedOn === null)
  const foreign = known.filter(
    ({ owner }) => owner !== null && owner !== question.playerId && living.some(({ houseId }) => houseId === owner),
  )
  const effort = (system: KnownSystem) => distance(system, capital) + landingFor[system.size ?? 'huge'] / 8
  return foreign.toSorted((one, other) => effort(one) - effort(other))[0]
}

export function declareWarOn({ question, diplomacy }: Situation, houseId: string): void {
  const said = question.view.extras.relations.find((relation) => relation.houseId === houseId)?.own
  if (said !== 'war') diplomacy.push({ houseId, set: 'war' })
}

/** The main fleet goes ahead and bombards nothing that it wants to have; loaded transports follow and land. */
export function attack(situation: Situation, target: KnownSystem, main: Fleet): void {
  const { fleetOrders } = situation
  const to = { x: target.x, y: target.y }
  const landing = landingFor[target.size ?? 'huge']
  const transports = situation.fleets.filter(({ data }) => data.ships.transport > 0 && data.order.name !== 'colonize')
  const aboard = transports.reduce((sum, { data }) => sum + data.colonists, 0)
  if (aboard < landing) {
    if (!isSameCell(main, to)) returnHome(situation, main)
    return
  }
  if (target.owner !== null) declareWarOn(situation, target.owner)
  fleetOrders.set(main.id, { fleetId: main.id, order: 'move', to, stance: 'aggressive' })
  // Transports keep behind the main fleet: they go on when it is as near as they are.
  for (const { id, x, y } of transports) {
    const isCovered = distance(main, to) <= distance({ x, y }, to)
    if (isCovered) fleetOrders.set(id, { fleetId: id, order: 'invade', to, stance: 'evasive' })
  }
}

/** Idle transports fill up where most people live. */
export function collectColonists(situation: Situation): void {
  for (const transport of idleFleets(situation).filter(({ data }) => data.ships.transport > 0)) {
    const room = transport.data.ships.transport * usual.classes.transport.cargo
    if (loadColonists(situation, transport, room) >= room) continue
    const crowded = situation.colonies.toSorted((one, other) => other.data.population - one.data.population)[0]
    if (crowded === undefined || crowded.data.population < crowdedAt || isSameCell(crowded, transport)) continue
    const to = { x: crowded.x, y: crowded.y }
    situation.fleetOrders.set(transport.id, { fleetId: transport.id, order: 'move', to, stance: 'evasive' })
  }
}

export function returnHome(situation: Situation, fleet: Fleet): void {
  const home = nearest(situation.colonies, fleet)
  if (home === undefined || isSameCell(home, fleet)) return
  situation.fleetOrders.set(fleet.id, {
    fleetId: fleet.id,
    order: 'move',
    to: { x: home.x, y: home.y },
    stance: 'defensive',
  })
}

/** Warships go for enemies that are seen near an own colony, if they are as strong. */
export function defend(situation: Situation, main: Fleet | undefined): boolean {
  if (main === undefined) return false
  const { foreignFleets, question, colonies } = situation
  const enemies = question.view.extras.relations
    .filter(({ inForce }) => inForce === 'war')
    .map(({ houseId }) => houseId)
  const near = foreignFleets.filter(
    (fleet) => enemies.includes(fleet.ownerId as string) && colonies.some((colony) => distance(colony, fleet) <= 3),
  )
  const [intruder] = near.toSorted((one, other) => distance(one, main) - distance(other, main))
  if (intruder === undefined) return false
  const guarded = nearest(colonies, intruder)
  if (guarded === undefined) return false
  const to = { x: guarded.x, y: guarded.y }
  situation.fleetOrders.set(
    main.id,
    isSameCell(main, to)
      ? { fleetId: main.id, order: 'patrol', stance: 'defensive' }
      : { fleetId: main.id, order: 'move', to, stance: 'defensive' },
  )
  return true
}
