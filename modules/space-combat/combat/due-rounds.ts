import type { Encounter } from '../kinds.ts'
import type { Places, Region } from '../region.ts'
import { closeRound } from './close-round.ts'

/** Closes each round whose time is up. At most one of each fight: the next one begins now. */
export function resolveDueRounds(region: Region): void {
  for (const { id, data } of encountersOf(region)) {
    if (data.deadline > region.now) continue
    // A flight from another of these fights may have led into this one.
    const encounter = region.entities.get(id)
    if (encounter?.kind === 'encounter') closeRound(region, encounter)
  }
}

/** When the next round is due (ms since the epoch); undefined where nobody fights. */
export function nextDeadline(places: Places): number | undefined {
  const deadlines = encountersOf(places).map(({ data }) => data.deadline)
  return deadlines.length === 0 ? undefined : Math.min(...deadlines)
}

function encountersOf({ entities }: Places): readonly Encounter[] {
  return entities.ofKind('encounter')
}
