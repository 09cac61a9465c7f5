import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clientMessageSchema } from '../../framework/protocol/src/client-messages.ts'
import { readMessage } from '../../framework/server/src/gateway/read-message.ts'
import { readPlainIntent } from '../../framework/server/src/gateway/read-plain-intent.ts'
import { size } from '../lanes/size.ts'

/** Values that are right for some field, and wrong for others. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    'intent',
    'z1',
    '',
    'x'.repeat(64),
    'x'.repeat(65),
    0,
    1,
    2 ** 53,
    1.5,
    -1,
    null,
    true,
    [],
    {},
  ),
  fc.constantFrom<unknown>({ dx: 1 }, [1], { type: 'move', dx: 1 }, { type: 7 }),
)
const right = { type: 'intent', zoneId: 'z1', intent: 'move', payload: { dx: 1 }, seq: 7, ref: 'r' }

const message = fc
  .record({
    kept: fc.subarray(Object.keys(right)),
    changed: fc.dictionary(fc.constantFrom(...Object.keys(right), 'more', 'constructor'), value, { maxKeys: 2 }),
  })
  .map(({ kept, changed }) => ({
    type: 'intent',
    ...Object.fromEntries(Object.entries(right).filter(([name]) => kept.includes(name))),
    ...changed,
  }))

test('[WIRE-2] [INT-1] an intent that is read by hand is what its schema makes of it, and what it refuses is not read so', () => {
  let byHand = 0
  fc.assert(
    fc.property(message, (sent) => {
      const checked = clientMessageSchema.safeParse(sent)
      if (readPlainIntent(sent) !== undefined) byHand += 1
      const read = readMessage(JSON.stringify(sent), 16)
      expect(read.ok).toBe(checked.success)
      if (read.ok) expect(read.message).toEqual(checked.data)
    }),
    { numRuns: size({ usual: 1_000, long: 50_000 }) },
  )
  expect(byHand).toBeGreaterThan(10)
})
