import type { OutgoingFrame } from '@gridtick/engine/ports'

declare const oneCharacterAByte: unique symbol

/**
 * Bytes, as a text with one character for each. Such texts are joined without a copy, and Node writes one as `latin1`
 * faster than it encodes a text or gathers buffers. Any other text would reach the client broken.
 */
export type WireText = string & { readonly [oneCharacterAByte]: true }

export const nothingToWrite = '' as WireText

/** What a frame carries. Bytes are copied: a frame may be a piece of a much larger message, which it must not keep. */
export function payloadOf(frame: OutgoingFrame): WireText {
  if (typeof frame === 'string') return textPayload(frame)
  return bytesAsText('utf8' in frame ? frame.utf8 : frame)
}

/** A frame of RFC 6455 (5.2) from a server: whole, and not masked. */
export function framed(payload: WireText, opcode: Opcode): WireText {
  return (headerOf(payload.length, opcode) + payload) as WireText
}

export function joined(one: WireText, other: WireText): WireText {
  return (one + other) as WireText
}

type Opcode = 'text' | 'binary'

export function opcodeOf(frame: OutgoingFrame): Opcode {
  return frame instanceof Uint8Array ? 'binary' : 'text'
}

function textPayload(text: string): WireText {
  const isAscii = Buffer.byteLength(text) === text.length
  return isAscii ? (text as WireText) : bytesAsText(Buffer.from(text))
}

function bytesAsText({ buffer, byteOffset, byteLength }: Uint8Array): WireText {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1') as WireText
}

/** "This is all of it", and what it is. */
const firstBytes = { text: 0x81, binary: 0x82 } as const

function headerOf(length: number, opcode: Opcode): string {
  const first = firstBytes[opcode]
  if (length < 126) return String.fromCharCode(first, length)
  if (length < 2 ** 16) return String.fromCharCode(first, 126, length >>> 8, length & 0xff)
  const low = [24, 16, 8, 0].map((shift) => (length >>> shift) & 0xff)
  return String.fromCharCode(first, 127, 0, 0, 0, Math.floor(length / 2 ** 32), ...low)
}
