import { join } from 'node:path'
import { CompactReader } from '../../../framework/protocol/src/codecs/compact/compact-reader.ts'
import type { Frame } from '../../../framework/protocol/src/codecs/frame-codec.ts'
import type { ServerMessage } from '../../../framework/protocol/src/server-message.ts'
import { brokenFrames } from './broken-frames.ts'
import { createWriter, noEvents, stories, subscribed, viewOf } from './stories.ts'

/** For those who write a reader of their own, in any language. */
export const vectorsFile = join(import.meta.dirname, '../../../framework/protocol/compact-vectors.json')

/** A frame as it is sent: a text, or bytes in hexadecimal digits. */
export type VectorFrame = { readonly text: string } | { readonly hex: string }

export type Vectors = {
  readonly about: string
  /** Each is one connection, from its beginning: what it is sent, and the messages that this says. */
  readonly connections: readonly {
    readonly name: string
    readonly frames: readonly (VectorFrame & { readonly what: string; readonly messages: readonly ServerMessage[] })[]
  }[]
  /** Each of these is an error after the frames of `before`; the words of the error are free. */
  readonly broken: {
    readonly before: readonly VectorFrame[]
    readonly frames: readonly (VectorFrame & { what: string })[]
  }
}

export function makeVectors(): Vectors {
  return {
    about: 'Test vectors of gridtick.v1.compact; COMPACT.md says how they are read.',
    connections: stories.map(({ name, tell }) => {
      const reader = new CompactReader()
      const frames = tell().map(({ what, frame }) => ({ what, ...vectorFrame(frame), messages: reader.read(frame) }))
      return { name, frames }
    }),
    broken: { before: beforeBroken().map(vectorFrame), frames: brokenFrames },
  }
}

export function vectorsText(): string {
  return `${JSON.stringify(makeVectors(), null, 2)}\n`
}

export function frameOf(vector: VectorFrame): Frame {
  return 'text' in vector ? vector.text : Uint8Array.from(Buffer.from(vector.hex.replaceAll(' ', ''), 'hex'))
}

function vectorFrame(frame: Frame): VectorFrame {
  return typeof frame === 'string' ? { text: frame } : { hex: Buffer.from(frame).toString('hex') }
}

function beforeBroken(): readonly Frame[] {
  const writer = createWriter()
  const one = { id: 'a', kind: 'thing', x: 0, y: 0, ownerId: null, data: {} }
  return [writer.message(subscribed()) ?? '', writer.full({ tick: 10, at: 1_000 }, viewOf(one), noEvents)]
}
