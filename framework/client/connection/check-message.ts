import { parseJson } from '../../kernel/parse-json.ts'
import type { ClientMessage } from '../../protocol/client-messages.ts'
import { byteLength } from './paced-sender.ts'

/**
 * Why a message must not be sent: the server would close the connection for it (WIRE-6) and not say which one it was.
 * Undefined: it may be.
 */
export function checkMessage(
  message: ClientMessage,
  limits: Readonly<Record<string, number>>,
): { readonly code: 'invalid' | 'too_large'; readonly message: string } | undefined {
  const { frameBytesMax = 4_096, jsonDepthMax = 16 } = limits
  let text: string
  try {
    text = JSON.stringify(message)
  } catch (error) {
    return { code: 'invalid', message: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  const bytes = byteLength(text)
  if (bytes > frameBytesMax)
    return { code: 'too_large', message: `A message of ${bytes} bytes; the server takes ${frameBytesMax}.` }
  const parsed = parseJson(text, jsonDepthMax)
  return parsed.ok ? undefined : { code: 'invalid', message: parsed.message }
}
