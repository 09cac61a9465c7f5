import type { Frame } from '@gridtick/protocol/codecs'
import { assert } from 'gridtick/internal'

/** What a connection without a subprotocol is sent, which the players of tests have: text. */
export function textOf(frame: Frame): string {
  assert(typeof frame === 'string', 'a connection that agreed on no subprotocol is written to in JSON')
  return frame
}
