import type { TurnSchedule } from 'gridtick'
import type { ZoneTurn } from '../ports/storage/stored-turn.ts'

type Reminding = Pick<TurnSchedule, 'remindBeforeMs'>

/** The times at which players are reminded of the end of this turn, the earliest first. None before it was opened. */
export function reminderTimes({ stage, clock }: ZoneTurn, { remindBeforeMs }: Reminding): readonly number[] {
  if (stage.phase !== 'open' || clock.kind !== 'runs') return []
  const { openedAt } = stage
  const times = remindBeforeMs.map((ms) => clock.endsAt - ms).filter((time) => time > openedAt)
  return [...new Set(times)].sort((a, b) => a - b)
}

/** Whether a reminder is due: several that are past are one. `after`: the time of the last one, or of the opening. */
export function isReminderDue(
  turn: ZoneTurn,
  schedule: Reminding,
  { after, now }: { readonly after: number; readonly now: number },
): boolean {
  return reminderTimes(turn, schedule).some((time) => after < time && time <= now)
}
