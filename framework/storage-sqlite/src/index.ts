export { databasePathOf } from './database-file.ts'
export { type DatabaseReport, inspectDatabase } from './inspect-database.ts'
export { type LibsqlStorage, openLibsqlStorage } from './open-libsql-storage.ts'
