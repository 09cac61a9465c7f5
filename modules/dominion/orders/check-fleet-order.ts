import { refuse } from 'gridtick'
import { isSameCell } from '../cells.ts'
import type { Fleet } from '../kinds.ts'
import { attackOf, speedOf } from '../turn/fleet-facts.ts'
import type { Flaw, Known } from './known.ts'
import type { FleetOrder } from './orders-schema.ts'

type Cell = { readonly x: number; readonly y: number }

/** What is wrong with the order of one fleet, as far as its player can know. */
export function checkFleetOrder(known: Known, order: FleetOrder, at: string): Flaw {
  const { fleetId, order: name, into } = order
  const fleet = known.fleets.find(({ id }) => id === fleetId)
  if (fleet === undefined) return refuse('not_yours', `You have no fleet ${fleetId}.`, { at, fleetId })
  if (name === 'hold' || name === 'patrol') return undefined
  if (name === 'join') return checkJoin(known, fleet, into, at)
  if (name === 'move' && order.to === undefined)
    return refuse('needs_target', 'The order to move needs a cell: to: { x, y }.', { at, fleetId })
  const to = order.to ?? { x: fleet.x, y: fleet.y }
  const { width, height } = known.view.extras
  if (to.x >= width || to.y >= height)
    return refuse('off_grid', `The grid has ${width} × ${height} cells, counted from 0.`, { at, fleetId, to })
  return checkSpeed(known, fleet, to, at) ?? checkPurpose(known, fleet, name, to, at)
}

function checkJoin({ fleets }: Known, fleet: Fleet, into: string | undefined, at: string): Flaw {
  const details = { at, fleetId: fleet.id }
  if (into === undefined) return refuse('needs_target', 'The order to join needs a fleet: into.', details)
  const isOwn = into !== fleet.id && fleets.some(({ id }) => id === into)
  return isOwn ? undefined : refuse('not_yours', `You have no other fleet ${into}.`, { ...details, into })
}

/** Ships that immediate orders take out of it or bring back may change how fast a fleet is. */
function checkSpeed({ house, balance, orders }: Known, fleet: Fleet, to: Cell, at: string): Flaw {
  const drives = house?.data.levels.drives ?? 0
  const isChanged = orders.immediate.some(
    (order) => ('fleetId' in order && order.fleetId === fleet.id) || ('into' in order && order.into === fleet.id),
  )
  if (isSameCell(to, fleet) || isChanged || speedOf(fleet.data, drives, balance) > 0) return undefined
  return refuse(
    'cannot_move',
    `${fleet.data.name} cannot move: it has a starbase, or ships in mothballs. Split those off.`,
    { at, fleetId: fleet.id },
  )
}

function checkPurpose(known: Known, fleet: Fleet, name: FleetOrder['order'], to: Cell, at: string): Flaw {
  const details = { at, fleetId: fleet.id, to }
  const { ships, mothballed } = fleet.data
  if ((name === 'colonize' || name === 'invade') && ships.transport + mothballed.transport === 0)
    return refuse('no_transports', `${fleet.data.name} has no transport, and nobody to land.`, details)
  if (name === 'bombard' && attackOf(fleet.data, known.balance) === 0)
    return refuse('not_armed', `${fleet.data.name} has no weapons.`, details)
  if (name === 'colonize' && !isHabitable(known, to))
    return refuse('no_system', `You know of no system at ${to.x},${to.y} that can be settled.`, details)
  return name === 'invade' || name === 'bombard' ? checkWar(known, to, details) : undefined
}

function isHabitable({ systems, intel }: Known, to: Cell): boolean {
  const seen = systems.find((system) => isSameCell(system, to))
  const known = intel.find((memory) => memory.data.of === 'system' && isSameCell(memory, to))
  return (seen?.data.habitat ?? known?.data.habitat ?? 0) > 0
}

/** Only where it is known whose it is: what is unseen may turn out to be anybody's. */
function checkWar(known: Known, to: Cell, details: { at: string; fleetId: string; to: Cell }): Flaw {
  const { foreignColonies, intel, view, orders, colonies, playerId } = known
  if (colonies.some((colony) => isSameCell(colony, to))) return refuse('not_at_war', 'That colony is yours.', details)
  const seen = foreignColonies.find((colony) => isSameCell(colony, to))?.ownerId
  const owner = seen ?? intel.find((memory) => memory.data.of === 'system' && isSameCell(memory, to))?.data.houseId
  if (owner === undefined || owner === null || owner === playerId) return undefined
  const declared = orders.diplomacy.find(({ houseId }) => houseId === owner)?.set
  const relation = view.extras.relations.find(({ houseId }) => houseId === owner)
  const isWar = declared === 'war' || relation?.theirs === 'war' || (declared === undefined && relation?.own === 'war')
  if (isWar) return undefined
  return refuse('not_at_war', 'You are not at war with its owner. Declare it in the same packet: diplomacy.', {
    ...details,
    houseId: owner,
  })
}
