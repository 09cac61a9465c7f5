import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CompactReader } from '../../../framework/protocol/src/codecs/compact/compact-reader.ts'
import { FrameError } from '../../../framework/protocol/src/codecs/compact/frame-error.ts'
import type { Frame } from '../../../framework/protocol/src/codecs/frame-codec.ts'
import { serverMessageSchema } from '../../../framework/protocol/src/server-messages.ts'
import { size } from '../../lanes/size.ts'
import { createWriter, noEvents, nothing, stories, subscribed, viewOf, walker } from './stories.ts'

/** One change to a frame on its way. */
const damage = fc.record({
  frame: fc.nat(),
  kind: fc.constantFrom('change', 'cut', 'add', 'drop', 'twice', 'replace'),
  at: fc.nat(),
  byte: fc.nat(255),
  bytes: fc.uint8Array({ maxLength: 40 }),
})

type Damage = typeof damage extends fc.Arbitrary<infer One> ? One : never

function damaged(frames: readonly Frame[], { frame, kind, at, byte, bytes }: Damage): readonly Frame[] {
  if (frames.length === 0) return frames
  const index = frame % frames.length
  const before = frames[index] as Frame
  const whole = typeof before === 'string' ? new TextEncoder().encode(before) : Uint8Array.from(before)
  const place = at % (whole.length + 1)
  const changed = {
    change: () => [whole.map((old, index) => (index === place ? byte : old))],
    cut: () => [whole.subarray(0, place)],
    add: () => [Uint8Array.of(...whole.subarray(0, place), ...bytes, ...whole.subarray(place))],
    drop: () => [],
    twice: () => [whole, whole],
    replace: () => [bytes],
  }[kind]()
  const sent = typeof before === 'string' ? changed.map((one) => new TextDecoder().decode(one)) : changed
  return [...frames.slice(0, index), ...sent, ...frames.slice(index + 1)]
}

describe('[WIRE-10] whatever comes over a connection', () => {
  test('is messages as the protocol has them, or a frame error and nothing more', () => {
    const told = stories.map(({ tell }) => tell().map(({ frame }) => frame))
    fc.assert(
      fc.property(fc.constantFrom(...told), fc.array(damage, { minLength: 1, maxLength: 3 }), (frames, damages) => {
        const reader = new CompactReader()
        let isBroken = false
        for (const frame of damages.reduce(damaged, frames)) {
          try {
            const messages = reader.read(frame)
            expect(isBroken).toBe(false)
            // Of texts the server is trusted, as ever.
            if (typeof frame !== 'string') for (const message of messages) serverMessageSchema.parse(message)
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError)
            isBroken = true
          }
        }
      }),
      { numRuns: size({ usual: 3_000, long: 100_000 }) },
    )
  })

  test.each([
    ['texts', [9, 1, 1, 0, 0, 0, 0, 0, 255, 255, 255, 255, 7]],
    ['results', [0, 1, 5, 255, 255, 255, 255, 255, 255, 127]],
    ['ids', [1, 1, 1, 0, 0, 0, 0, 2, 0, 255, 255, 255, 255, 255, 255, 15]],
  ])('a length beyond the frame takes no memory and no time: %s', (_, bytes) => {
    expect(() => shown(viewOf(walker)).read(Uint8Array.from(bytes))).toThrow(FrameError)
  })

  test('what is remembered of subscriptions is bounded', () => {
    const reader = shown(viewOf())
    for (let channel = 2; channel < 3_000; channel++)
      reader.read(JSON.stringify({ ...subscribed(), zoneId: `zone-${channel}`, channel }))
    // The first of them is forgotten, and the last ones are not.
    reader.read(Uint8Array.of(2, ...leb128(2_999), 1, 1, 0, 0, 0, 0))
    expect(() => reader.read(Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0))).toThrow('nothing was said of channel 1')
  })

  test('a zone that is watched again has its new channel only; one that is not watched has none', () => {
    const reader = shown(viewOf())
    const empty = (channel: number, tick: number) => Uint8Array.of(2, channel, tick, 1, 0, 0, 0, 0)
    reader.read(JSON.stringify(subscribed({ channel: 2 })))
    expect(reader.read(empty(2, 50))).toHaveLength(1)
    reader.read(JSON.stringify({ type: 'unsubscribed', zoneId: subscribed().zoneId }))
    expect(() => reader.read(empty(2, 51))).toThrow('nothing was said of channel 2')
  })
})

/** A reader that was told of channel 1, and shown this on it. */
function shown(view: ReturnType<typeof viewOf>): CompactReader {
  const writer = createWriter()
  const reader = new CompactReader()
  for (const frame of [writer.message(subscribed()), writer.full({ tick: 40, at: 1 }, view, noEvents)])
    reader.read(frame ?? '')
  reader.read(writer.delta({ tick: 41, at: 1, prev: 40 }, nothing, noEvents))
  return reader
}

function leb128(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...leb128(Math.floor(value / 128))]
}
