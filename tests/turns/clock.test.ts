import { turns } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { afterOutage } from '../../framework/engine/src/turns/after-outage.ts'
import { moveDeadline } from '../../framework/engine/src/turns/move-deadline.ts'
import { pauseZoneTurn, resumeZoneTurn } from '../../framework/engine/src/turns/pause-zone-turn.ts'
import { startClock } from '../../framework/engine/src/turns/start-clock.ts'
import { turnInfo } from '../../framework/engine/src/turns/turn-info.ts'
import { whenDue } from '../../framework/engine/src/turns/when-due.ts'
import { bounds, hybrid, packet, situation, strict } from './turn-world.ts'

const hourMs = 3_600_000
const daily = { cron: '0 20 * * *', timeZone: 'Europe/Berlin' }
const dailyTurns = { policy: 'hybrid', deadline: daily } as const

function endOf(deadline: { cron: string; timeZone: string }, openedAt: string, minOpenMs = hourMs): string {
  const clock = startClock({ deadline, minOpenMs }, Date.parse(openedAt))
  return clock.kind === 'runs' ? new Date(clock.endsAt).toISOString().slice(0, 16) : clock.kind
}

describe('[TURN-4] the end of a turn', () => {
  test('is so long after its opening, or none', () => {
    expect(startClock(turns(hybrid), 500)).toEqual({ kind: 'runs', endsAt: 60_500, isDate: false, isMoved: false })
    expect(startClock(turns(strict), 500)).toEqual({ kind: 'none' })
  })

  test('is the next date, unless that comes too soon after the opening', () => {
    expect(endOf(daily, '2027-06-01T17:00Z')).toBe('2027-06-01T18:00')
    expect(endOf(daily, '2027-06-01T17:00:00.001Z')).toBe('2027-06-02T18:00')
    expect(endOf(daily, '2027-06-01T17:59Z', 0)).toBe('2027-06-01T18:00')
  })

  test('too soon is at most half of what lies between two dates', () => {
    const everyHour = { cron: '0 * * * *', timeZone: 'Europe/Berlin' }
    expect(endOf(everyHour, '2027-06-01T17:00Z')).toBe('2027-06-01T18:00')
    expect(endOf(everyHour, '2027-06-01T17:30Z')).toBe('2027-06-01T18:00')
    expect(endOf(everyHour, '2027-06-01T17:31Z')).toBe('2027-06-01T19:00')
  })

  test('a turn over a change to summer time or back ends when the clock on the wall says so', () => {
    expect(endOf(daily, '2027-03-27T19:00:01Z')).toBe('2027-03-28T18:00')
    expect(endOf(daily, '2027-10-30T18:00:01Z')).toBe('2027-10-31T19:00')
  })

  test('missed dates are not made up for: the turn after goes to the date that comes next', () => {
    const clock = startClock(turns(dailyTurns), Date.parse('2027-06-20T09:00Z'))
    expect(clock).toMatchObject({ endsAt: Date.parse('2027-06-20T18:00Z'), isDate: true })
  })
})

describe('[TURN-5] a zone that is paused', () => {
  const context = { schedule: turns(hybrid), bounds }

  test('keeps what was left, and tells no end until it goes on', () => {
    const paused = pauseZoneTurn(situation().turn, 20_000)
    expect(paused.clock).toEqual({ kind: 'stands', leftMs: 40_000 })
    expect(turnInfo(paused)).toEqual({ number: 1, phase: 'open', openedAt: 0, endsAt: null })
    const resumed = resumeZoneTurn({ ...context, turn: paused, now: 500_000 })
    expect(turnInfo(resumed)).toEqual({ number: 1, phase: 'open', openedAt: 0, endsAt: 540_000 })
    // Paused twice is paused once.
    expect(pauseZoneTurn(paused, 30_000)).toBe(paused)
  })

  test('overdue when it was paused, it gets the grace of an outage; a millisecond before it was not', () => {
    const resumedAfter = (pausedAt: number) =>
      resumeZoneTurn({ ...context, turn: pauseZoneTurn(situation().turn, pausedAt), now: 500_000 }).clock
    expect(resumedAfter(60_000)).toMatchObject({ endsAt: 800_000 })
    expect(resumedAfter(59_999)).toMatchObject({ endsAt: 500_001 })
  })

  test('a date stays, and makes way for the next once it has passed', () => {
    const opened = Date.parse('2027-06-01T10:00Z')
    const schedule = turns(dailyTurns)
    const turn = { ...situation().turn, clock: startClock(schedule, opened) }
    const paused = pauseZoneTurn(turn, opened + hourMs)
    const resumedAt = (at: string) => resumeZoneTurn({ turn: paused, schedule, bounds, now: Date.parse(at) }).clock
    expect(resumedAt('2027-06-01T17:59Z')).toMatchObject({ endsAt: Date.parse('2027-06-01T18:00Z'), isDate: true })
    expect(resumedAt('2027-06-01T18:00Z')).toMatchObject({ endsAt: Date.parse('2027-06-02T18:00Z'), isDate: true })
    expect(resumedAt('2027-06-05T12:00Z')).toMatchObject({ endsAt: Date.parse('2027-06-05T18:00Z') })
  })
})

describe('[TURN-5] after an outage', () => {
  const { turn } = situation()
  const loadedAfter = (from: number, to: number, of = turn, storedAt = 0) =>
    afterOutage(of, { outage: { from, to }, storedAt, bounds })
  const endAfter = (from: number, to: number, of = turn) => {
    const { clock } = loadedAfter(from, to, of)
    return clock.kind === 'runs' ? clock.endsAt : undefined
  }

  test('an end that is past, or near, is moved to the grace behind the start', () => {
    expect(endAfter(30_000, 90_000)).toBe(390_000)
    expect(endAfter(10_000, 50_000)).toBe(350_000)
  })

  test('not after a short one: a restart just before the end, or just after', () => {
    expect(endAfter(55_000, 65_000)).toBe(60_000)
    expect(endAfter(54_999, 65_000)).toBe(365_000)
    expect(loadedAfter(59_000, 59_900)).toBe(turn)
  })

  test('an end that leaves the grace anyway stays', () => {
    const far = { ...turn, clock: { kind: 'runs', endsAt: 350_000, isDate: false, isMoved: false } } as const
    expect(endAfter(10_000, 50_000, far)).toBe(350_000)
    expect(endAfter(10_000, 50_001, far)).toBe(350_001)
  })

  test('a restart before then does not move it again, however long it takes; one that outlasts it does', () => {
    const moved = loadedAfter(30_000, 90_000)
    expect(loadedAfter(100_000, 389_999, moved)).toBe(moved)
    expect(endAfter(100_000, 390_000, moved)).toBe(690_000)
  })

  test('without a grace it is resolved at once, and once', () => {
    const atOnce = { ...bounds, downtimeGraceMs: 0 }
    expect(
      afterOutage(turn, { outage: { from: 30_000, to: 90_000 }, storedAt: 0, bounds: atOnce }).clock,
    ).toMatchObject({ endsAt: 90_000 })
  })

  test('a clock that stands, or is not there, is none to move', () => {
    const paused = pauseZoneTurn(turn, 20_000)
    expect(loadedAfter(30_000, 900_000, paused)).toBe(paused)
    const endless = situation({ settings: strict }).turn
    expect(loadedAfter(30_000, 900_000, endless)).toBe(endless)
  })

  test('what was stored after it, by a turn that opened then, is not touched when the zone is loaded again', () => {
    expect(loadedAfter(10_000, 50_000, turn, 50_001)).toBe(turn)
  })
})

describe('[TURN-12] an operator moves the end', () => {
  const { turn } = situation()

  test('to another time, further on, or away', () => {
    expect(moveDeadline(turn, { endsAt: 5_000 }, 1_000)?.clock).toMatchObject({ endsAt: 5_000 })
    expect(moveDeadline(turn, { extendMs: 30_000 }, 1_000)?.clock).toMatchObject({ endsAt: 90_000 })
    expect(moveDeadline(turn, null, 1_000)?.clock).toEqual({ kind: 'none' })
  })

  test('to one that is past, and the turn is due', () => {
    const moved = moveDeadline(turn, { endsAt: 500 }, 1_000)
    expect(whenDue({ ...situation(), turn: moved ?? turn })).toEqual({ at: 500, reason: 'deadline' })
  })

  test('while the zone is paused, what is left grows', () => {
    const paused = pauseZoneTurn(turn, 20_000)
    expect(moveDeadline(paused, { extendMs: 5_000 }, 100_000)?.clock).toEqual({ kind: 'stands', leftMs: 45_000 })
    expect(moveDeadline(paused, { endsAt: 130_000 }, 100_000)?.clock).toEqual({ kind: 'stands', leftMs: 30_000 })
  })

  test('not where there is none to extend, beyond 90 days, or while no turn is open', () => {
    const endless = situation({ settings: strict }).turn
    expect(moveDeadline(endless, { extendMs: 5_000 }, 1_000)).toBeUndefined()
    expect(moveDeadline(turn, { endsAt: 1_000 + 7_776_000_001 }, 1_000)).toBeUndefined()
    const waiting = { ...turn, stage: { phase: 'waiting', why: 'paused', openedAt: null } } as const
    expect(moveDeadline(waiting, null, 1_000)).toBeUndefined()
  })
})

test('[TURN-1] a clock that jumps ahead ends a turn once, and the next begins at the new time', () => {
  const world = situation({ packets: { ann: packet(1_000) } })
  expect(whenDue(world)).toEqual({ at: 60_000, reason: 'deadline' })
  const next = startClock(world.schedule, 10 * hourMs)
  expect(next).toMatchObject({ endsAt: 10 * hourMs + 60_000 })
})
