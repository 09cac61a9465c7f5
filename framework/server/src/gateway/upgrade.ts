import { EventEmitter } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock, Limits, Logger } from '@gridtick/engine/ports'
import { type FrameCodecs, frameCodecs, pickSubprotocol } from '@gridtick/protocol/codecs'
import { type ErrorCode, errorCodes, isErrorCode, type Refused } from '@gridtick/protocol/codes'
import { createNodeWebSocket } from '@hono/node-ws'
import { assert } from 'gridtick/internal'
import { Hono } from 'hono'
import { WebSocket } from 'ws'
import { requestIdOf } from '../requests/request-id.ts'
import { bearerToken, checkHandshake, type UpgradeRefusal } from './check-handshake.ts'
import type { ClientAddress } from './client-address.ts'
import type { ClientSocket, SocketListener, SocketOrigin } from './client-socket.ts'
import { closeReasons, fragmentsMax, piecesMax } from './close-reasons.ts'
import { closeMs } from './close-socket.ts'
import type { Gateway } from './gateway.ts'
import type { HostPolicy } from './origin-and-host.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import type { UnknownProxies } from './unknown-proxies.ts'

/** From the request to the open socket. Nothing on the way waits for anything, so this is only for what nobody foresaw. */
const handshakeMs = 5_000

/** A close reason has 123 bytes at the most, or the library throws. */
const reasonLengthMax = 40

/** The socket is a WebSocket now. Answers what it was before, which frames are written to. */
type OnOpen = () => Duplex

export type AttachedGateway = {
  /** WebSockets that the library holds. */
  sockets(): number
  /** Requests that were handed to the adapter and have not become a socket. More than 0 for long would be a leak. */
  handshakesInHand(): number
}

/**
 * Lets a server take WebSockets at `route` and hands them to the gateway. Every other upgrade is refused.
 *
 * This is the one file that knows the adapter and its library. By themselves they let a single client end the process
 * and keep each request that the library refuses. So the adapter's listener never stands on the server: a guard does,
 * which hands over only what the library completes. The adapter gets an app of its own with nothing but this route, so
 * that no middleware can make the upgrade wait.
 */
export function attachGateway(options: {
  readonly server: Server
  readonly route: string
  /** Where a proxy shows the server, for example `/games/grid`; the route is there, too. */
  readonly basePath: string
  readonly gateway: Gateway
  readonly limits: Limits
  readonly clock: Clock
  readonly logger: Logger
  readonly hosts: HostPolicy
  readonly clientAddress: ClientAddress
  readonly unknownProxies: Pick<UnknownProxies, 'notice'>
  /** Their subprotocols are agreed on. Default: those of the protocol. */
  readonly codecs?: FrameCodecs
}): AttachedGateway {
  const { server, route, basePath, gateway, limits, clock, logger, hosts, clientAddress, unknownProxies } = options
  const { codecs = frameCodecs } = options
  const inHand = new WeakMap<IncomingMessage, { readonly origin: SocketOrigin; readonly onOpen: OnOpen }>()
  let handshakesInHand = 0

  defineErrorEvent()
  const app = new Hono<{ Bindings: { incoming: IncomingMessage } }>()
  const adapter = createNodeWebSocket({ app })
  // Read by the library at each handshake, so that they can still be set here.
  Object.assign(adapter.wss.options, libraryOptions(limits, codecs))
  const upgrade = adapter.upgradeWebSocket((context) => {
    const handshake = inHand.get(context.env.incoming)
    assert(handshake !== undefined, 'the guard stands in front of every upgrade')
    return socketEvents({ gateway, logger, ...handshake })
  })
  for (const path of new Set([route, `${basePath}${route}`])) app.get(path, upgrade)
  const handOver = adapterListener(adapter.injectWebSocket)

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const cancelDeadline = clock.after(handshakeMs, () => socket.destroy())
    socket.once('close', cancelDeadline)
    const { method, httpVersion, url, headersDistinct: headers } = request
    const handshake = { method, httpVersion, url, headers, localPort: request.socket.localPort ?? 0 }
    unknownProxies.notice(request)
    const address = clientAddress({
      remoteAddress: request.socket.remoteAddress,
      forwardedFor: headers['x-forwarded-for']?.join(','),
    })
    const refusal = checkHandshake(handshake, { ...hosts, route, basePath }) ?? toHttp(gateway.refuseUpgrade(address))
    if (refusal !== undefined) {
      const requestId = requestIdOf(headers['x-request-id']?.[0])
      logger.debug({ requestId, status: refusal.status, code: refusal.code, address }, 'an upgrade was refused')
      return refuseUpgrade(socket, refusal, { clock, requestId })
    }
    // The library would drop such a socket without a word, and the adapter would wait for it for ever.
    if (!socket.readable || !socket.writable) return void socket.destroy()
    const bearer = bearerToken(headers)
    const onOpen = () => {
      handshakesInHand -= 1
      cancelDeadline()
      return socket
    }
    inHand.set(request, { origin: bearer === undefined ? { address } : { address, bearer }, onOpen })
    handshakesInHand += 1
    handOver(request, socket, head).catch((error: unknown) => {
      logger.error({ err: error }, 'an upgrade failed')
      socket.destroy()
    })
  })

  return { sockets: () => adapter.wss.clients.size, handshakesInHand: () => handshakesInHand }
}

/** No compression: it costs memory for each socket, and lets a small frame become a large one. */
function libraryOptions(limits: Limits, codecs: FrameCodecs) {
  return {
    maxPayload: limits.frameBytesMax,
    maxFragments: fragmentsMax,
    WebSocket: withReasons(closeReasons(limits)),
    maxBufferedChunks: piecesMax,
    closeTimeout: closeMs,
    perMessageDeflate: false,
    handleProtocols: (offered: Set<string>) => pickSubprotocol(codecs, offered) ?? false,
  }
}

/** The library's socket, which gives a reason where the library closes by itself. */
function withReasons(reasons: Readonly<Record<number, string>>): typeof WebSocket {
  return class extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      super.close(code, reason ?? (code === undefined ? undefined : reasons[code]))
    }
  }
}

/** The listener that the adapter would put on the server. */
function adapterListener(inject: (server: Server) => void) {
  const standIn = new EventEmitter()
  inject(standIn as Server)
  const [listener, ...more] = standIn.listeners('upgrade')
  assert(listener !== undefined && more.length === 0, 'the adapter listens to upgrades, once')
  return async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    await listener(request, socket, head)
  }
}

/** What one socket tells, passed on. An exception in here would end the process, so none leaves it. */
function socketEvents(options: {
  readonly gateway: Gateway
  readonly origin: SocketOrigin
  readonly logger: Logger
  readonly onOpen: OnOpen
}) {
  const { gateway, origin, logger, onOpen } = options
  let listener: SocketListener | undefined
  const safely = (work: () => void) => {
    try {
      work()
    } catch (error) {
      logger.error({ err: error }, 'a socket event could not be handled')
    }
  }
  return {
    onOpen(_event: Event, context: { raw?: WebSocket }) {
      safely(() => {
        const socket = onOpen()
        const webSocket = context.raw
        assert(webSocket !== undefined, 'the adapter gives the socket of its library')
        const control = (data: Buffer) => safely(() => listener?.control(data.length))
        webSocket.on('ping', control)
        webSocket.on('pong', control)
        // The library says so with an empty name where the two agreed on none.
        const agreed = webSocket.protocol === '' ? {} : { subprotocol: webSocket.protocol }
        listener = gateway.accept(toClientSocket(webSocket, socket), { ...origin, ...agreed })
      })
    },
    onMessage(event: MessageEvent) {
      safely(() => (typeof event.data === 'string' ? listener?.text(event.data) : listener?.binary()))
    },
    onClose: (event: { code: number }) => safely(() => listener?.closed(event.code)),
    // The library closes such a socket by itself, with the code that fits.
    onError: (event: Event) => safely(() => logger.debug({ err: 'error' in event && event.error }, 'socket error')),
  }
}

/**
 * A WebSocket as the gateway uses it. The library reads it, and writes its control frames; what the zones send is written
 * to the socket below, in whole frames, which the library's own send would take half as much time again for.
 */
function toClientSocket(webSocket: WebSocket, socket: Duplex): ClientSocket {
  return {
    write(frames, onWritten) {
      // Behind a close frame, ours or the answer to theirs, nothing may follow.
      if (webSocket.readyState !== webSocket.OPEN) onWritten?.()
      else if (onWritten === undefined) socket.write(frames, 'latin1')
      else socket.write(frames, 'latin1', () => onWritten())
    },
    close: (code, reason) => webSocket.close(code, reason.slice(0, reasonLengthMax)),
    terminate: () => webSocket.terminate(),
    ping: () => webSocket.ping(),
    bufferedBytes: () => socket.writableLength,
  }
}

function toHttp(refused: Refused | undefined): UpgradeRefusal | undefined {
  if (refused === undefined) return undefined
  const code: ErrorCode = isErrorCode(refused.code) ? refused.code : 'overloaded'
  const seconds = Math.max(1, Math.ceil((refused.retryAfterMs ?? 1_000) / 1_000))
  return {
    status: errorCodes[code].status,
    code,
    detail: refused.message,
    headers: { 'Retry-After': String(seconds) },
  }
}

/** Node 20 has none, and the adapter makes one for every socket error: without it that itself would be the error. */
function defineErrorEvent(): void {
  if ('ErrorEvent' in globalThis) return
  class ErrorEvent extends Event {
    readonly error: unknown
    constructor(type: string, init: { error?: unknown } = {}) {
      super(type)
      this.error = init.error
    }
  }
  Object.defineProperty(globalThis, 'ErrorEvent', { value: ErrorEvent, configurable: true, writable: true })
}
