import { tellStarted } from '../events/combat-events.ts'
import type { Encounter, Participant } from '../kinds.ts'
import type { Region } from '../region.ts'
import { audienceOf, byId } from './parties.ts'

/**
 * Adds parties to a fight that goes on. Round, deadline and what was submitted stay as they are. Who did not hear of the
 * fight before is told that it has started; the caller opens the round for them.
 */
export function joinEncounter(region: Region, encounter: Encounter, newcomers: readonly Participant[]): Encounter {
  const { participants, fled, downed = [] } = encounter.data
  const informed = new Set(audienceOf(encounter))
  const ids = new Set(newcomers.map(({ id }) => id))
  const joined = region.entities.change(encounter, {
    data: {
      participants: [...participants, ...newcomers].sort(byId),
      fled: fled.filter((id) => !ids.has(id)),
      downed: downed.filter((id) => !ids.has(id)),
    },
  })
  const uninformed = newcomers.map(({ ownerId }) => ownerId).filter((id) => !informed.has(id))
  if (uninformed.length > 0) tellStarted(region, joined, uninformed)
  return joined
}
