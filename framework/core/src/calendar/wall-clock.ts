/**
 * What the clocks on the walls of a place show, as ms: those at which UTC shows the same. So wall times can be counted
 * with, and compared, as times can.
 */
export type WallTime = number

export type WallClock = {
  at(time: number): WallTime
  /**
   * When the clocks show it. What is shown twice, when they are set back, is meant the first time. What is never shown,
   * when they are set forward, is the moment at which they are.
   */
  timeOf(wall: WallTime): number
}

const dayMs = 86_400_000

/** The clocks of a time zone of the IANA's list, as Europe/Berlin. Throws a RangeError where there is none. */
export function wallClockOf(timeZone: string): WallClock {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const clock = makeClock(timeZone)
  if (clocks.size >= clocksMax) clocks.clear()
  clocks.set(timeZone, clock)
  return clock
}

/** To make one costs some 50 µs. */
const clocks = new Map<string, WallClock>()
const clocksMax = 64

function makeClock(timeZone: string): WallClock {
  const two = '2-digit'
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric' },
    ...{ month: two, day: two, hour: two, minute: two, second: two },
  })

  function at(time: number): WallTime {
    const shown: { [part: string]: number } = {}
    for (const { type, value } of format.formatToParts(time)) shown[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
    const wholeSecond = Math.floor(time / 1_000) * 1_000
    return Date.UTC(year, month - 1, day, hour, minute, second) + time - wholeSecond
  }

  function timeOf(wall: WallTime): number {
    const before = at(wall - dayMs) - (wall - dayMs)
    const after = at(wall + dayMs) - (wall + dayMs)
    // The larger offset gives the earlier time.
    const found = [Math.max(before, after), Math.min(before, after)]
      .map((offset) => wall - offset)
      .find((time) => at(time) === wall)
    return found ?? endOfGap(wall, wall - after, wall - before)
  }

  /** The first time at which the clocks show more than `wall`: after `from`, and at the latest at `to`. */
  function endOfGap(wall: WallTime, from: number, to: number): number {
    let [low, high] = [from, to]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (at(middle) > wall) high = middle
      else low = middle
    }
    return high
  }

  return { at, timeOf }
}
