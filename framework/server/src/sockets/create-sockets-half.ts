import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock, ConnectionOutlet, Limits, Logger, Telemetry } from '@gridtick/engine/ports'
import { createAuthenticator } from '../auth/authenticator.ts'
import { createPasswords } from '../auth/passwords.ts'
import type { FilledOptions } from '../game-server-options.ts'
import { createClientAddress } from '../gateway/client-address.ts'
import { createGateway } from '../gateway/gateway.ts'
import { hardenServer, httpServerOptions } from '../gateway/harden-server.ts'
import { findForeign } from '../gateway/origin-and-host.ts'
import { createUnknownProxies } from '../gateway/unknown-proxies.ts'
import { attachGateway } from '../gateway/upgrade.ts'
import type { Metrics } from '../observe/metrics.ts'
import { createRestApp } from '../rest/app.ts'
import type { RestDependencies } from '../rest/dependencies.ts'
import { createRequestListener } from '../rest/request-listener.ts'
import { createSettlements } from '../rest/settlements.ts'
import { serverVersion } from '../version.ts'
import type { ZoneHalf } from '../zones/zone-half.ts'
import { addServerGauges } from './server-gauges.ts'

/** The half of a server that has the sockets: the gateway and REST, with what they know of players. */
export type SocketsHalf = {
  /** Where the zones send to. */
  readonly outlet: ConnectionOutlet
  /** Listens, and answers the port. Rejects with Node's own error. */
  listen(place: { readonly port: number; readonly host: string }): Promise<number>
  /** The zones are gone with all they knew: what waits for an answer of theirs ends. */
  zonesLost(): void
  /** There are zones again, which know nothing yet. */
  zonesBack(): void
  /** Takes no sockets and no writes from now on. */
  drain(): void
  /** Says goodbye to everybody. Resolves when all sockets are gone. */
  close(): Promise<void>
}

export type SocketsHalfOptions = Pick<
  FilledOptions,
  | 'authSecret'
  | 'debugUser'
  | 'allowedHosts'
  | 'allowedOrigins'
  | 'trustedProxies'
  | 'basePath'
  | 'metricsToken'
  | 'site'
  | 'routes'
> & {
  readonly development: RestDependencies['development']
  readonly limits: Limits
  readonly clock: Clock
  readonly logger: Logger
  readonly telemetry: Telemetry
  readonly metrics: Metrics
  readonly zoneHalf: ZoneHalf
  /** Told what happened to a zone as a whole, after it was stored. */
  readonly onNotice: ConnectionOutlet['noticed']
}

/** Builds it. Nothing listens yet. */
export function createSocketsHalf(options: SocketsHalfOptions): SocketsHalf {
  const { limits, clock, logger, telemetry, metrics, zoneHalf, allowedHosts, allowedOrigins, basePath = '' } = options
  let isDraining = false
  const authenticator = createAuthenticator({
    secret: options.authSecret,
    debugUser: options.debugUser,
    accounts: zoneHalf.accounts,
    passwords: createPasswords(limits),
    clock,
    limits,
    logger,
  })
  const gateway = createGateway({
    host: () => zoneHalf.zones,
    verifyToken: authenticator.verifyToken,
    limits,
    clock,
    logger,
    telemetry,
    serverVersion,
  })
  const settlements = createSettlements(limits, clock)
  addServerGauges(metrics, { zoneHalf, gateway, clock })

  const hosts = { allowedHosts, allowedOrigins }
  const { trustedProxies = [] } = options
  const clientAddress = createClientAddress(trustedProxies)
  const unknownProxies = createUnknownProxies({ trustedProxies, limits, logger })
  const app = createRestApp({
    host: zoneHalf.zones,
    settlements,
    authenticator,
    limits,
    clock,
    logger,
    metrics,
    serverVersion,
    isAllowedHost: (host) => findForeign({ host, origin: undefined, localPort: 0 }, hosts) === undefined,
    isAllowedOrigin: (origin) =>
      findForeign({ host: allowedHosts[0], origin, localPort: portOf(server) }, hosts) === undefined,
    clientAddress: ({ socket, headersDistinct }) =>
      clientAddress({
        remoteAddress: socket.remoteAddress,
        forwardedFor: headersDistinct['x-forwarded-for']?.join(','),
      }),
    unknownProxies,
    basePath,
    metricsToken: options.metricsToken,
    site: options.site,
    routes: options.routes,
    development: options.development,
    isDraining: () => isDraining,
    connections: () => gateway.stats().sockets,
  })
  const server = createServer(httpServerOptions, createRequestListener(app, logger))
  hardenServer(server, limits)
  attachGateway({
    server,
    route: '/v1/ws',
    basePath,
    gateway,
    limits,
    clock,
    logger,
    hosts,
    clientAddress,
    unknownProxies,
  })
  let closed = Promise.resolve()

  return {
    outlet: { ...gateway.outlet, settled: settlements.settled, noticed: options.onNotice },
    async listen(place) {
      await listen(server, place)
      return portOf(server)
    },
    zonesLost() {
      gateway.zonesLost()
      settlements.lose()
    },
    zonesBack: () => gateway.zonesBack(),
    drain() {
      isDraining = true
      closed = new Promise((resolve) => server.close(() => resolve()))
    },
    async close() {
      await gateway.drain({ reason: 'The server stops.', reconnectAfterMs: 1_000 })
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0
}
