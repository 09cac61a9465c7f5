import type { ErrorCode } from '@gridtick/protocol/codes'
import { pathBelow } from '../requests/base-path.ts'
import { isExtensionList, isProtocolList, isWebSocketKey, listsToken } from './header-syntax.ts'
import { findForeign, type HostPolicy } from './origin-and-host.ts'

/** A request to upgrade, as node parsed it: each header with all the lines it came in. */
export type Handshake = {
  readonly method: string | undefined
  readonly httpVersion: string
  readonly url: string | undefined
  readonly headers: { readonly [name: string]: readonly string[] | undefined }
  readonly localPort: number
}

/** An upgrade that is answered with a plain HTTP status. */
export type UpgradeRefusal = {
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
}

type HandshakePolicy = HostPolicy & { readonly route: string; readonly basePath: string }

/**
 * Whether a handshake is one that the WebSocket library completes. It must be stricter than the library: the adapter
 * keeps for ever every request that the library refuses. Strangers are sent away before anything else is looked at.
 */
export function checkHandshake(handshake: Handshake, policy: HandshakePolicy): UpgradeRefusal | undefined {
  return checkStranger(handshake, policy) ?? checkTarget(handshake, policy) ?? checkHeaders(handshake.headers)
}

/** `Authorization: Bearer`. Only kept here; whoever it names is found out at `hello`. */
export function bearerToken(headers: Handshake['headers']): string | undefined {
  return /^Bearer +([^\s]{1,2048})$/i.exec(single(headers, 'authorization') ?? '')?.[1]
}

function checkStranger({ headers, localPort }: Handshake, policy: HostPolicy): UpgradeRefusal | undefined {
  if (headers.host?.length !== 1 || (headers.origin?.length ?? 0) > 1)
    return badRequest('Host must be given once, Origin at the most once.')
  const foreign = findForeign({ host: single(headers, 'host'), origin: single(headers, 'origin'), localPort }, policy)
  if (foreign === undefined) return undefined
  return { status: 403, code: 'forbidden', detail: strangerDetails[foreign] }
}

const strangerDetails = {
  host: 'This host is not allowed here. The settings HOST and ALLOWED_HOSTS say which are.',
  origin: 'This origin is not allowed here. The settings ALLOWED_ORIGINS, or HOST and ALLOWED_HOSTS, say which are.',
}

function checkTarget(
  { method, httpVersion, url }: Handshake,
  { route, basePath }: HandshakePolicy,
): UpgradeRefusal | undefined {
  if (httpVersion !== '1.1') return badRequest('A WebSocket begins with HTTP/1.1.')
  if (url === undefined || !url.startsWith('/') || !URL.canParse(url, 'http://localhost'))
    return badRequest('The path cannot be read.')
  const [path = '', query] = url.split('?', 2)
  if (pathBelow(basePath, path) !== route)
    return { status: 404, code: 'not_found', detail: `The WebSocket is at ${basePath}${route}.` }
  if (method !== 'GET')
    return {
      status: 405,
      code: 'method_not_allowed',
      detail: 'A WebSocket begins with GET.',
      headers: { Allow: 'GET' },
    }
  if (new URLSearchParams(query).has('token'))
    return badRequest('A token in the query ends up in logs. Send it in hello, or as Authorization: Bearer.')
  return undefined
}

function checkHeaders(headers: Handshake['headers']): UpgradeRefusal | undefined {
  if (single(headers, 'upgrade')?.toLowerCase() !== 'websocket') return badRequest('Upgrade must be websocket.')
  if (!listsToken(joined(headers, 'connection') ?? '', 'upgrade')) return badRequest('Connection must list upgrade.')
  if (single(headers, 'sec-websocket-version') !== '13')
    return {
      status: 426,
      code: 'bad_request',
      detail: 'Only version 13 is spoken here.',
      headers: { 'Sec-WebSocket-Version': '13', Upgrade: 'websocket' },
    }
  if (!isWebSocketKey(single(headers, 'sec-websocket-key') ?? ''))
    return badRequest('Sec-WebSocket-Key must be 16 bytes in base64.')
  const protocols = joined(headers, 'sec-websocket-protocol')
  if (protocols !== undefined && !isProtocolList(protocols)) return badRequest('Sec-WebSocket-Protocol is malformed.')
  const extensions = joined(headers, 'sec-websocket-extensions')
  if (extensions !== undefined && !isExtensionList(extensions))
    return badRequest('Sec-WebSocket-Extensions is malformed.')
  return undefined
}

function badRequest(detail: string): UpgradeRefusal {
  return { status: 400, code: 'bad_request', detail }
}

/** Of a header that may come once: two of them are none. */
function single(headers: Handshake['headers'], name: string): string | undefined {
  const lines = headers[name]
  return lines?.length === 1 ? lines[0] : undefined
}

/** Of a header that is a list: its lines are one list. */
function joined(headers: Handshake['headers'], name: string): string | undefined {
  return headers[name]?.join(', ')
}
