/** A server in a program of your own. */

export { thrownText } from '@gridtick/engine'
export { defaultLimits, type Limits, StorageError, silentLogger } from '@gridtick/engine/ports'
export { type DatabaseReport, inspectDatabase } from '@gridtick/storage-sqlite'
export { checkModule } from 'gridtick/internal'
export type { GameServerOptions } from './game-server-options.ts'
export { migrateDatabase, resetServerClock } from './maintain-database.ts'
export { createLogger, type LogLevel, logLevels } from './observe/logger.ts'
export { describeStall, readStallReport } from './process/watchdog/stall-report.ts'
export type { Development } from './rest/development.ts'
export type { Site, SiteFile } from './rest/site.ts'
export { type GameServer, startGameServer } from './start-game-server.ts'
