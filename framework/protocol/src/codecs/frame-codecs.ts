import { compactCodec } from './compact/compact-codec.ts'
import type { FrameCodec } from './frame-codec.ts'
import { jsonCodec } from './json-codec.ts'

/** All ways to write what the server tells. */
export type FrameCodecs = readonly FrameCodec[]

export const frameCodecs: FrameCodecs = [jsonCodec, compactCodec]

/** Which of the subprotocols that a client offers a socket agrees on: the first that is known, if one is. */
export function pickSubprotocol(codecs: FrameCodecs, offered: Iterable<string>): string | undefined {
  for (const name of offered) if (codecs.some(({ subprotocol }) => subprotocol === name)) return name
  return undefined
}
