export { databasePathOf } from './database-file.ts'
export { type DatabaseReport, inspectDatabase } from './inspect-database.ts'
export { openLibsqlStorage, sqliteStorage } from './open-libsql-storage.ts'
