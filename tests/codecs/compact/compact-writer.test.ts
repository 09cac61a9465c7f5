import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteReader } from '../../../framework/protocol/src/codecs/compact/byte-reader.ts'
import { ByteWriter } from '../../../framework/protocol/src/codecs/compact/byte-writer.ts'
import { CompactReader } from '../../../framework/protocol/src/codecs/compact/compact-reader.ts'
import { kindsMax } from '../../../framework/protocol/src/codecs/compact/format.ts'
import type { WrittenEntity } from '../../../framework/protocol/src/codecs/frame-codec.ts'
import { createWriter, noEvents, nothing, patchOf, pebble, subscribed, viewOf, walker, zoneId } from './stories.ts'

const applied = { type: 'intent_result', zoneId, intentId: 'i', ref: 'r', seq: 1, outcome: 'applied', tick: 5 } as const

/** A writer whose channel is known, and the reader that knows it. */
function opened() {
  const [writer, reader] = [createWriter(), new CompactReader()]
  reader.read(writer.message(subscribed()) ?? '')
  return { writer, reader }
}

describe('[WIRE-10] what is written', () => {
  test('of a step, two bytes; of a receipt, nothing', () => {
    const { writer } = opened()
    writer.full({ tick: 1, at: 1 }, viewOf(walker), noEvents)
    const patch = [patchOf(walker, { x: walker.x - 7, y: walker.y + 7 })]
    expect(writer.delta({ tick: 2, at: 101, prev: 1 }, { ...nothing, patch }, noEvents)).toEqual(
      Uint8Array.of(1, 1, 1, 100, 1, 0x1f, 0, 0, 0, 0),
    )
    expect(writer.message({ type: 'intent_received', zoneId, intentId: 'i' })).toBeUndefined()
  })

  test('a difference that is not from the last frame is a fault of ours', () => {
    const { writer, reader } = opened()
    writer.full({ tick: 1, at: 1 }, viewOf(), noEvents)
    const write = (tick: number, prev: number, remove: readonly string[] = []) =>
      writer.delta({ tick, at: tick, prev }, { ...nothing, remove }, noEvents)
    expect(() => write(3, 2)).toThrow('the last frame was of tick 1')
    expect(() => write(3, 1, ['nobody'])).toThrow('not shown before')
    // That frame failed midway: only a whole view may follow.
    expect(() => write(4, 1)).toThrow('the last frame was of tick undefined')
    reader.read(writer.full({ tick: 5, at: 5 }, viewOf(walker), noEvents))
    expect(reader.read(write(6, 5))).toMatchObject([{ tick: 6, prev: 5 }])
  })

  test('a step after a change that was sent as fields is from the place that these say', () => {
    const { writer, reader } = opened()
    reader.read(writer.full({ tick: 1, at: 1 }, viewOf(walker), noEvents))
    const patch = patchOf(walker, { x: 30, y: 40 }, { tired: true })
    reader.read(writer.delta({ tick: 2, at: 2, prev: 1 }, { ...nothing, patch: [patch] }, noEvents))
    const step = patchOf(patch.to, { y: 41 })
    expect(
      reader.read(writer.delta({ tick: 3, at: 3, prev: 2 }, { ...nothing, patch: [step] }, noEvents)),
    ).toMatchObject([{ patch: [[walker.id, { y: 41 }]] }])
  })

  test('slots that are free are given again, the latest first', () => {
    const { writer, reader } = opened()
    const named = (id: string): WrittenEntity => ({ ...pebble, id })
    reader.read(writer.full({ tick: 1, at: 1 }, viewOf(...['a', 'b', 'c'].map(named)), noEvents))
    const difference = { ...nothing, remove: ['a', 'c'], set: ['d', 'e', 'f'].map(named) }
    const frame = writer.delta({ tick: 2, at: 2, prev: 1 }, difference, noEvents) as Uint8Array
    // Counted from 1: those of c, of a, and the next.
    expect(frame.subarray(6, 9)).toEqual(Uint8Array.of(1, 3, 0))
    expect([frame[9], ...slotsOf(frame)]).toEqual([3, 3, 1, 4])
    expect(reader.read(frame)).toMatchObject([{ remove: ['a', 'c'], set: [{ id: 'd' }, { id: 'e' }, { id: 'f' }] }])
  })

  test('of kinds only so many are remembered, and each is read as it is', () => {
    const { writer, reader } = opened()
    const many = Array.from({ length: kindsMax + 20 }, (_, index) => ({
      ...pebble,
      id: `e${index}`,
      kind: `k${index}`,
    }))
    const [full] = reader.read(writer.full({ tick: 1, at: 1 }, viewOf(...many), noEvents))
    expect(full).toMatchObject({ entities: many })
    const again = many.map((one) => ({ ...one, data: { again: true } }))
    const [delta] = reader.read(writer.delta({ tick: 2, at: 2, prev: 1 }, { ...nothing, set: again }, noEvents))
    expect(delta).toMatchObject({ set: again })
  })

  test('results: plain ones of one tick are one frame, and others do not change their order', () => {
    const { writer } = opened()
    const refused = { ...applied, seq: 3, outcome: 'refused', code: 'no', message: 'No.' } as const
    const told = writer.results([applied, { ...applied, seq: 2 }, refused, { ...applied, seq: 4, tick: 6 }, applied])
    expect(told).toEqual([
      { frame: Uint8Array.of(0, 1, 5, 2, 1, 2), count: 2 },
      { frame: JSON.stringify(refused), count: 1 },
      { frame: Uint8Array.of(0, 1, 6, 1, 4), count: 1 },
      { frame: Uint8Array.of(0, 1, 5, 1, 1), count: 1 },
    ])
  })
})

test('[WIRE-10] numbers, texts and ids come back as they were', () => {
  const base64url = fc.stringMatching(/^[A-Za-z0-9_-]{16}$/)
  const part = fc.oneof(
    fc.record({ how: fc.constant('number' as const), value: fc.maxSafeNat() }),
    fc.record({ how: fc.constant('signed' as const), value: fc.maxSafeInteger() }),
    fc.record({ how: fc.constant('text' as const), value: fc.string({ unit: 'grapheme', maxLength: 200 }) }),
    fc.record({ how: fc.constant('id' as const), value: fc.oneof(base64url, fc.uuid(), fc.string()) }),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const writer = new ByteWriter()
      writer.begin()
      for (const { how, value } of parts) writer[how](value as never)
      const reader = new ByteReader(writer.take())
      for (const { how, value } of parts) expect(reader[how]()).toBe(value === 0 ? 0 : value)
      reader.end()
    }),
  )
})

/** Of entities of one kind, with an id of one character, no owner and the data of a pebble, behind the first. */
function slotsOf(frame: Uint8Array): readonly number[] {
  const entities = frame.subarray(9, -1)
  const length = entities.length / 3
  return [0, 1, 2].map((index) => entities[index * length] ?? -1)
}
