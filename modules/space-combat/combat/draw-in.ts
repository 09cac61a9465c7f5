import type { Participant } from '../kinds.ts'
import { garrisonIn, shipsIn } from '../lookup.ts'
import type { Region } from '../region.ts'
import { byId, garrisonParty, shipParty } from './parties.ts'

/**
 * Who is drawn into a fight in a sector beside those who are in it: the garrison and every captain there, connected or
 * not, until the fight is full. `firstId`, who brings it about, comes before all others.
 */
export function drawIn(
  region: Region,
  { sector, firstId, present = [] }: { sector: number; firstId: string; present?: readonly Participant[] },
): readonly Participant[] {
  const presentIds = new Set(present.map(({ id }) => id))
  const garrison = garrisonIn(region, sector)
  const ships = shipsIn(region, sector).map(shipParty).sort(byId)
  const isFirst = ({ id }: Participant) => id === firstId
  const inOrder = [
    ...ships.filter(isFirst),
    ...(garrison === undefined ? [] : [garrisonParty(garrison)]),
    ...ships.filter((ship) => !isFirst(ship)),
  ]
  const room = Math.max(0, region.balance.encounters.partiesMax - present.length)
  return inOrder.filter(({ id }) => !presentIds.has(id)).slice(0, room)
}
