import { type Calendar, nextDate } from './next-date.ts'
import { wallClockOf } from './wall-clock.ts'

const dayMs = 86_400_000

/** Dates are looked at over these years, with a 29th of February in them. */
const lookedAtFrom = Date.UTC(2027, 0, 1)
const lookedAtTo = Date.UTC(2029, 0, 1)

/** What is wrong with a calendar, as the end of a sentence that begins with where; undefined: nothing. */
export function findCalendarFlaw({ cron, timeZone }: Calendar, distanceMsMax: number): string | undefined {
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone))
    return '.timeZone` must be the name of a time zone, for example "Europe/Berlin".'
  if (typeof cron !== 'string') return '.cron` must be a text, for example "0 20 * * *" for daily at 20:00.'
  try {
    return findGap({ cron, timeZone }, distanceMsMax)
  } catch {
    return '.cron` must be a cron pattern of five parts, or six with seconds, for example "0 20 * * *" for daily at 20:00.'
  }
}

/** Offsets are none: Node 20 does not know them, and they have no daylight saving. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    wallClockOf(name)
    return true
  } catch {
    return false
  }
}

/** A calendar may name no date at all, or dates too far from each other. */
function findGap(calendar: Calendar, distanceMsMax: number): string | undefined {
  let day = lookedAtFrom
  while (day < lookedAtTo) {
    const next = nextDate(calendar, day)
    if (next === null) return '.cron` names no date.'
    if (next - day > distanceMsMax)
      return `.cron\` leaves more than ${Math.floor(distanceMsMax / dayMs)} days between two dates.`
    day = Math.max(next, day + dayMs)
  }
  return undefined
}
