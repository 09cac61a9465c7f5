import type { Server, ServerOptions } from 'node:http'
import type { Limits } from '@gridtick/engine/ports'

/** Whole headers must be there by then, and a connection that was kept open must bring the next request. */
const headersMs = 5_000
/** The whole request, with its body. */
const requestMs = 30_000
/** Sockets beyond `socketsMax`: for REST, and so that one too many can be told so (1013). */
const spareSockets = 1_000

/**
 * What `http.createServer` must be given, since node reads it only there. Node looks for overdue headers every 30 s by
 * default, which would make any deadline of a few seconds a wish.
 */
export const httpServerOptions = {
  headersTimeout: headersMs - 1_000,
  requestTimeout: requestMs,
  keepAliveTimeout: headersMs,
  connectionsCheckingInterval: 500,
  /** Beyond it: 431. */
  maxHeaderSize: 16_384,
} as const satisfies ServerOptions

/** Bounds what a client can hold of an HTTP server made with {@link httpServerOptions}. Beyond it sockets are dropped. */
export function hardenServer(server: Server, limits: Limits): void {
  server.maxConnections = limits.socketsMax + spareSockets
  server.headersTimeout = httpServerOptions.headersTimeout
  server.requestTimeout = httpServerOptions.requestTimeout
  server.keepAliveTimeout = httpServerOptions.keepAliveTimeout
}
