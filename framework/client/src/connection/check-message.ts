import type { ClientMessage } from '@gridtick/protocol/messages'
import { parseJson } from 'gridtick/internal'
import { byteLength } from './paced-sender.ts'

/**
 * Whether a message may be sent: for another the server would close the connection (WIRE-6) and not say which one it was.
 * One that may is given back as it goes out, detached from the program's objects, which may change before it does.
 */
export function checkMessage<Message extends ClientMessage>(
  message: Message,
  limits: Readonly<Record<string, number>>,
):
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly code: 'invalid' | 'too_large'; readonly message: string } {
  const { frameBytesMax = 4_096, jsonDepthMax = 16 } = limits
  let text: string
  try {
    text = JSON.stringify(message)
  } catch (error) {
    return {
      ok: false,
      code: 'invalid',
      message: `This is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
  const bytes = byteLength(text)
  if (bytes > frameBytesMax)
    return { ok: false, code: 'too_large', message: `A message of ${bytes} bytes; the server takes ${frameBytesMax}.` }
  const parsed = parseJson(text, jsonDepthMax)
  if (!parsed.ok) return { ok: false, code: 'invalid', message: parsed.message }
  return { ok: true, message: parsed.value as Message }
}
