/** How messages are written and read, without zod. */

export type {
  Frame,
  FrameCodec,
  FrameHead,
  FrameReader,
  FrameWriter,
  WrittenDifference,
  WrittenEvents,
  WrittenMessage,
  WrittenPatch,
  WrittenResult,
} from './codecs/frame-codec.ts'
export { codecOf, type FrameCodecs, frameCodecs, pickSubprotocol } from './codecs/frame-codecs.ts'
