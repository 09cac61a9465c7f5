import { compactReading } from './compact/compact-reading.ts'
import type { ReadingCodec } from './frame-codec.ts'
import { jsonReading } from './json-reading.ts'

/** What a client offers, the one that it likes best first. No writer is among them: a page need not load one. */
export const readingCodecs: readonly ReadingCodec[] = [compactReading, jsonReading]
