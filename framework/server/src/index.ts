import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createEngine,
  createGuard,
  createZoneHost,
  createZoneScheduler,
  type Engine,
  findLargestZones,
  linkZones,
  pauseStalledZone,
  RunningHook,
  type ZoneHost,
} from '@gridtick/engine'
import {
  defaultLimits,
  type Limits,
  type Logger,
  reportToBoth,
  type StorageError,
  systemClock,
  type Telemetry,
  type ZoneLink,
} from '@gridtick/engine/ports'
import { openLibsqlStorage } from '@gridtick/storage-sqlite'
import type { GameModule } from 'gridtick'
import { createAuthenticator } from './auth/authenticator.ts'
import { createPasswords } from './auth/passwords.ts'
import { createClientAddress } from './gateway/client-address.ts'
import { createGateway, type Gateway } from './gateway/gateway.ts'
import { hardenServer, httpServerOptions } from './gateway/harden-server.ts'
import { findForeign } from './gateway/origin-and-host.ts'
import { createUnknownProxies } from './gateway/unknown-proxies.ts'
import { attachGateway } from './gateway/upgrade.ts'
import { createMetrics } from './observe/metrics.ts'
import { noteFaults } from './observe/note-faults.ts'
import { createStrayErrors } from './process/stray-errors.ts'
import { type OwnProcess, watchProcess } from './process/watch-process.ts'
import { createHookBoard } from './process/watchdog/hook-board.ts'
import { describeStall, readStallReport, removeStallReport, stallReportPath } from './process/watchdog/stall-report.ts'
import { createRestApp } from './rest/app.ts'
import type { Development } from './rest/development.ts'
import { createRequestListener } from './rest/request-listener.ts'
import { createSettlements } from './rest/settlements.ts'
import type { Site } from './rest/site.ts'
import { addServerGauges } from './server-gauges.ts'
import { openStorage, type StorageOption } from './storage-option.ts'
import { serverVersion } from './version.ts'

export { thrownText } from '@gridtick/engine'
export { defaultLimits, type Limits, StorageError, silentLogger } from '@gridtick/engine/ports'
export { type DatabaseReport, inspectDatabase } from '@gridtick/storage-sqlite'
export { checkModule } from 'gridtick/internal'
export { createLogger, type LogLevel, logLevels } from './observe/logger.ts'
export { describeStall, readStallReport } from './process/watchdog/stall-report.ts'
export type { Development } from './rest/development.ts'
export type { Site, SiteFile } from './rest/site.ts'

export type GameServerOptions = StorageOption & {
  readonly modules: readonly GameModule[]
  /** 0 picks a free one. */
  readonly port: number
  readonly host: string
  /** Where a proxy shows the server, for example `/games/grid`; by default at the root. It answers below both. */
  readonly basePath?: string
  /** Signs the tokens; at least 32 bytes. */
  readonly authSecret: string
  readonly debugUser?: { readonly name: string; readonly password: string } | undefined
  readonly limits?: Partial<Limits>
  /** Default: the own origins. */
  readonly allowedOrigins?: readonly string[] | undefined
  readonly allowedHosts: readonly string[]
  readonly trustedProxies?: readonly string[]
  readonly metricsToken?: string | undefined
  /** The page at `/`. Without it there is a plain one with links. */
  readonly site?: Site
  /**
   * While modules are being written: zones that were paused because their module failed are tried again at start, zones
   * whose module is broken wait for it, and `/v1/dev` tells what is wrong.
   */
  readonly development?: Development | undefined
  readonly logger: Logger
  /** Told beside the metrics, of every step. */
  readonly telemetry?: Telemetry
  /** The database cannot be read any more. The process should end. */
  readonly onCorrupt: (error: StorageError) => void
  /**
   * Where zones run. `none` (the default): on the thread of the sockets, called directly. `linked`: there, too, but every
   * call, answer and text crosses as a message of the zone link; that is how the tests run a server.
   */
  readonly zoneThread?: 'none' | 'linked' | undefined
  /** Given by a program that does nothing but this server, which then looks after the process, too. */
  readonly ownProcess?: OwnProcess | undefined
}

export type GameServer = {
  /** Where it listens: `http://HOST:PORT`. */
  readonly url: string
  /** Finishes running steps, answers what waits, says goodbye, closes the storage if it was opened for this server. */
  stop(): Promise<void>
}

/**
 * Starts a server: the one place where ports meet their implementations. Rejects with a StorageError when the database
 * is in use by another server, unreadable or corrupt, with a TypeError where no storage is named, and with Node's own error
 * when it cannot listen.
 */
export async function startGameServer(options: GameServerOptions): Promise<GameServer> {
  const { port, modules, development } = options
  const clock = systemClock
  const noted = development === undefined ? undefined : noteFaults(options.logger, clock)
  const logger = noted?.logger ?? options.logger
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const hosts = { allowedHosts: options.allowedHosts, allowedOrigins: options.allowedOrigins }
  const { trustedProxies = [], basePath = '' } = options
  const metrics = createMetrics()
  const telemetry =
    options.telemetry === undefined ? metrics.telemetry : reportToBoth(metrics.telemetry, options.telemetry)
  let onTrouble = (_error: StorageError) => {}
  let onDuration = (_ms: number) => {}
  const { ownProcess } = options
  const strays = createStrayErrors({ files: ownProcess?.moduleFiles ?? new Map(), logger, telemetry, clock })
  const board = createHookBoard()
  const running = new RunningHook({ mirror: ownProcess && board, onStray: strays.ofHook })
  const opened = await openStorage(options, {
    logger,
    limits,
    onTrouble: (error) => onTrouble(error),
    onDuration: (ms) => onDuration(ms),
    onWork: () => running.engineWorks(),
  })
  const { storage } = opened
  const reportPath = storage.path === undefined ? undefined : stallReportPath(storage.path)
  let largestZones: () => readonly object[] = () => []
  const letGo =
    ownProcess &&
    watchProcess(ownProcess, {
      ...{ strays, running, board, limits, logger, reportPath },
      largestZones: () => largestZones(),
    })

  try {
    const authenticator = createAuthenticator({
      secret: options.authSecret,
      debugUser: options.debugUser,
      accounts: storage.accounts,
      passwords: createPasswords(limits),
      clock,
      limits,
      logger,
    })
    const gateway: Gateway = createGateway({
      host: () => zones,
      verifyToken: authenticator.verifyToken,
      limits,
      clock,
      logger,
      telemetry,
      serverVersion,
    })
    const settlements = createSettlements(limits, clock)
    const outlet = { ...gateway.outlet, settled: settlements.settled }
    const link =
      options.zoneThread === 'linked' ? linkZones({ outlet, host: () => host, clock, limits, logger }) : undefined
    const engine = createEngine({
      guard: createGuard({ running, limits, clock }),
      storage,
      clock,
      limits,
      logger,
      telemetry,
      outlet: link?.hostHalf.outlet ?? outlet,
      running,
      onCorrupt: options.onCorrupt,
    })
    // Also what no zone asked for: an account that cannot be stored says that nothing can.
    onTrouble = (error) => engine.storageHealth.report(error)
    onDuration = (ms) => engine.storageHealth.noteDuration(ms)
    const host: ZoneHost = createZoneHost({
      engine,
      modules,
      areModulesMissing: development !== undefined && development.brokenModules.length > 0,
      beat: () => scheduler.health(),
    })
    const zones: ZoneLink = link?.zones ?? host
    largestZones = () => findLargestZones(host.registry)
    const scheduler = createZoneScheduler(engine, host.registry)
    addServerGauges(metrics, { zones, gateway, storage })

    const clientAddress = createClientAddress(trustedProxies)
    const unknownProxies = createUnknownProxies({ trustedProxies, limits, logger })
    const app = createRestApp({
      host: zones,
      settlements,
      authenticator,
      limits,
      clock,
      logger,
      metrics,
      serverVersion,
      isAllowedHost: (host) => findForeign({ host, origin: undefined, localPort: 0 }, hosts) === undefined,
      isAllowedOrigin: (origin) =>
        findForeign({ host: options.allowedHosts[0], origin, localPort: portOf(server) }, hosts) === undefined,
      clientAddress: ({ socket, headersDistinct }) =>
        clientAddress({
          remoteAddress: socket.remoteAddress,
          forwardedFor: headersDistinct['x-forwarded-for']?.join(','),
        }),
      unknownProxies,
      basePath,
      metricsToken: options.metricsToken,
      site: options.site,
      development: development && noted && { ...development, faults: noted.faults },
      isDraining: () => engine.isDraining,
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

    if (storage.path !== undefined) await pauseWhatHeldTheLastOne(engine, storage.path)
    await scheduler.start()
    await engine.storageHealth.begin()
    if (development !== undefined) await host.resumeFailedZones()
    await listen(server, { port, host: options.host })

    const url = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${portOf(server)}`
    storage.noteUrl?.(url)

    return {
      url,
      async stop() {
        engine.isDraining = true
        const closed = new Promise((resolve) => server.close(resolve))
        await scheduler.stop()
        host.refuseQueued()
        link?.hostHalf.flush()
        await gateway.drain({ reason: 'The server stops.', reconnectAfterMs: 1_000 })
        server.closeAllConnections()
        await closed
        await opened.end()
        letGo?.()
      },
    }
  } catch (error) {
    await opened.end()
    letGo?.()
    throw error
  }
}

/** Pauses the zone that the watchdog ended the last server for, if it did, before anything of it runs. */
async function pauseWhatHeldTheLastOne(engine: Engine, storagePath: string): Promise<void> {
  const stall = readStallReport(storagePath)
  if (stall !== undefined) {
    const error = describeStall(stall)
    engine.logger.error({ ...stall }, `the watchdog ended the last server: ${error}`)
    if (stall.zoneId !== undefined) await pauseStalledZone(engine, { zoneId: stall.zoneId, error })
  }
  removeStallReport(storagePath)
}

/** Moves the clock of a stopped server back to the wall clock, if it is ahead. Rejects as {@link startGameServer} does. */
export async function resetServerClock(options: {
  readonly databaseUrl: string
  readonly logger: Logger
}): Promise<void> {
  const storage = await openLibsqlStorage({ url: options.databaseUrl, sync: 'full', logger: options.logger })
  try {
    await storage.clock.resetClock(systemClock.now())
  } finally {
    await storage.close()
  }
}

/** Makes the database, or brings it up to date. Rejects as {@link startGameServer} does. */
export async function migrateDatabase(options: {
  readonly databaseUrl: string
  readonly logger: Logger
}): Promise<void> {
  const storage = await openLibsqlStorage({ url: options.databaseUrl, sync: 'full', logger: options.logger })
  await storage.close()
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
