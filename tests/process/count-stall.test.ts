import { expect, test } from 'vitest'
import { createStallCount } from '../../framework/server/src/process/watchdog/count-stall.js'

const calm = { isNamed: true, isDebugged: false }

/** Checks every 250 ms, beginning at 0, of which each says what it sees. */
function checks(...seen: readonly { beat: number; isNamed?: boolean; isDebugged?: boolean; after?: number }[]) {
  const count = createStallCount({ gapMs: 1_000 })
  let now = 0
  let last = { stilledMs: 0, namedMs: 0 }
  for (const { after = 250, ...signs } of seen) {
    now += after
    last = count.check({ now, ...calm, ...signs })
  }
  return last
}

const still = (times: number, signs: object = {}) => Array.from({ length: times }, () => ({ beat: 1, ...signs }))

test('[FAIL-10] time counts in which the event loop does not go round', () => {
  expect(checks({ beat: 1 }, ...still(4))).toEqual({ stilledMs: 1_000, namedMs: 1_000 })
  expect(checks({ beat: 1 }, ...still(4), { beat: 2 })).toEqual({ stilledMs: 0, namedMs: 0 })
})

test('[FAIL-10] of a module only that in which it is named, without a break', () => {
  const engine = { isNamed: false }
  expect(checks({ beat: 1 }, ...still(4, engine))).toEqual({ stilledMs: 1_000, namedMs: 0 })
  expect(checks({ beat: 1 }, ...still(3), ...still(1, engine), ...still(2))).toEqual({ stilledMs: 1_500, namedMs: 500 })
})

test('[FAIL-10] not the time in which the watchdog itself did not run, nor that of a debugger', () => {
  expect(checks({ beat: 1 }, ...still(3), ...still(1, { after: 60_000 }), ...still(2)).namedMs).toBe(500)
  expect(checks({ beat: 1 }, ...still(3), ...still(1, { after: 1_000 })).namedMs).toBe(1_750)
  expect(checks({ beat: 1 }, ...still(3), ...still(1, { isDebugged: true }))).toEqual({ stilledMs: 0, namedMs: 0 })
})
