import { defaultLimits } from '@gridtick/engine/ports'
import { checkOptions } from './check-options.ts'
import { createServerEvents, type GameServerEvents } from './embedding/server-events.ts'
import { createServerZones, type ServerZones } from './embedding/server-zones.ts'
import type { FilledOptions, GameServerOptions } from './game-server-options.ts'
import { containLogger } from './observe/contain.ts'
import { createLogger } from './observe/logger.ts'
import { type RunningHalves, startHalves } from './start-halves.ts'

/** A server in a program: made, started once, stopped. */
export type GameServer = {
  /**
   * Opens the storage, begins to run zones, and listens; resolves with this server. Rejects with a StorageError when the
   * database is in use by another server, unreadable or corrupt, and with
   * an error that has Node's `code` and says what to do when it cannot listen. A server is started once; after that, and where it failed, make another.
   */
  start(): Promise<GameServer>
  /**
   * Finishes running steps, answers what waits, says goodbye, closes the storage if it was opened for this server. Waits for
   * a start that is under way, and does nothing the second time.
   */
  stop(): Promise<void>
  /** Where it listens: `http://HOST:PORT`. Throws before it does. */
  readonly url: string
  /** Rejects before the server has started, and after it was stopped. */
  readonly zones: ServerZones
  /** Calls the listener from now on. Returns how to stop that. Who listens before the start misses nothing. */
  on<Name extends keyof GameServerEvents>(name: Name, listener: (event: GameServerEvents[Name]) => unknown): () => void
}

/** Makes a server. Nothing happens before it is started. Throws a TypeError that lists all options that cannot be right. */
export function createGameServer(given: GameServerOptions): GameServer {
  checkOptions(given)
  const options = fillIn(given, () => void server.stop())
  const events = createServerEvents(options.logger)
  let starting: Promise<RunningHalves> | undefined
  let stopping: Promise<void> | undefined
  let running: RunningHalves | undefined

  const requireRunning = (): RunningHalves => {
    if (running !== undefined) return running
    throw new Error(`The server ${stopping === undefined ? 'has not started yet: await start()' : 'was stopped'}.`)
  }
  const stop = async () => {
    const halves = await starting?.catch(() => undefined)
    await halves?.stop()
    running = undefined
  }

  const server: GameServer = {
    async start() {
      if (stopping !== undefined) throw new Error('This server was stopped; make another one.')
      if (starting !== undefined) throw new Error('A server is started once; make another one.')
      starting = startHalves(options, events.tell)
      running = await starting
      return server
    },
    stop() {
      stopping ??= stop()
      return stopping
    },
    get url() {
      return requireRunning().url
    },
    zones: createServerZones(() => requireRunning().zones, {
      limits: { ...defaultLimits, ...options.limits },
      isStopping: () => stopping !== undefined,
    }),
    on: events.on,
  }
  return server
}

function fillIn(given: GameServerOptions, stop: () => void): FilledOptions {
  const { port = 0, host = '127.0.0.1' } = given
  const logger = given.logger === undefined ? createLogger({ level: 'info' }) : containLogger(given.logger)
  const ownHosts = ['localhost', '127.0.0.1', '[::1]', host.includes(':') ? `[${host}]` : host]
  const { allowedHosts = [...new Set(ownHosts)] } = given
  const {
    onCorrupt = (error) => {
      logger.error({ err: error }, 'the database cannot be read any more: the server stops')
      stop()
    },
  } = given
  return { ...given, port, host, logger, allowedHosts, onCorrupt }
}
