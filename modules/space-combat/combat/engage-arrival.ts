import type { Encounter, Garrison } from '../kinds.ts'
import { encounterIn, garrisonIn, participantOf, shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { joinEncounter } from './join-encounter.ts'
import { shipParty, takesPart } from './parties.ts'
import { startEncounter } from './start-encounter.ts'

/** How a captain came into a sector. */
export type Arrival = 'move' | 'join' | 'flee'

/**
 * What a captain with a ship who is in a new sector by now gets into: the fight that goes on there, even as a bystander, unless it is
 * full; or one with somebody else's garrison. The caller opens its round, when the captain knows where that is.
 */
export function engageArrival(region: Region, playerId: string, trigger: Arrival): Encounter | undefined {
  const ship = shipOf(region, playerId)
  if (ship === undefined || !takesPart(ship)) return undefined
  const { sector } = ship.data
  const active = encounterIn(region, sector)
  if (active !== undefined) {
    const isFull = active.data.participants.length >= region.balance.encounters.partiesMax
    const isIn = participantOf(active, playerId) !== undefined
    return isIn || isFull ? undefined : joinEncounter(region, active, [shipParty(ship)])
  }
  const garrison = garrisonIn(region, sector)
  if (garrison === undefined || garrison.ownerId === playerId || !stops(garrison, trigger)) return undefined
  return startEncounter(region, { sector, initiatorId: playerId, reason: 'garrison_auto' })
}

/** A toll is for those who travel: nobody is made to pay for coming into the game. */
function stops({ data: { mode } }: Garrison, trigger: Arrival): boolean {
  return mode === 'offensive' || (mode === 'toll' && trigger !== 'join')
}
