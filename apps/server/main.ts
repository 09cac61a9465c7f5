import { existsSync, readFileSync } from 'node:fs'
import { createLogger, defaultLimits, type GameServer, startGameServer } from 'gridtick/server'
import { createSite } from '../console/create-site.ts'
import { findCompanion } from '../console/find-companion.ts'
import { type Config, readConfig } from './config.ts'
import { end, exitCodes, explainAndEnd } from './explain-and-end.ts'
import { type LoadedModule, loadModules } from './load-modules.ts'

/** Stopping takes no longer; then the process ends all the same. Nothing is lost by it. */
const stopMs = 10_000

async function main(): Promise<void> {
  const isDevelopment = process.argv.includes('--dev')
  const config = readSettings()
  const loaded = await loadModules(config.modules)
  const logger = createLogger({ level: config.logLevel })
  if (config.isAuthSecretRandom)
    logger.warn({}, 'AUTH_SECRET is not set: one was made for this run, and all tokens are void after it')
  const server = await startGameServer({
    ...config,
    modules: loaded.map(({ module }) => module),
    logger,
    site: createSite({
      screens: screensOf(loaded),
      isDevelopment,
      onFailure: (module, message) => logger.error({ module }, `the screen of ${module} cannot be built:\n${message}`),
    }),
    resumesFailedZones: isDevelopment,
    onCorrupt: (error) => end(exitCodes.databaseUnreadable, `The database is corrupt: ${error.message}`),
  })
  process.stdout.write(`gridtick listening on ${server.url}\n`)
  stopOnSignals(server)
}

function screensOf(loaded: readonly LoadedModule[]) {
  return loaded.flatMap(({ module, file }) => {
    const screen = findCompanion(file, 'screen')
    return screen === undefined ? [] : [{ module: module.name, file: screen }]
  })
}

function readSettings(): Config<keyof typeof defaultLimits> {
  const dotEnv = existsSync('.env') ? readFileSync('.env', 'utf8') : undefined
  return readConfig({ environment: process.env, dotEnv, defaultLimits })
}

/** The first signal stops in order, the second at once. */
function stopOnSignals(server: GameServer): void {
  let isStopping = false
  const stop = () => {
    if (isStopping) process.exit(exitCodes.asked)
    isStopping = true
    setTimeout(() => process.exit(exitCodes.asked), stopMs - 500).unref()
    server.stop().then(
      () => process.exit(exitCodes.asked),
      (error: unknown) => end(exitCodes.failed, `Stopping failed: ${String(error)}`),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

main().catch(explainAndEnd)
