import type { WireText } from '../../framework/server/src/gateway/wire-text.ts'

export type ReadFrame = { readonly opcode: 'text' | 'binary'; readonly payload: string }

/** The frames in what a gateway wrote, as RFC 6455 (5.2) says. Throws where they are not whole, or no frames of a server. */
export function readFrames(written: WireText): readonly ReadFrame[] {
  const bytes = Buffer.from(written, 'latin1')
  if (bytes.length !== written.length || bytes.toString('latin1') !== written) throw new Error('a character is no byte')
  const frames: ReadFrame[] = []
  for (let at = 0; at < bytes.length; ) {
    const [first = 0, second = 0] = bytes.subarray(at)
    const opcode = { 129: 'text', 130: 'binary' }[first] as ReadFrame['opcode'] | undefined
    if (opcode === undefined) throw new Error(`a frame begins with ${first}`)
    const wide = { 126: 2, 127: 8 }[second] ?? 0
    const start = at + 2 + wide
    const length = wide === 0 ? second : Number(`0x${bytes.toString('hex', at + 2, start)}`)
    if (start + length > bytes.length) throw new Error('a frame is not whole')
    frames.push({ opcode, payload: bytes.toString('utf8', start, start + length) })
    at = start + length
  }
  return frames
}
