import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CompactReader } from '../../../framework/protocol/src/codecs/compact/compact-reader.ts'
import { serverMessageSchema } from '../../../framework/protocol/src/server-messages.ts'
import { frameOf, makeVectors, type Vectors, vectorsFile } from './vectors.ts'

const vectors: Vectors = JSON.parse(readFileSync(vectorsFile, 'utf8'))

describe('[WIRE-10] the test vectors', () => {
  test.each(vectors.connections)('are read as they say: $name', ({ frames }) => {
    const reader = new CompactReader()
    for (const frame of frames) {
      const messages = reader.read(frameOf(frame))
      expect(messages, frame.what).toEqual(frame.messages)
      for (const message of messages) serverMessageSchema.parse(message)
    }
  })

  test('are what is written', () => {
    expect(JSON.parse(JSON.stringify(makeVectors()))).toEqual(vectors)
  })

  test.each(vectors.broken.frames)(
    'are refused where they are broken, and nothing is read afterwards: $what',
    (frame) => {
      const reader = new CompactReader()
      for (const before of vectors.broken.before) reader.read(frameOf(before))
      expect(() => reader.read(frameOf(frame))).toThrow(/^byte \d+: ./)
      expect(() => reader.read('{"type":"pong"}')).toThrow(/^byte/)
    },
  )
})
