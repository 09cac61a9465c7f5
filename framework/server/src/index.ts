/** A server in a program of your own. */

export { thrownText } from '@gridtick/engine'
export {
  defaultLimits,
  type Limits,
  noTelemetry,
  StorageError,
  silentLogger,
  type Telemetry,
  wrongLimits,
} from '@gridtick/engine/ports'
export { type DatabaseReport, inspectDatabase } from '@gridtick/storage-sqlite'
export { checkModule } from 'gridtick/internal'
export { createGameServer, type GameServer } from './create-game-server.ts'
export { RefusedError } from './embedding/refused-error.ts'
export type { GameServerEvents } from './embedding/server-events.ts'
export type { ServerZones, ZonePage } from './embedding/server-zones.ts'
export type { GameServerOptions } from './game-server-options.ts'
export { migrateDatabase, resetServerClock } from './maintain-database.ts'
export { createLogger, type LogLevel, logLevels } from './observe/logger.ts'
export { describeStall, readStallReport } from './process/watchdog/stall-report.ts'
export { wrongBasePath } from './requests/wrong-base-path.ts'
export type { Development } from './rest/development.ts'
export type { Caller, OwnRoutes } from './rest/own-routes.ts'
export type { Site, SiteFile } from './rest/site.ts'
export { wrongHost } from './wrong-options.ts'
export type { Named } from './zones/named.ts'
