/** How messages are written and read, without zod. */

export { codecOf } from './codecs/codec-of.ts'
export { compactSubprotocol } from './codecs/compact/format.ts'
export type {
  Frame,
  FrameCodec,
  FrameHead,
  FrameReader,
  FrameWriter,
  ReadingCodec,
  WrittenDifference,
  WrittenEvents,
  WrittenMessage,
  WrittenPatch,
  WrittenResult,
} from './codecs/frame-codec.ts'
export { type FrameCodecs, frameCodecs, pickSubprotocol } from './codecs/frame-codecs.ts'
export { readingCodecs } from './codecs/reading-codecs.ts'
