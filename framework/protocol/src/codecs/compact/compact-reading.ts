import type { ReadingCodec } from '../frame-codec.ts'
import { CompactReader } from './compact-reader.ts'
import { compactSubprotocol } from './format.ts'

/** The reading half, for clients. */
export const compactReading: ReadingCodec = {
  subprotocol: compactSubprotocol,
  hasReceipts: false,
  createReader: () => new CompactReader(),
}
