import { randomBytes } from 'node:crypto'
import type { Telemetry } from '@gridtick/engine/ports'
import { helloGrid } from '@gridtick/modules/hello-grid'
import { spaceCombat } from '@gridtick/modules/space-combat'
import { createGameServer, createLogger, type GameServer, type Limits } from '@gridtick/server'
import { crowd } from './crowd.ts'

const unlimited = 1_000_000_000

/** What many players from one address would run into, and the size of a zone. */
const liftedLimits = {
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
  /** Of tens of thousands of entities. */
  moduleMsMax: 60_000,
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

/** Who may make zones. It is nobody's secret: the server listens on loopback, for the time of a measurement. */
export type Operator = { readonly name: string; readonly password: string }

export type ServeOptions = {
  /** Path of the file. */
  readonly database: string
  readonly sync: 'full' | 'normal'
  /** 0 picks a free one. */
  readonly port: number
  readonly liftsRates: boolean
  readonly telemetry: Telemetry
}

/** A whole server on loopback, with the limits lifted that hinder load. */
export async function serve(
  options: ServeOptions,
): Promise<{ readonly server: GameServer; readonly operator: Operator }> {
  const operator = { name: 'bench', password: randomBytes(16).toString('hex') }
  const server = createGameServer({
    modules: [crowd, helloGrid, spaceCombat],
    databaseUrl: `file:${options.database}`,
    databaseSync: options.sync,
    port: options.port,
    host: '127.0.0.1',
    allowedHosts: ['127.0.0.1', 'localhost'],
    authSecret: randomBytes(32).toString('hex'),
    debugUser: operator,
    limits: options.liftsRates ? { ...liftedLimits, ...liftedRates } : liftedLimits,
    logger: createLogger({ level: 'warn' }),
    telemetry: options.telemetry,
    onCorrupt: (error) => {
      throw error
    },
  })
  return { server: await server.start(), operator }
}
