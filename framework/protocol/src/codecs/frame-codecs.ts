import type { FrameCodec } from './frame-codec.ts'
import { jsonCodec } from './json-codec.ts'

/** All ways to write what the server tells. The first is that of a socket that agreed on no subprotocol. */
export type FrameCodecs = readonly [FrameCodec, ...FrameCodec[]]

export const frameCodecs: FrameCodecs = [jsonCodec]

/** The codec of a socket, by the subprotocol that it agreed on. Throws where there is none of that name. */
export function codecOf(codecs: FrameCodecs, subprotocol: string | undefined): FrameCodec {
  if (subprotocol === undefined || subprotocol === '') return codecs[0]
  const codec = codecs.find((one) => one.subprotocol === subprotocol)
  if (codec !== undefined) return codec
  const known = codecs.map((one) => one.subprotocol).join(', ')
  throw new TypeError(`no codec is there for the subprotocol "${subprotocol}"; there are ${known}`)
}

/** Which of the subprotocols that a client offers a socket agrees on: the first that is known, if one is. */
export function pickSubprotocol(codecs: FrameCodecs, offered: Iterable<string>): string | undefined {
  for (const name of offered) if (codecs.some(({ subprotocol }) => subprotocol === name)) return name
  return undefined
}
