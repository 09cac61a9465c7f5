import { existsSync, readFileSync } from 'node:fs'
import { createLogger, migrateDatabase } from '@gridtick/server'
import { readConfig } from './config.ts'

/** Makes the database, or brings it up to date, and ends. The server does the same by itself when it starts. */
export async function runMigrations(): Promise<void> {
  const dotEnv = existsSync('.env') ? readFileSync('.env', 'utf8') : undefined
  const { databaseUrl, logLevel } = readConfig({ environment: process.env, dotEnv })
  await migrateDatabase({ databaseUrl, logger: createLogger({ level: logLevel, isForPeople: true }) })
  process.stdout.write(`The database ${databaseUrl} is up to date.\n`)
}
