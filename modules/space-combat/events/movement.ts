import { isoTime } from 'gridtick'
import type { Ship } from '../kinds.ts'
import { shipOf, shipsIn } from '../lookup.ts'
import type { Region } from '../region.ts'
import { type EventName, type Payload, tell } from './tell.ts'

export type Movement = {
  readonly playerId: string
  readonly fromSector: number
  readonly toSector: number
  readonly moveType: 'normal' | 'teleport'
}

/**
 * Tells of a ship that is in its new sector by now: the mover all, those in the new sector that somebody arrived, those
 * in the old one that somebody departed. Observers learn five things, and none of them says from where or to where.
 */
export function tellMoved(region: Region, { playerId, fromSector, toSector, moveType }: Movement): void {
  const ship = shipOf(region, playerId)
  if (ship === undefined) return
  const timestamp = isoTime(region.now)
  tell(region, [playerId], 'character.moved', { characterId: playerId, fromSector, toSector, timestamp, moveType })
  const seen = { ...appearance(ship), timestamp, moveType }
  tellOthersIn(region, toSector, playerId, 'character.moved', { ...seen, movement: 'arrive' })
  tellOthersIn(region, fromSector, playerId, 'character.moved', { ...seen, movement: 'depart' })
}

/** Tells those in the sector that a captain came into the game, and no more of it than of an arrival. */
export function tellJoined(region: Region, playerId: string): void {
  const ship = shipOf(region, playerId)
  if (ship === undefined) return
  const joined = { ...appearance(ship), timestamp: isoTime(region.now) }
  tellOthersIn(region, ship.data.sector, playerId, 'character.joined', joined)
}

function appearance({ data: { name, shipType } }: Ship) {
  return { name, shipType }
}

function tellOthersIn<Name extends EventName>(
  region: Region,
  sector: number,
  playerId: string,
  event: Name,
  payload: Payload<Name>,
): void {
  const others = shipsIn(region, sector).flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId]))
  const observers = others.filter((other) => other !== playerId)
  if (observers.length > 0) tell(region, observers, event, payload)
}
