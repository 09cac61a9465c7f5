import type { Limits, Logger, StorageError, Telemetry } from '@gridtick/engine/ports'
import type { OwnProcess } from './process/watch-process.ts'
import type { Development } from './rest/development.ts'
import type { OwnRoutes } from './rest/own-routes.ts'
import type { Site } from './rest/site.ts'
import type { ModulesOption } from './zones/modules-option.ts'
import type { StorageOption } from './zones/storage-option.ts'

export type GameServerOptions = StorageOption & {
  /** The modules themselves, or what exports them. */
  readonly modules: ModulesOption
  /** Default: 0, which picks a free one. */
  readonly port?: number
  /** Default: `127.0.0.1`, so nobody comes from elsewhere. */
  readonly host?: string
  /** Where a proxy shows the server, for example `/games/grid`; by default at the root. It answers below both. */
  readonly basePath?: string
  /** Signs the tokens; at least 32 bytes. */
  readonly authSecret: string
  readonly debugUser?: { readonly name: string; readonly password: string } | undefined
  readonly limits?: Partial<Limits>
  /** Default: those of the server itself. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Names this server answers to. Default: `localhost`, `127.0.0.1`, `[::1]` and `host`. */
  readonly allowedHosts?: readonly string[]
  readonly trustedProxies?: readonly string[]
  readonly metricsToken?: string | undefined
  /** The page at `/`. Without it there is a plain one with links. */
  readonly site?: Site
  /** Answers what is asked below `/app/`: routes of your own, for example the `fetch` of an app of Hono. */
  readonly routes?: OwnRoutes
  /**
   * While modules are being written: zones that were paused because their module failed are tried again at start, zones
   * whose module is broken wait for it, and `/v1/dev` tells what is wrong.
   */
  readonly development?: Development | undefined
  /** Default: lines of JSON on standard error, from `info` on. */
  readonly logger?: Logger
  /** Hears of every step, beside the metrics. */
  readonly telemetry?: Telemetry
  /** The database cannot be read any more. The process should end. Default: the server stops, and the log says why. */
  readonly onCorrupt?: (error: StorageError) => void
  /**
   * Where zones run. `none` (the default): on the thread of the sockets, called directly. `linked`: there, too, but every
   * call, answer and text crosses as a message of the zone link; that is how the tests run a server. `worker`: on a thread
   * of their own, with the storage; then modules and storage are named by what exports them.
   */
  readonly zoneThread?: 'none' | 'linked' | 'worker' | undefined
  /**
   * With zones on a thread of their own: URLs of JavaScript files that it imports before all else. A loader, as one for
   * TypeScript, that Node.js 20 knows in the thread alone that registered it, is registered there.
   */
  readonly threadImports?: readonly string[] | undefined
  /** Given by a program that does nothing but this server, which then looks after the process, too. */
  readonly ownProcess?: OwnProcess | undefined
}

/** The same, with what was left out. */
export type FilledOptions = GameServerOptions &
  Required<Pick<GameServerOptions, 'port' | 'host' | 'allowedHosts' | 'logger' | 'onCorrupt'>>
