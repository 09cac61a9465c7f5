import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'node:path'
import { parseArgs } from 'node:util'
import { createGameServer, createLogger, type GameServer, thrownText } from '@gridtick/server'
import { companionsOf } from '../console/companions-of.ts'
import { createSite } from '../console/create-site.ts'
import { type Config, readConfig } from './config.ts'
import { createSignalHandler } from './create-signal-handler.ts'
import { describeDebugUser, describeModules } from './dev/introduce.ts'
import { linkToSupervisor, type SupervisorLink } from './dev/supervisor-link.ts'
import { developmentSecrets } from './development-secrets.ts'
import { exitCodes } from './exit-codes.ts'
import { afterCorruption, end } from './explain-and-end.ts'
import { type LoadedModule, type LoadProblem, loadModules, tryModules } from './load-modules.ts'
import { modulesOfThread } from './modules-of-thread.ts'

/** Stopping takes no longer; then the process ends all the same. Nothing is lost by it. */
const stopMs = 10_000

/** Runs a server by the settings, until a signal ends the process. Resolves when it listens; rejects where it cannot start. */
export async function runServer(): Promise<void> {
  const { isDevelopment, isAgain, keptPort } = readFlags()
  const link = isDevelopment ? linkToSupervisor() : undefined
  const settings = readSettings(isDevelopment)
  const config = isDevelopment ? withDevelopmentSecrets(settings) : settings
  const { isAuthSecretRandom, logLevel, memoryLimitMb, modules: _names, ...serverSettings } = config
  const { loaded, problems } = await load(config.modules, link)
  const logger = createLogger({ level: logLevel, ...(isDevelopment ? { isForPeople: true } : {}) })
  if (isAuthSecretRandom)
    logger.warn({}, 'AUTH_SECRET is not set: one was made for this run, and all tokens are void after it')
  const withFiles = filesOf(loaded, problems)
  const site = createSite({
    screens: companionsOf('screen', withFiles),
    bots: companionsOf('bot', withFiles),
    isDevelopment,
    onFailure: (module, message, companion) =>
      logger.error({ module }, `the ${companion} of ${module} cannot be built:\n${message}`),
  })
  const stopping = createStopping()
  const server = await createGameServer({
    ...serverSettings,
    port: config.port === 0 ? keptPort : config.port,
    ...(config.zoneThread === 'worker' ? modulesOfThread(loaded) : { modules: loaded.map(({ module }) => module) }),
    logger,
    site,
    development: isDevelopment ? { brokenModules: problems, pageVersion: site.version } : undefined,
    onCorrupt: (error) =>
      end(exitCodes.databaseUnreadable, `The database is corrupt: ${error.message}\n${afterCorruption()}`),
    ownProcess: {
      moduleFiles: new Map(loaded.map(({ module, file }) => [module.name, file])),
      stallExitCode: exitCodes.stalled,
      onDoubt(error) {
        logger.error({ stack: error instanceof Error ? error.stack : undefined }, `${doubt}: ${thrownText(error)}`)
        stopping.begin(exitCodes.inDoubt)
      },
      memoryLimitMb,
      onMemoryOver: () => stopping.begin(exitCodes.memory),
    },
  }).start()
  stopping.serve(server)
  stopOnSignals(stopping)
  link?.listening(Number(new URL(server.url).port))
  if (isDevelopment && !isAgain && config.debugUser !== undefined) say(describeDebugUser(settings, config.debugUser))
  say(describeModules({ loaded, problems, entries: config.modules }))
  say(`gridtick listening on ${server.url}`)
  for (const problem of problems) tellProblem(problem)
}

/** What the one who starts the server says beside the settings. Development has a supervisor that starts it again and again. */
function readFlags(): { readonly isDevelopment: boolean; readonly isAgain: boolean; readonly keptPort: number } {
  const options = { dev: { type: 'boolean' }, again: { type: 'boolean' }, 'kept-port': { type: 'string' } } as const
  const { values } = parseArgs({ options, strict: false })
  return {
    isDevelopment: values.dev === true,
    isAgain: values.again === true,
    keptPort: Number(values['kept-port'] ?? 0),
  }
}

/** Under development the others run without those that are wrong. */
async function load(entries: readonly string[] | undefined, link: SupervisorLink | undefined) {
  return link === undefined
    ? { loaded: await loadModules(entries), problems: [] }
    : await tryModules(entries, link.needs)
}

/** A developer can make zones at once, and stays logged in while saved files start the server again. */
function withDevelopmentSecrets<Settings extends Config>(config: Settings): Settings {
  if (config.debugUser !== undefined && !config.isAuthSecretRandom) return config
  const { authSecret, debugPassword } = developmentSecrets(config.databaseUrl)
  return {
    ...config,
    debugUser: config.debugUser ?? { name: 'debug', password: debugPassword },
    ...(config.isAuthSecretRandom ? { authSecret, isAuthSecretRandom: false } : {}),
  }
}

function tellProblem({ entry, message }: LoadProblem): void {
  process.stderr.write(
    `\nThe module ${entry} does not run: ${message}\nFix and save it; its zones wait, and the others keep running.\n`,
  )
}

/** A module that is broken for the moment keeps its screen and bot, so that the page need not be another one for it. */
function filesOf(loaded: readonly LoadedModule[], problems: readonly LoadProblem[]) {
  const broken = problems.flatMap(({ file }) => (file === undefined ? [] : [{ name: parse(file).name, file }]))
  return [...loaded.map(({ module: { name }, file }) => ({ name, file })), ...broken]
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function readSettings(isDevelopment: boolean): Config {
  const dotEnv = existsSync('.env') ? readFileSync('.env', 'utf8') : undefined
  if (isDevelopment) return readConfig({ environment: process.env, dotEnv })
  const isAtTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY)
  return readConfig({
    environment: process.env,
    dotEnv,
    isUnattended: dotEnv === undefined && !isAtTerminal,
  })
}

const doubt = 'An error of the server itself that nobody caught. It stops in order, as its state is in doubt'

type Stopping = {
  /** From now on this server is stopped first. */
  serve(server: GameServer): void
  /** Stops in order, and ends the process with this code. */
  begin(code: number): void
}

function createStopping(): Stopping {
  let server: GameServer | undefined
  let hasBegun = false
  return {
    serve(started) {
      server = started
    },
    begin(code) {
      if (hasBegun) return
      hasBegun = true
      const stopAtOnce = () => process.exit(code)
      if (server === undefined) return stopAtOnce()
      setTimeout(stopAtOnce, stopMs - 500).unref()
      server.stop().then(stopAtOnce, (error: unknown) => end(exitCodes.failed, `Stopping failed: ${String(error)}`))
    },
  }
}

function stopOnSignals(stopping: Stopping): void {
  const onSignal = createSignalHandler({
    stop: () => stopping.begin(exitCodes.asked),
    stopAtOnce: () => process.exit(exitCodes.asked),
    now: () => performance.now(),
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal)
}
