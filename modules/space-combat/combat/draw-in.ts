import type { Participant } from '../kinds.ts'
import { garrisonIn, shipsIn } from '../lookup.ts'
import type { Region } from '../region.ts'
import { byId, garrisonParty, shipParty, takesPart } from './parties.ts'

type Draft = {
  readonly sector: number
  /** Who brings it about, and whom it is meant for: they come before all others. */
  readonly firstIds: readonly string[]
  readonly present?: readonly Participant[]
}

/**
 * Who is drawn into a fight in a sector beside those who are in it: the garrison and every captain there who has more than
 * an escape pod, connected or not, until the fight is full.
 */
export function drawIn(region: Region, { sector, firstIds, present = [] }: Draft): readonly Participant[] {
  const presentIds = new Set(present.map(({ id }) => id))
  const garrison = garrisonIn(region, sector)
  const ships = shipsIn(region, sector).filter(takesPart).map(shipParty).sort(byId)
  const isFirst = ({ id }: Participant) => firstIds.includes(id)
  const inOrder = [
    ...ships.filter(isFirst),
    ...(garrison === undefined ? [] : [garrisonParty(garrison)]),
    ...ships.filter((ship) => !isFirst(ship)),
  ]
  const room = Math.max(0, region.balance.encounters.partiesMax - present.length)
  return inOrder.filter(({ id }) => !presentIds.has(id)).slice(0, room)
}
