import { expect, test } from 'vitest'
import { testZone } from '../../framework/testing/src/test-zone.ts'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'

/** As a test in JavaScript calls it. */
const open = (options: object) => testZone(helloGrid, options)

test.each([
  [{ sed: 1 }, /^testZone has no option `sed`\. Did you mean `seed`\?$/],
  [{ colour: 1 }, /^testZone has no option `colour`\. There are config, seed, /],
  [{ everyMs: 0 }, /`everyMs` must be a number of ms above 0, not 0/],
  [{ everyMs: '250' }, /`everyMs` must be/],
  [{ startMs: Number.NaN }, /`startMs` must be ms since 1970/],
  [{ seed: {} }, /`seed` must be a number or a text/],
  [{ mode: 'deltas' }, /`mode` must be 'full' or 'delta', not deltas/],
  [{ limits: { frameByteMax: 1 } }, /`limits` has no limit called "frameByteMax"\. Did you mean `frameBytesMax`\?/],
])('testZone refuses %j', async (options, message) => {
  await expect(open(options)).rejects.toThrow(message)
})

test('a fault that can never happen is refused, and the operation that was meant is named', async () => {
  const zone = await open({})
  expect(() => zone.failNext('comit' as 'commit')).toThrow(
    /^The storage has no operation `comit`\. Did you mean `commit`\?$/,
  )
  expect(() => zone.failNext('toString' as 'commit')).toThrow(/has no operation `toString`/)
  expect(() => zone.failNext('commit', { when: 'later' as 'after' })).toThrow(/`before` or `after`.*not `later`/)
  expect(() => zone.failNext('commit', { kind: 'ful' as 'full' })).toThrow(/no kind `ful`\. Did you mean `full`\?/)
})

test('time moves forward only', async () => {
  const zone = await open({})
  for (const count of [-3, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
    await expect(zone.tick(count)).rejects.toThrow(/^tick\(count\) takes a whole number of ticks, 0 or more, not /)
  for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    await expect(zone.advance(ms)).rejects.toThrow(/^advance\(ms\) takes a number of ms, 0 or more, not .* clock\.jump/)
  expect(zone.tickNumber).toBe(0)
  await zone.tick(0)
  expect(zone.tickNumber).toBe(0)
})

test('mistyped options of an intent and of the check for leaks are refused', async () => {
  const zone = await open({})
  await zone.join('ann')
  expect(() => zone.intent('ann', 'step', { dx: 1, dy: 0 }, { rol: 'debug' } as object)).toThrow(
    /^intent has no option `rol`\. Did you mean `role`\?$/,
  )
  await expect(zone.expectNoLeak({ viewer: 'ann', mayknow: () => true } as never)).rejects.toThrow(
    /^expectNoLeak has no option `mayknow`\. Did you mean `mayKnow`\?$/,
  )
})
