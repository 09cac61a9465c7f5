import type { ZoneTurn } from '../ports/storage/stored-turn.ts'
import { isOfProgramsAlone } from './of-programs-alone.ts'
import { startClock } from './start-clock.ts'
import type { TurnSituation } from './turn-situation.ts'

/** What opens turns: everything but the orders, of which a turn that opens has none that matter. */
export type Opening = Omit<TurnSituation, 'packets'> & { readonly now: number }

/** Opens the turn that comes next. Where no member must order, it waits for the first who must. */
export function openTurn(opening: Opening): ZoneTurn {
  const { turn, members, schedule, now } = opening
  if (!members.some(({ mustOrder }) => mustOrder))
    return { ...turn, stage: { phase: 'waiting', why: 'nobody', openedAt: null }, clock: { kind: 'none' } }
  return {
    ...turn,
    stage: { phase: 'open', openedAt: now, expectsSince: now },
    clock: isIdle(opening) ? { kind: 'idle' } : startClock(schedule, now),
  }
}

/** Turn after turn without a person's orders: the next ends only after some have come. */
function isIdle({ turn, schedule, members, keepsRunning, bounds }: Opening): boolean {
  if (schedule.deadline === null || turn.idleTurns < bounds.idleTurnsMax) return false
  return !(keepsRunning && isOfProgramsAlone(members))
}
