import { expect, test } from 'vitest'
import { createServerClock } from '../../framework/engine/src/kernel/server-clock.ts'
import { createFakeClock } from '../../framework/testing/src/fake-clock.ts'

const startMs = 1_000_000

test('[TIME-1] the clock of the server follows the wall clock', () => {
  const machine = createFakeClock(startMs)
  const clock = createServerClock(machine)
  expect([clock.now(), clock.leadMs()]).toEqual([startMs, 0])
  machine.advance(5_000)
  expect(clock.now()).toBe(startMs + 5_000)
  machine.jump(3_600_000)
  expect(clock.now()).toBe(startMs + 3_605_000)
  expect(clock.leadMs()).toBe(0)
})

test('[TIME-1] where the wall clock is set back it runs on, a tenth slower, until that has caught up', () => {
  const machine = createFakeClock(startMs)
  const clock = createServerClock(machine)
  machine.jump(-10_000)
  expect([clock.now(), clock.leadMs()]).toEqual([startMs, 10_000])
  machine.advance(1_000)
  expect([clock.now(), clock.leadMs()]).toEqual([startMs + 900, 9_900])
  let before = clock.now()
  for (let second = 0; second < 200; second++) {
    machine.advance(1_000)
    expect(clock.now()).toBeGreaterThanOrEqual(before + 899)
    before = clock.now()
  }
  expect([clock.now(), clock.leadMs()]).toEqual([machine.now(), 0])
})

test('[TIME-1] it goes on from the time of before a restart, and its own start is no step back', () => {
  const machine = createFakeClock(startMs)
  const clock = createServerClock(machine)
  clock.raise(startMs + 7_000)
  expect([clock.now(), clock.leadMs()]).toEqual([startMs + 7_000, 7_000])
  clock.raise(startMs)
  machine.advance(100)
  expect(clock.now()).toBe(startMs + 7_090)
})
