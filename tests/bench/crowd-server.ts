import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGameServer, createLogger, defaultLimits, type GameServer, type Limits } from '@gridtick/server'
import { RunningHook } from '../../framework/engine/src/kernel/running-hook.ts'
import { createZone } from '../../framework/engine/src/operate/create-zone.ts'
import type { Telemetry } from '../../framework/engine/src/ports/telemetry.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'
import { allPieces } from '../all-pieces.ts'
import { crowd } from './measured/crowd.ts'

const unlimited = 1_000_000_000

/** What many players from one address would run into, and the size of a zone. */
export const liftedLimits = {
  guestsPerAddressPerMinute: unlimited,
  handshakesPerAddressPerSecond: unlimited,
  handshakesPerPlayerPerMinute: unlimited,
  unauthenticatedPerAddressMax: unlimited,
  unauthenticatedMax: unlimited,
  socketsPerAddressMax: unlimited,
  socketsMax: unlimited,
  writesPerMinute: unlimited,
  readsPerMinute: unlimited,
  subscriptionsPerConnectionMax: 10_000,
  membersMax: 100_000,
  deltasPerTickMax: 200_000,
} as const satisfies Partial<Limits>

/** What one client may send. */
const liftedRates = {
  messagesPerSecond: unlimited,
  messagesBurst: unlimited,
  bytesPerSecond: unlimited,
  bytesBurst: unlimited,
  pendingMessagesMax: 100_000,
  intentsPerPlayerMax: 10_000,
  intentsPerZoneMax: 1_000_000,
} as const satisfies Partial<Limits>

const logger = createLogger({ level: 'warn' })

export type ZonesToMake = {
  readonly count: number
  /** The config of the module `crowd`. */
  readonly config: {
    readonly entities: number
    readonly width: number
    readonly height: number
    readonly sight: number
  }
  readonly everyMs: number
}

/** A folder for a database, removed with all that is in it. */
export async function createDatabaseFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gridtick-bench-'))
  return { path: join(folder, 'bench.db'), remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Stores new zones in a database that no server has open. Answers their ids. */
export async function storeZones(database: string, { count, config, everyMs }: ZonesToMake): Promise<string[]> {
  const limits = { ...defaultLimits, ...liftedLimits }
  const storage = await openLibsqlStorage({ url: `file:${database}`, sync: 'normal', logger, limits })
  const ids: string[] = []
  try {
    for (let index = 0; index < count; index++) {
      const zoneId = randomUUID()
      const [name, seed, now] = [`crowd ${index + 1}`, randomBytes(16).toString('hex'), Date.now()]
      const running = new RunningHook()
      const schedule = { everyMs, tickUnitMs: everyMs }
      const made = allPieces(createZone({ module: crowd, zoneId, name, config, seed, schedule, now, limits, running }))
      if (!made.ok) throw new Error(`${made.refused.message} ${JSON.stringify(made.refused.errors)}`)
      await storage.zones.createZone(made.value.zone, made.value.entities)
      ids.push(zoneId)
    }
  } finally {
    await storage.close()
  }
  return ids
}

/** A whole server on loopback that runs the module `crowd`, with the limits lifted that hinder load. */
export function startCrowdServer(options: {
  readonly database: string
  readonly port: number
  readonly sync: 'full' | 'normal'
  readonly liftsRates: boolean
  readonly telemetry: Telemetry
}): Promise<GameServer> {
  return createGameServer({
    modules: [crowd],
    databaseUrl: `file:${options.database}`,
    databaseSync: options.sync,
    port: options.port,
    host: '127.0.0.1',
    allowedHosts: ['127.0.0.1', 'localhost'],
    authSecret: randomBytes(32).toString('hex'),
    limits: options.liftsRates ? { ...liftedLimits, ...liftedRates } : liftedLimits,
    logger,
    telemetry: options.telemetry,
    onCorrupt: (error) => {
      throw error
    },
  }).start()
}
