import type { TurnSchedule } from 'gridtick'
import type { TurnClock } from '../ports/storage/stored-turn.ts'
import { startClock } from './start-clock.ts'
import type { TurnBounds } from './turn-situation.ts'

/** The clock of a turn stops: because its zone is paused, or its module pauses the turns. */
export function holdClock(clock: TurnClock, now: number): TurnClock {
  if (clock.kind !== 'runs') return clock
  const { endsAt, isDate } = clock
  if (endsAt <= now) return { kind: 'stands', leftMs: 0 }
  return isDate ? { kind: 'standsAtDate', endsAt } : { kind: 'stands', leftMs: endsAt - now }
}

/**
 * The clock goes on: what was left is left, a date stays, and one that has passed makes way for the next. A turn that was
 * overdue when its clock stopped gets `downtimeGraceMs`, so that its players see that it goes on.
 */
export function releaseClock(
  clock: TurnClock,
  { now, schedule, bounds }: { readonly now: number; readonly schedule: TurnSchedule; readonly bounds: TurnBounds },
): TurnClock {
  switch (clock.kind) {
    case 'stands': {
      const leftMs = clock.leftMs === 0 ? bounds.downtimeGraceMs : clock.leftMs
      return { kind: 'runs', endsAt: now + leftMs, isDate: false, isMoved: false }
    }
    case 'standsAtDate':
      return clock.endsAt > now
        ? { kind: 'runs', endsAt: clock.endsAt, isDate: true, isMoved: false }
        : startClock(schedule, now)
    case 'none':
    case 'runs':
    case 'idle':
      return clock
  }
}
