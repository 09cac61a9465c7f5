import type { ZoneTurn } from '../ports/storage/stored-turn.ts'
import { holdClock, releaseClock } from './hold-clock.ts'
import type { Opening } from './open-turn.ts'

/** The turn of a zone that is paused, by whomever: its phase stays, its clock stops. */
export function pauseZoneTurn(turn: ZoneTurn, now: number): ZoneTurn {
  const clock = holdClock(turn.clock, now)
  return clock === turn.clock ? turn : { ...turn, clock }
}

/** The turn of a zone that goes on. One that its module paused goes on waiting. */
export function resumeZoneTurn({ turn, ...context }: Pick<Opening, 'turn' | 'now' | 'schedule' | 'bounds'>): ZoneTurn {
  return turn.stage.phase === 'open' ? { ...turn, clock: releaseClock(turn.clock, context) } : turn
}
