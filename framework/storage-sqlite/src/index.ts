export { databasePathOf } from './database/database-file.ts'
export { type DatabaseReport, inspectDatabase } from './database/inspect-database.ts'
export { openLibsqlStorage, sqliteStorage } from './open-libsql-storage.ts'
