import { StorageError } from '@gridtick/server'
import { createDatabaseFolder } from './drive/database-folder.ts'
import { createZones } from './measured/create-zones.ts'
import type { Percentiles } from './measured/percentiles.ts'
import { recordServer, type ServerWindow } from './measured/record-server.ts'
import { serve } from './measured/serve.ts'
import { ArgumentError, readServerArguments, type ServerArguments, serverHelp } from './server-arguments.ts'

/** The server of the benchmarks alone, for load from other processes. */

const exitCodes = { asked: 0, failed: 1, arguments: 2 } as const
const reportMs = 5_000

async function main(args: ServerArguments): Promise<void> {
  const folder = args.database === undefined ? await createDatabaseFolder() : undefined
  try {
    await run(args, args.database ?? folder?.path ?? '')
  } finally {
    await folder?.remove()
  }
}

async function run(args: ServerArguments, database: string): Promise<void> {
  const stopped = signalled()
  const { zones: count, entities, width, height, sight, hz } = args
  const recorder = recordServer()
  const { server, operator } = await serve({ ...args, database, telemetry: recorder.telemetry })
  const config = { entities, width, height, sight }
  const everyMs = Math.round(1_000 / hz)
  const { url } = server
  const zones = await createZones({ url, operator, tell() {} }, { module: 'crowd', count, config, everyMs })
  print({ ready: true, url, zones })
  recorder.take()
  const timer = setInterval(() => void report(url, recorder.take()), reportMs)
  await stopped
  clearInterval(timer)
  recorder.stop()
  await server.stop()
}

/** Resolves at the first signal; the second ends the process at once. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false
    const stop = () => {
      if (isAsked) process.exit(exitCodes.asked)
      isAsked = true
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}

async function report(url: string, figures: ServerWindow): Promise<void> {
  const seconds = figures.elapsedMs / 1_000
  print({
    players: await countPlayers(url),
    ticks: figures.ticks,
    onTick: shown(figures.times.onTick),
    commit: shown(figures.times.commit),
    view: shown(figures.times.views),
    encodeSend: shown(figures.times.encodeSend),
    total: shown(figures.times.total),
    framesPerSec: rounded(figures.messages / seconds, 1),
    kbPerSec: rounded(figures.messageBytes / 1_000 / seconds, 1),
    cpuPct: rounded((100 * figures.cpuMs) / figures.elapsedMs, 1),
    loopDelayP99Ms: rounded(figures.loopDelayP99Ms, 1),
    rssMb: rounded(figures.rssMiB, 1),
  })
}

/** Every open socket counts as a player. */
async function countPlayers(url: string): Promise<number> {
  try {
    const health = (await (await fetch(`${url}/health`)).json()) as { connections: number }
    return health.connections
  } catch {
    // It is stopping.
    return 0
  }
}

function shown({ p50, p95, p99 }: Percentiles) {
  return { p50: rounded(p50, 3), p95: rounded(p95, 3), p99: rounded(p99, 3) }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function end(code: number, message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

function explainAndEnd(error: unknown): never {
  if (error instanceof ArgumentError) end(exitCodes.arguments, `${error.message}\nTry --help.`)
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    end(exitCodes.arguments, '--port: another program listens there already. Choose another one, or 0 for a free one.')
  if (error instanceof StorageError) end(exitCodes.failed, `--database: ${error.message}`)
  end(exitCodes.failed, error instanceof Error ? (error.stack ?? error.message) : String(error))
}

try {
  const args = readServerArguments(process.argv.slice(2))
  if (args === 'help') process.stdout.write(`${serverHelp}\n`)
  else await main(args)
  process.exit(exitCodes.asked)
} catch (error) {
  explainAndEnd(error)
}
