import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientMessageSchema } from '../../framework/protocol/src/client-messages.ts'
import { size } from '../lanes/size.ts'
import { areAllMessages, createTestGateway, settle, step } from './gateway-fakes.ts'

describe('fuzz', () => {
  const runs = size({ usual: 1_000, long: 100_000 })
  const limits = {
    messagesPerSecond: 1e9,
    messagesBurst: 1e9,
    bytesPerSecond: 1e12,
    bytesBurst: 1e12,
    badFramesMax: 100,
    pendingMessagesMax: 1e9,
  }
  const word = fc.constantFrom(
    ...['hello', 'subscribe', 'unsubscribe', 'leave', 'intent', 'query', 'ping'],
    ...['type', 'zoneId', 'ref', 'seq', 'mode', 'full', 'name', 'input', 'at', 'step', '__proto__', 'constructor', ''],
  )
  const value = fc.oneof(word, fc.jsonValue({ maxDepth: 4 }), fc.double(), fc.string({ unit: 'binary' }))
  const almostMessage = fc.record(
    {
      type: word,
      zoneId: value,
      ref: value,
      seq: value,
      intent: fc.oneof(value, fc.dictionary(word, value)),
      name: value,
      input: value,
      at: value,
      mode: value,
      extra: value,
    },
    { requiredKeys: ['type'] },
  )
  const good = fc.constantFrom<object>(
    step,
    { type: 'ping', at: 1 },
    { type: 'subscribe', zoneId: 'z1' },
    { type: 'query', zoneId: 'z1', name: 'n', ref: 'r' },
  )
  const spoilt = fc
    .tuple(fc.oneof(almostMessage, good), fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([message, at, junk]) => {
      const text = JSON.stringify(message)
      const index = at % (text.length + 1)
      return text.slice(0, index) + junk + text.slice(index + (at % 3))
    })
  const raw = fc.constantFrom(
    ...['{"type":"ping","at":1e999}', '{"type":"ping","__proto__":{"a":1}}', '\uFEFF{}', '"\\ud800"', ''],
    `${'['.repeat(2_000)}`,
    '{"type":"intent","zoneId":"z1","intent":{"type":"x","__proto__":{"admin":true}}}',
    '{"type":"intent","zoneId":"z1","intent":"x","payload":{"__proto__":{"admin":true}}}',
    '{"type":"intent","zoneId":"z1","intent":"x","payload":[]}',
  )
  const frame = fc.oneof(
    { weight: 4, arbitrary: almostMessage.map((message) => JSON.stringify(message)) },
    { weight: 3, arbitrary: spoilt },
    { weight: 1, arbitrary: good.map((message) => JSON.stringify(message)) },
    { weight: 1, arbitrary: raw },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  )

  test(`${runs} frames: nothing throws, nothing malformed reaches a zone, every answer is a message`, async () => {
    const test = createTestGateway({ limits })
    const anna = await test.join()
    let reached = 0
    fc.assert(
      fc.property(frame, (text) => {
        const calls = test.fakeHost.calls
        calls.length = 0
        anna.sent.length = 0
        test.advance(1_000)
        anna.say(text)
        expect(areAllMessages(anna.sent)).toBe(true)
        if (calls.length === 0) return
        reached += 1
        // It reached a zone: then it is a message, and one that a strict reader reads in the same way.
        const message = clientMessageSchema.parse(JSON.parse(text))
        expect(calls).toHaveLength(1)
        expect(calls[0]?.request).toMatchObject({ zoneId: (message as { zoneId: string }).zoneId })
        expect(text).not.toMatch(/"__proto__"/)
        expect(text.isWellFormed()).toBe(true)
      }),
      { numRuns: runs, seed: 20_260_101 },
    )
    await settle()
    expect(areAllMessages(anna.sent)).toBe(true)
    expect(reached).toBeGreaterThan(runs / 50)
    expect(test.logged).toEqual([])
    expect(anna.state.closed).toBeUndefined()
    anna.sent.length = 0
    anna.say({ type: 'ping', at: 7 })
    expect(anna.messages()).toEqual([{ type: 'pong', at: 7 }])
  })
})
