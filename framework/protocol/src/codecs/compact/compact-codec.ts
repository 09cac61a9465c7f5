import type { FrameCodec } from '../frame-codec.ts'
import { compactReading } from './compact-reading.ts'
import { CompactWriter } from './compact-writer.ts'

/** Ticks and plain results of intents are bytes, all else is JSON text. COMPACT.md says it byte by byte. */
export const compactCodec: FrameCodec = {
  ...compactReading,
  createWriter: (subscription) => new CompactWriter(subscription),
}
