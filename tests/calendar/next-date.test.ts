import fc from 'fast-check'
import { nextDate } from 'gridtick/internal'
import { describe, expect, test } from 'vitest'
import { findCalendarFlaw } from '../../framework/core/src/calendar/find-calendar-flaw.ts'
import { wallClockOf } from '../../framework/core/src/calendar/wall-clock.ts'

const timeZone = 'Europe/Berlin'
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The next dates of a pattern, as ISO texts in UTC. */
function datesOf(cron: string, from: string, count: number, zone = timeZone): readonly string[] {
  const dates: string[] = []
  let time = Date.parse(from)
  for (let i = 0; i < count; i += 1) {
    time = nextDate({ cron, timeZone: zone }, time) ?? Number.NaN
    dates.push(new Date(time).toISOString().slice(0, -5))
  }
  return dates
}

describe('[TURN-4] dates of a calendar', () => {
  test('daily at 20:00 in Berlin is at 19:00 in winter and at 18:00 in summer, by UTC', () => {
    expect(datesOf('0 20 * * *', '2027-03-26T12:00Z', 4)).toEqual([
      ...['2027-03-26T19:00:00', '2027-03-27T19:00:00'],
      ...['2027-03-28T18:00:00', '2027-03-29T18:00:00'],
    ])
    expect(datesOf('0 20 * * *', '2027-10-29T12:00Z', 3)).toEqual([
      ...['2027-10-29T18:00:00', '2027-10-30T18:00:00', '2027-10-31T19:00:00'],
    ])
  })

  test('in spring an hour that does not exist is taken at the next instant that does', () => {
    expect(datesOf('30 2 * * *', '2027-03-26T12:00Z', 3)).toEqual([
      ...['2027-03-27T01:30:00', '2027-03-28T01:00:00', '2027-03-29T00:30:00'],
    ])
  })

  test('several dates in that hour are one', () => {
    expect(datesOf('*/20 * * * *', '2027-03-28T00:30Z', 4)).toEqual([
      ...['2027-03-28T00:40:00', '2027-03-28T01:00:00', '2027-03-28T01:20:00', '2027-03-28T01:40:00'],
    ])
  })

  test('in autumn an hour that comes twice is taken the first time only', () => {
    expect(datesOf('30 2 * * *', '2027-10-30T12:00Z', 2)).toEqual(['2027-10-31T00:30:00', '2027-11-01T01:30:00'])
    expect(datesOf('*/30 * * * *', '2027-10-30T23:45Z', 4)).toEqual([
      ...['2027-10-31T00:00:00', '2027-10-31T00:30:00', '2027-10-31T02:00:00', '2027-10-31T02:30:00'],
    ])
  })

  test('asked in the second of the two hours, dates of the first are over', () => {
    expect(datesOf('45 2 * * *', '2027-10-31T01:10Z', 1)).toEqual(['2027-11-01T01:45:00'])
  })

  test('a date is after the time, also by a millisecond', () => {
    expect(datesOf('0 20 * * *', '2027-06-01T18:00Z', 1)).toEqual(['2027-06-02T18:00:00'])
    expect(datesOf('0 20 * * *', '2027-06-01T17:59:59.999Z', 1)).toEqual(['2027-06-01T18:00:00'])
  })

  test('places with half hours, and with clocks that are never set', () => {
    expect(datesOf('0 20 * * *', '2027-06-01T00:00Z', 1, 'Asia/Kolkata')).toEqual(['2027-06-01T14:30:00'])
    expect(datesOf('15 2 * * *', '2027-10-02T00:00Z', 1, 'Australia/Lord_Howe')).toEqual(['2027-10-02T15:30:00'])
  })

  test('dates strictly grow, and each but one in a gap shows what the pattern says', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo')
    const start = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) })
    const given = fc.tuple(zones, start, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    fc.assert(
      fc.property(given, ([zone, from, hour, minute]) => {
        const calendar = { cron: `${minute} ${hour} * * *`, timeZone: zone }
        const first = nextDate(calendar, from) ?? Number.NaN
        const second = nextDate(calendar, first) ?? Number.NaN
        expect(first).toBeGreaterThan(from)
        expect(second - first).toBeGreaterThan(22 * hourMs)
        expect(second - first).toBeLessThan(26 * hourMs)
        const shown = new Date(wallClockOf(zone).at(first))
        const isAsSaid = shown.getUTCHours() === hour && shown.getUTCMinutes() === minute
        const isEndOfGap = wallClockOf(zone).at(first - 1) < wallClockOf(zone).at(first) - 60_000
        expect(isAsSaid || isEndOfGap).toBe(true)
        // Nothing lies between.
        expect(nextDate(calendar, first - 1)).toBe(first)
      }),
      { numRuns: 60 },
    )
  })
})

describe('[TURN-4] a calendar is refused where it is declared', () => {
  test.each([
    ['0 20 * *', timeZone, 'cron` must be a cron pattern of five parts'],
    ['0 20 * * * 2027 1', timeZone, 'cron` must be a cron pattern'],
    ['61 20 * * *', timeZone, 'cron` must be a cron pattern'],
    ['@daily', timeZone, 'cron` must be a cron pattern'],
    ['? 20 * * *', timeZone, 'cron` must be a cron pattern'],
    ['0 0 30 2 *', timeZone, 'cron` names no date'],
    ['0 0 1 1,7 *', timeZone, 'cron` leaves more than 90 days between two dates'],
    ['0 20 * * *', 'Europe/Atlantis', 'timeZone` must be the name of a time zone'],
    ['0 20 * * *', '+02:00', 'timeZone` must be the name of a time zone'],
    ['0 20 * * *', undefined, 'timeZone` must be the name of a time zone'],
  ])('%s in %s', (cron, zone, flaw) => {
    expect(findCalendarFlaw({ cron, timeZone: zone as string }, 90 * dayMs)).toContain(flaw)
  })

  test('one that is right is not', () => {
    expect(findCalendarFlaw({ cron: '0 20 * * 1,4', timeZone }, 90 * dayMs)).toBeUndefined()
    expect(findCalendarFlaw({ cron: '*/10 * * * * *', timeZone: 'UTC' }, 90 * dayMs)).toBeUndefined()
  })
})
