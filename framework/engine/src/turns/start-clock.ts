import type { TurnSchedule } from 'gridtick'
import { assert, type Calendar, nextDate } from 'gridtick/internal'
import type { TurnClock } from '../ports/storage/stored-turn.ts'

/** The clock of a turn that opens now. What it says is stored, and never worked out again (TURN-4). */
export function startClock(
  { deadline, minOpenMs }: Pick<TurnSchedule, 'deadline' | 'minOpenMs'>,
  now: number,
): TurnClock {
  if (deadline === null) return { kind: 'none' }
  if ('afterMs' in deadline) return { kind: 'runs', endsAt: now + deadline.afterMs, isDate: false, isMoved: false }
  return { kind: 'runs', endsAt: dateFor(deadline, { openedAt: now, minOpenMs }), isDate: true, isMoved: false }
}

/** The first date that leaves a turn long enough: `minOpenMs`, or half of what lies between two dates if that is less. */
function dateFor(
  calendar: Calendar,
  { openedAt, minOpenMs }: { readonly openedAt: number; readonly minOpenMs: number },
): number {
  const first = dateAfter(calendar, openedAt)
  if (first - openedAt >= minOpenMs) return first
  const second = dateAfter(calendar, first)
  const third = dateAfter(calendar, second)
  const distance = Math.min(second - first, third - second)
  return first - openedAt < distance / 2 ? second : first
}

function dateAfter(calendar: Calendar, time: number): number {
  const date = nextDate(calendar, time)
  assert(date !== null, 'a calendar without dates is refused where it is declared')
  return date
}
