import type { ServerMessage } from '../server-message.ts'
import { subprotocol } from '../socket-codes.ts'
import type { Frame, ReadingCodec } from './frame-codec.ts'

/** The reading half, for clients. */
export const jsonReading: ReadingCodec = {
  subprotocol,
  hasReceipts: true,
  createReader: () => ({ read: readJsonText }),
}

/** The message in a text frame; none where it is no text, or no message. The server is trusted to keep to its protocol. */
export function readJsonText(frame: Frame): readonly ServerMessage[] {
  if (typeof frame !== 'string') return []
  try {
    const value: unknown = JSON.parse(frame)
    return typeof value === 'object' && value !== null && 'type' in value ? [value as ServerMessage] : []
  } catch {
    return []
  }
}
