import { tellEnded } from '../events/combat-events.ts'
import { tellGarrisonUpdated } from '../events/garrison-updated.ts'
import { tellStatus } from '../events/status-update.ts'
import type { Encounter, RoundReport } from '../kinds.ts'
import type { Region } from '../region.ts'
import { compareIds } from './compare-ids.ts'
import { keepRecord } from './keep-record.ts'
import { canFight, leaversOf } from './parties.ts'
import { awardSpoils } from './spoils.ts'

type Ending = {
  readonly encounter: Encounter
  /** The last round. */
  readonly report: RoundReport
  readonly result: string
  /** Who heard of the last round. */
  readonly audience: readonly string[]
}

/** Ends a fight, once: the winner gets what was won, the record is kept, and all who were in it hear of it, also those who left. */
export function finishEncounter(region: Region, { encounter, report, result, audience }: Ending): void {
  const { participants, sector } = encounter.data
  const winnerId = winnerOf(encounter)
  const salvage = awardSpoils(region, encounter, winnerId)
  const witnesses = [...new Set([...audience, ...leaversOf(encounter)])]
  keepRecord(region, { encounter, result, witnesses })
  region.entities.delete(encounter)

  const garrisonOwners = participants.filter(({ kind }) => kind === 'garrison').map(({ ownerId }) => ownerId)
  for (const ownerId of garrisonOwners) {
    tellStatus(region, ownerId)
    tellGarrisonUpdated(region, ownerId, sector)
  }
  if (winnerId !== null && salvage.length > 0) tellStatus(region, winnerId)
  tellEnded(region, { encounter, report, audience: witnesses, salvage })
}

/** The side with the most hits in this fight, of those that are left; of equals, the lowest id. Null: nobody is left. */
function winnerOf({ data: { participants } }: Encounter): string | null {
  const sides = [...new Set(participants.filter(canFight).map(({ ownerId }) => ownerId))]
  const hitsOf = (side: string) =>
    participants.reduce((sum, { ownerId, hits }) => (ownerId === side ? sum + hits : sum), 0)
  return sides.sort((one, other) => hitsOf(other) - hitsOf(one) || compareIds(one, other))[0] ?? null
}
