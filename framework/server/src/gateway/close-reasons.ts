import type { Limits } from '@gridtick/engine/ports'

/** A message in more frames than these, or whose bytes arrive in more pieces, is closed 1008. */
export const fragmentsMax = 16
export const piecesMax = 1_024

/** Why the library closes by itself, by its code. It gives the code alone, and an author of a client would have to guess. */
export function closeReasons({ frameBytesMax }: Limits): Readonly<Record<number, string>> {
  return {
    1002: 'Not a valid WebSocket frame (RFC 6455).',
    1007: 'A text frame must be valid UTF-8.',
    1008: `A message may have at most ${fragmentsMax} fragments, and arrive in at most ${piecesMax} pieces.`,
    1009: `A message may have at most ${frameBytesMax} bytes.`,
  }
}
