import { type Logger, systemClock } from '@gridtick/engine/ports'
import { openLibsqlStorage } from '@gridtick/storage-sqlite'

/**
 * Moves the clock of a stopped server back to the wall clock, if it is ahead. Rejects as the start of a server does whose
 * database it is.
 */
export async function resetServerClock(options: {
  readonly databaseUrl: string
  readonly logger: Logger
}): Promise<void> {
  const storage = await openLibsqlStorage({ url: options.databaseUrl, sync: 'full', logger: options.logger })
  try {
    await storage.clock.resetClock(systemClock.now())
  } finally {
    await storage.close()
  }
}

/** Makes the database, or brings it up to date. Rejects as the start of a server does whose database it is. */
export async function migrateDatabase(options: {
  readonly databaseUrl: string
  readonly logger: Logger
}): Promise<void> {
  const storage = await openLibsqlStorage({ url: options.databaseUrl, sync: 'full', logger: options.logger })
  await storage.close()
}
