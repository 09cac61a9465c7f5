import { tellWaiting } from '../events/combat-events.ts'
import type { Encounter } from '../kinds.ts'
import type { Region } from '../region.ts'
import { automateGarrisons } from './automate-garrisons.ts'
import { audienceOf } from './parties.ts'

/** A round is open, or others have come into it: garrisons make up their minds, and all are told that they are awaited. */
export function openRound(region: Region, encounter: Encounter): Encounter {
  const open = automateGarrisons(region, encounter)
  tellWaiting(region, open, audienceOf(open))
  return open
}
