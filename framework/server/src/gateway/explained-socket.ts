import type { Limits } from '@gridtick/engine/ports'
import { WebSocket } from 'ws'

/** A message in more frames than these, or whose bytes arrive in more pieces, is closed 1008. */
export const fragmentsMax = 16
export const piecesMax = 1_024

/**
 * The library's socket, with a reason where the library closes by itself: it gives a code alone, and the author of a
 * client would have to guess which rule was broken.
 */
export function explainedSocket({ frameBytesMax }: Limits): typeof WebSocket {
  const reasons: Readonly<Record<number, string>> = {
    1002: 'Not a valid WebSocket frame (RFC 6455).',
    1007: 'A text frame must be valid UTF-8.',
    1008: `A message may have at most ${fragmentsMax} fragments, and arrive in at most ${piecesMax} pieces.`,
    1009: `A message may have at most ${frameBytesMax} bytes.`,
  }
  return class ExplainedSocket extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      super.close(code, reason ?? (code === undefined ? undefined : reasons[code]))
    }
  }
}
