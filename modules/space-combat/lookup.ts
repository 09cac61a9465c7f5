import {
  type Encounter,
  type Garrison,
  type Mailbox,
  mailboxId,
  type Participant,
  type Salvage,
  type Sector,
  type Ship,
  sectorId,
  shipId,
  type Thing,
} from './kinds.ts'
import type { Places } from './region.ts'

/** Finding things. Each costs what is in one sector, or belongs to one captain. */

export function sectorOf({ entities }: Places, sector: number): Sector | undefined {
  const found = entities.get(sectorId(sector))
  return found?.kind === 'sector' ? found : undefined
}

export function shipOf({ entities }: Places, playerId: string): Ship | undefined {
  const found = entities.get(shipId(playerId))
  return found?.kind === 'ship' ? found : undefined
}

/** The id of the player whose ship it is. */
export function captainOf({ id, ownerId }: Ship): string {
  return ownerId ?? id
}

/** The direct messages of a captain; undefined: there never was one. */
export function mailboxOf({ entities }: Places, playerId: string): Mailbox | undefined {
  const found = entities.get(mailboxId(playerId))
  return found?.kind === 'mailbox' ? found : undefined
}

/** Every sector has a place of its own on the map, so what stands there is what is in it. */
export function thingsIn(places: Places, sector: number): readonly Thing[] {
  const at = sectorOf(places, sector)
  return at === undefined ? [] : places.entities.at(at.x, at.y)
}

/** In the order of their captains' ids. */
export function shipsIn(places: Places, sector: number): readonly Ship[] {
  return thingsIn(places, sector).filter((thing) => thing.kind === 'ship')
}

/** There is one at the most. */
export function garrisonIn(places: Places, sector: number): Garrison | undefined {
  return thingsIn(places, sector).find((thing) => thing.kind === 'garrison')
}

/** Those that can be taken: not expired, and not won in a fight that still goes on. */
export function salvageIn(places: Places, sector: number, now: number): readonly Salvage[] {
  const fight = encounterIn(places, sector)
  return thingsIn(places, sector).filter(
    (thing) => thing.kind === 'salvage' && thing.data.expiresAt > now && thing.data.combatId !== fight?.id,
  ) as Salvage[]
}

/** The fight in a sector: one at the most. */
export function encounterIn(places: Places, sector: number): Encounter | undefined {
  return thingsIn(places, sector).find((thing) => thing.kind === 'encounter')
}

/** The fight a captain is in: one at the most, and in the sector where the ship is. */
export function encounterOf(places: Places, playerId: string): Encounter | undefined {
  const ship = shipOf(places, playerId)
  const encounter = ship === undefined ? undefined : encounterIn(places, ship.data.sector)
  return encounter !== undefined && participantOf(encounter, playerId) !== undefined ? encounter : undefined
}

export function participantOf(encounter: Encounter, id: string): Participant | undefined {
  return encounter.data.participants.find((participant) => participant.id === id)
}
