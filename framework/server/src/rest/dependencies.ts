import type { IncomingMessage } from 'node:http'
import type { Clock, Limits, Logger, ZoneLink } from '@gridtick/engine/ports'
import type { HttpBindings } from '@hono/node-server'
import type { Authenticator } from '../auth/authenticator.ts'
import type { Identity } from '../auth/identity.ts'
import type { Metrics } from '../observe/metrics.ts'
import type { DevelopmentReport } from './development.ts'
import type { OwnRoutes } from './own-routes.ts'
import type { Settlements } from './settlements.ts'
import type { Site } from './site.ts'

/** All that REST needs of the rest of the server. */
export type RestDependencies = {
  readonly host: ZoneLink
  /** Told by the zones what became of intents. */
  readonly settlements: Settlements
  readonly authenticator: Authenticator
  readonly limits: Limits
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Pick<Metrics, 'render' | 'addGauge'>
  readonly serverVersion: string
  /** Judges the `Host` header; undefined where there is none. */
  readonly isAllowedHost: (host: string | undefined) => boolean
  /** Judges an `Origin` header that is there. */
  readonly isAllowedOrigin: (origin: string) => boolean
  /** The address a request came from; behind a trusted proxy the forwarded one. */
  readonly clientAddress: (request: IncomingMessage) => string
  /** Where a proxy shows the server, for example `/games/grid`; empty: at the root. Addresses that are written whole begin with it. */
  readonly basePath: string
  /** Proxies that `TRUSTED_PROXIES` does not name: told of each request, asked for by the operator. */
  readonly unknownProxies: {
    readonly notice: (request: IncomingMessage) => void
    readonly list: () => readonly string[]
  }
  /** Opens `/metrics` to whoever has it; without it only this machine may look. */
  readonly metricsToken: string | undefined
  /** The server is about to stop: it takes no more writes. */
  readonly isDraining: () => boolean
  /** The page at `/`; without it there is a plain one with links. */
  readonly site: Site | undefined
  /** Routes of the program around the server. */
  readonly routes: OwnRoutes | undefined
  /** Set while modules are written; adds a route that tells what is wrong with them. */
  readonly development?: DevelopmentReport | undefined
  /** Open sockets, now. */
  readonly connections: () => number
}

/** What hono hands around with a request. */
export type RestEnv = {
  Bindings: HttpBindings
  Variables: {
    /** Whoever the token names; undefined without a good one. */
    actor: Identity | undefined
    /** Of this request, for its answer and the log. */
    requestId: string
  }
}
