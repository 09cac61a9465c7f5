import type { Encounter } from '../kinds.ts'
import { encounterIn } from '../lookup.ts'
import type { Region } from '../region.ts'
import { drawIn } from './draw-in.ts'
import { joinEncounter } from './join-encounter.ts'
import { openRound } from './open-round.ts'
import { startEncounter } from './start-encounter.ts'

type Engagement = {
  readonly sector: number
  readonly initiatorId: string
  readonly reason: Encounter['data']['reason']
  /** Whom it is meant for, if that was said. */
  readonly targetId?: string | undefined
}

/**
 * Draws all who are in the sector into a fight: the one that goes on there, or a new one. Undefined, and nothing happens,
 * where no two sides could fight.
 */
export function engage(region: Region, engagement: Engagement): Encounter | undefined {
  const { sector, initiatorId } = engagement
  const active = encounterIn(region, sector)
  if (active === undefined) {
    const encounter = startEncounter(region, engagement)
    return encounter && openRound(region, encounter)
  }
  const newcomers = drawIn(region, { sector, firstIds: [initiatorId], present: active.data.participants })
  return newcomers.length === 0 ? active : openRound(region, joinEncounter(region, active, newcomers))
}
