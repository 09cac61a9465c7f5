import { distance, isSameCell } from '../cells.ts'
import type { Fleet } from '../kinds.ts'
import { idleFleets, type KnownSystem, type Situation, usual } from './situation.ts'

/** A colony keeps so many people. */
const keptPeople = 14

/** Idle transports take people aboard, and settle the best system that is free. */
export function settle(situation: Situation): void {
  const { fleetOrders } = situation
  for (const transport of idleFleets(situation).filter(({ data }) => data.ships.transport > 0)) {
    const colonists = loadColonists(situation, transport, 12)
    if (colonists === 0) continue
    const to = bestSystem(situation, transport)
    if (to !== undefined)
      fleetOrders.set(transport.id, {
        fleetId: transport.id,
        order: 'colonize',
        to: { x: to.x, y: to.y },
        stance: 'evasive',
      })
  }
}

/** Takes people aboard, as many as there is room for, or as wanted. Answers how many are aboard then. */
export function loadColonists({ colonies, immediate }: Situation, transport: Fleet, wanted: number): number {
  const aboard = transport.data.colonists
  const colony = colonies.find((own) => isSameCell(own, transport))
  if (colony === undefined) return aboard
  const room = Math.min(wanted, transport.data.ships.transport * usual.classes.transport.cargo) - aboard
  const taken = immediate.reduce(
    (sum, order) => sum + (order.do === 'transfer' && order.from === colony.id ? (order.colonists ?? 0) : 0),
    0,
  )
  const colonists = Math.min(room, colony.data.population - taken - keptPeople)
  if (colonists <= 0) return aboard
  immediate.push({ do: 'transfer', from: colony.id, to: transport.id, colonists })
  return aboard + colonists
}

export function freeSystems({ known, fleets, fleetOrders }: Situation): KnownSystem[] {
  const targets = [
    ...fleets.filter(({ data }) => data.order.name === 'colonize').map(({ data }) => data.order.to),
    ...[...fleetOrders.values()].filter(({ order }) => order === 'colonize').map(({ to }) => to),
  ]
  return known.filter(
    (system) => system.owner === null && system.habitat > 0 && !targets.some((to) => to && isSameCell(to, system)),
  )
}

function bestSystem(situation: Situation, from: { readonly x: number; readonly y: number }): KnownSystem | undefined {
  const worth = (system: KnownSystem) => 2 * system.habitat + system.minerals - distance(system, from)
  return freeSystems(situation).toSorted((one, other) => worth(other) - worth(one))[0]
}
