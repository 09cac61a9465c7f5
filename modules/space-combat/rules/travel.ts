import { engageArrival } from '../combat/engage-arrival.ts'
import { openRound } from '../combat/open-round.ts'
import { tellMoved } from '../events/movement.ts'
import { tellStatus } from '../events/status-update.ts'
import { sectorOf, shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { recordVisit } from './visit.ts'

/**
 * Brings a ship into another sector, whatever for: a move, a flight, an operator. Whether it may is checked before. A fight that
 * the arrival starts is told first; the mover hears how things stand, and that all are awaited; then of the move, as do those who
 * saw the ship come, and those who saw it go.
 */
export function travel(
  region: Region,
  playerId: string,
  toSector: number,
  how: {
    readonly moveType: 'normal' | 'teleport'
    readonly warpCost: number
    /** Which garrisons open fire on the arrival depends on it. */
    readonly trigger: 'move' | 'join' | 'flee'
  },
): void {
  const ship = shipOf(region, playerId)
  const to = sectorOf(region, toSector)
  if (ship === undefined || to === undefined) return
  const { sector: fromSector, warpPower } = ship.data
  region.entities.change(ship, { x: to.x, y: to.y, data: { sector: toSector, warpPower: warpPower - how.warpCost } })
  recordVisit(region, playerId, toSector)
  const encounter = engageArrival(region, playerId, how.trigger)
  tellStatus(region, playerId)
  if (encounter !== undefined) openRound(region, encounter)
  tellMoved(region, { playerId, fromSector, toSector, moveType: how.moveType })
}
