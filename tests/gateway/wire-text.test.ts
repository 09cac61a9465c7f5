import { describe, expect, test } from 'vitest'
import { framed, joined, opcodeOf, payloadOf } from '../../framework/server/src/gateway/wire-text.ts'
import { readFrames } from './read-frames.ts'

describe('[WIRE-9] frames as they are written', () => {
  const texts = ['', '{}', 'ä', 'ÿ€', '\u{1f30d}!', '\u0080', 'x'.repeat(125), 'x'.repeat(126), 'é'.repeat(33_000)]

  test.each(texts)('a text comes out as UTF-8, whatever it is made of', (text) => {
    expect(readFrames(framed(payloadOf(text), 'text'))).toEqual([{ opcode: 'text', payload: text }])
    const utf8 = new Uint8Array(Buffer.from(text))
    expect(payloadOf({ utf8 })).toBe(payloadOf(text))
  })

  test('bytes come out as they are, as a binary frame', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const written = Buffer.from(framed(payloadOf(bytes), opcodeOf(bytes)), 'latin1')
    expect(written).toEqual(Buffer.concat([Buffer.from([0x82, 126, 1, 0]), bytes]))
  })

  test.each([0, 125, 126, 127, 65_535, 65_536, 70_000])(
    '%i bytes have a header of the size that the RFC says',
    (length) => {
      const header = framed(payloadOf('x'.repeat(length)), 'text').length - length
      expect(header).toBe(length < 126 ? 2 : length < 65_536 ? 4 : 10)
      expect(readFrames(framed(payloadOf('x'.repeat(length)), 'text'))[0]?.payload).toHaveLength(length)
    },
  )

  test('frames are joined, and stay apart', () => {
    const [one, other] = [framed(payloadOf('ä'), 'text'), framed(payloadOf(Uint8Array.of(200)), 'binary')]
    expect(readFrames(joined(one, other)).map(({ opcode }) => opcode)).toEqual(['text', 'binary'])
  })
})
