import { subprotocol as jsonName } from '../socket-codes.ts'
import type { ReadingCodec } from './frame-codec.ts'

/** The codec of a socket, by the subprotocol that it agreed on; JSON where it is none. Throws where there is none of that name. */
export function codecOf<Codec extends ReadingCodec>(codecs: readonly Codec[], subprotocol: string | undefined): Codec {
  const name = subprotocol === undefined || subprotocol === '' ? jsonName : subprotocol
  const codec = codecs.find((one) => one.subprotocol === name)
  if (codec !== undefined) return codec
  const known = codecs.map((one) => one.subprotocol).join(', ')
  throw new TypeError(`no codec is there for the subprotocol "${name}"; there are ${known}`)
}
