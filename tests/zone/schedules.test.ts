import { turns } from 'gridtick'
import { describe, expect, test } from 'vitest'
import type { Pending } from '../../framework/engine/src/ports/schedule.ts'
import { openSchedule, storeSchedule } from '../../framework/engine/src/schedules/zone-schedules.ts'

const nothing: Pending = {
  isWatched: false,
  intents: 0,
  otherInputs: 0,
  isWakeDue: false,
  hasFailed: false,
  lastBeatAt: 0,
}
const limits = { promptMs: 1_000 }
const ofPeriod = (everyMs: number) => ({ name: 'chess', schedule: { kind: 'interval', everyMs } as const })
const onDemand = { name: 'chess', schedule: { kind: 'onDemand' } as const }

const opened = (...asked: Parameters<typeof storeSchedule>) => {
  const stored = storeSchedule(...asked)
  if ('misfit' in stored) throw new Error(stored.misfit.message)
  return openSchedule(stored)
}

describe('[ACT-1] what a zone steps for', () => {
  test.each([
    ['somebody watches', { isWatched: true }, true, false],
    ['an intent waits', { intents: 1 }, true, true],
    ['a join waits', { otherInputs: 1 }, true, true],
    ['its wake time has come', { isWakeDue: true }, true, true],
    ['nothing', {}, false, false],
  ])('%s', (_what, pending, inPeriods, whenAsked) => {
    expect(opened(ofPeriod(100), {}, limits).isActive({ ...nothing, ...pending })).toBe(inPeriods)
    expect(opened(onDemand, {}, limits).isActive({ ...nothing, ...pending })).toBe(whenAsked)
  })
})

describe('[TIME-4] how it steps', () => {
  test('a period of a unit: each is a beat', () => {
    expect(opened(ofPeriod(100), {}, limits).stepKind(150, { ...nothing, lastBeatAt: 120 })).toBe('beat')
  })

  test('a long period: a beat in each, once; in between promptly for all but intents, unless it has just failed', () => {
    const schedule = opened(ofPeriod(5_000), {}, limits)
    expect(schedule.stepKind(5_000, { ...nothing, lastBeatAt: 4_999 })).toBe('beat')
    const midst = { ...nothing, lastBeatAt: 5_000 }
    expect(schedule.stepKind(9_999, { ...midst, intents: 3, isWatched: true })).toBeUndefined()
    expect(schedule.stepKind(9_999, { ...midst, otherInputs: 1 })).toBe('prompt')
    expect(schedule.stepKind(9_999, { ...midst, isWakeDue: true })).toBe('prompt')
    expect(schedule.stepKind(9_999, { ...midst, isWakeDue: true, hasFailed: true })).toBeUndefined()
  })

  test('on demand: in each unit', () => {
    expect(opened(onDemand, {}, limits).stepKind(100, { ...nothing, lastBeatAt: 100 })).toBe('beat')
  })
})

test('what is stored and told of it, and how long an input waits', () => {
  expect(storeSchedule(ofPeriod(250), {}, limits)).toEqual({ everyMs: 250, tickUnitMs: 250, turnSchedule: null })
  expect(storeSchedule(ofPeriod(250), { everyMs: 1_001 }, limits)).toEqual({
    everyMs: 1_001,
    tickUnitMs: 100,
    turnSchedule: null,
  })
  expect(storeSchedule(onDemand, {}, limits)).toEqual({ everyMs: 0, tickUnitMs: 100, turnSchedule: null })
  expect(opened(ofPeriod(250), { everyMs: 5_000 }, limits)).toMatchObject({ stepMs: 5_000, told: { everyMs: 5_000 } })
  expect(opened(onDemand, {}, limits)).toMatchObject({ stepMs: 100, told: { everyMs: 0 } })
  expect(storeSchedule(onDemand, { everyMs: 100 }, limits)).toEqual({
    misfit: {
      pointer: '/everyMs',
      code: 'on_demand',
      message: 'chess ticks on demand, and has no period. Leave everyMs out.',
    },
  })
})

test('a module of turns is understood, and no zone of it is made yet', () => {
  const schedule = turns({ policy: 'strict' })
  expect(storeSchedule({ name: 'chess', schedule }, {}, limits)).toEqual({
    misfit: {
      pointer: '/module',
      code: 'turns',
      message: 'chess is played in turns, which this server cannot run yet.',
    },
  })
})
