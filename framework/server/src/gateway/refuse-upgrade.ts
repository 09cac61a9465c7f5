import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@gridtick/engine/ports'
import { errorCodes } from '@gridtick/protocol/codes'
import type { UpgradeRefusal } from './check-handshake.ts'

/** How long the other side may take to read the answer and hang up. */
const lingerMs = 500

/**
 * Answers an upgrade with an HTTP status and a problem document (RFC 9457), and ends the socket. What the other side
 * still sends is read and dropped until it hangs up or `lingerMs` are over: a socket closed with unread bytes in it
 * would be reset, and take the answer with it.
 */
export function refuseUpgrade(
  socket: Duplex,
  refusal: UpgradeRefusal,
  { clock, requestId }: { readonly clock: Clock; readonly requestId: string },
): void {
  const { status, code, detail } = refusal
  const { title, retryable } = errorCodes[code]
  const body = JSON.stringify({ type: `urn:gridtick:${code}`, title, status, detail, code, retryable })
  const headers = {
    ...refusal.headers,
    Date: new Date(clock.now()).toUTCString(),
    'X-Request-Id': requestId,
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.resume()
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'))
  const cancel = clock.after(lingerMs, () => socket.destroy())
  socket.once('close', cancel)
}
