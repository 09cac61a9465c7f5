import { Cron } from 'croner'
import { wallClockOf } from './wall-clock.ts'

/** Dates that come again: a cron pattern, as "0 20 * * *" for daily at 20:00, on the clocks of a place. */
export type Calendar = {
  /** Minute, hour, day of the month, month, day of the week; with seconds before them, if there are six. */
  readonly cron: string
  /** By its name in the IANA's list, as "Europe/Berlin". */
  readonly timeZone: string
}

/**
 * The first date of a calendar after a time, ms since the epoch; null: there is none. The pattern is read on the clocks on
 * the wall. An hour that does not exist is taken at the next instant that does, one that comes twice the first time only.
 * Throws where the pattern or the time zone is none.
 */
export function nextDate({ cron, timeZone }: Calendar, after: number): number | null {
  const clock = wallClockOf(timeZone)
  const pattern = patternOf(cron)
  let wall = Math.floor(clock.at(after) / 1_000) * 1_000
  for (;;) {
    const next = pattern.nextRun(new Date(wall))
    if (next === null) return null
    wall = next.getTime()
    const time = clock.timeOf(wall)
    // When the clocks were set back, they show what they showed before: those dates are over.
    if (time > after) return time
  }
}

/** Reads a pattern. It is asked in UTC, whose clock is never set: the wall clock knows the place. Throws a TypeError. */
function patternOf(cron: string): Cron {
  const known = patterns.get(cron)
  if (known !== undefined) return known
  // croner takes the time at which it is asked for the `?`, and a year; a pattern must mean the same at all times.
  if (/[?@]/.test(cron)) throw new TypeError('it has signs that a pattern here may not have')
  const pattern = new Cron(cron, { utcOffset: 0, paused: true, mode: '5-or-6-parts' })
  if (patterns.size >= patternsMax) patterns.clear()
  patterns.set(cron, pattern)
  return pattern
}

const patterns = new Map<string, Cron>()
const patternsMax = 64
