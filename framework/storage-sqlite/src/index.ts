export { databasePathOf } from './database/database-file.ts'
export { type DatabaseReport, inspectDatabase } from './inspect/inspect-database.ts'
export { type InspectedZone, inspectZone } from './inspect/inspect-zone.ts'
export { openLibsqlStorage, sqliteStorage } from './open-libsql-storage.ts'
