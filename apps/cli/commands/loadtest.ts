import { defineCommand } from 'citty'
import { BotError, loadBot } from '../../bots/bot/load-bot.ts'
import { LoadPlanError, type ZonePlan } from '../../bots/load-plan.ts'
import type { LoadReport } from '../../bots/report/load-report.ts'
import { summarize } from '../../bots/report/summarize.ts'
import { runLoad } from '../../bots/run-load.ts'
import { limitsFor } from '../../bots/server/needed-limits.ts'
import { type OwnServer, startOwnServer } from '../../bots/server/own-server.ts'
import { accessServer, ServerError } from '../../bots/server/server-access.ts'
import { stopOnSignals } from '../../bots/stop-on-signals.ts'
import { CommandError, wrongUsage } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { findModule } from '../loadtest/find-module.ts'
import { playersMax, readOptions, type TypedOptions } from '../loadtest/read-options.ts'
import { printJson, printLines } from '../output/output.ts'
import { type ConnectionArgs, connectionArgs, jsonArg, readConnection } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { createServerApi, type ServerApi } from '../server/server-api.ts'

export const loadtest = defineCommand({
  meta: {
    description: `Lets many players play a module at once, and measures it. The module's own bot decides for them (my-game.bot.ts
beside my-game.ts); where it brings none, they send random intents of its schemas. Without --url, --zone or a login it
starts a server of its own with a fresh database and wide limits, and removes both afterwards. Ends with 1 if anything
failed: internal errors, intents whose result was lost or came twice, ticks that did not grow, zones that were paused.`,
    examples: [
      'loadtest --module hello-grid --players 200 --minutes 1',
      'loadtest --module ./my-game.ts --seconds 20 --json',
      'loadtest --module space-combat --players 60 --pace 2 --mode full',
      'loadtest --module hello-grid --url http://127.0.0.1:8787 --zones 4',
    ],
  },
  args: {
    module: { type: 'string', valueHint: 'NAME', description: 'a name, or the path of its file', required: true },
    players: { type: 'string', valueHint: 'N', description: `players at the same time, 1 to ${playersMax} (20)` },
    minutes: { type: 'string', valueHint: 'N', description: 'minutes of measuring, once all players have joined (1)' },
    seconds: { type: 'string', valueHint: 'N', description: 'seconds of measuring' },
    zones: { type: 'string', valueHint: 'N', description: 'zones to begin with (1); more are made when all are full' },
    zone: {
      type: 'string',
      valueHint: 'ID',
      description: 'play in this zone, instead of new ones; the beginning of its id is enough',
    },
    config: { type: 'string', valueHint: 'JSON', description: 'config of the new zones' },
    everyMs: { type: 'string', valueHint: 'MS', description: 'ms between two ticks of the new zones' },
    pace: {
      type: 'string',
      valueHint: 'N',
      description: 'decisions of each player per second, 0.1 to 10 (default: what the bot says)',
    },
    mode: {
      type: 'enum',
      options: ['delta', 'full'],
      description: 'send views as changes, or whole each tick (delta)',
    },
    seed: { type: 'string', valueHint: 'N', description: 'seed of what players choose at random (1)' },
    ...connectionArgs,
    json: jsonArg,
  },
  async run({ args }) {
    const report = await play(args).catch(explain)
    if (args.json === true) printJson(report)
    else printLines(...summarize(report).split('\n'))
    process.exitCode = Object.keys(report.failures).length === 0 ? exitCodes.done : exitCodes.failed
  },
})

type Args = TypedOptions & ConnectionArgs & { readonly module: string }

async function play(args: Args): Promise<LoadReport> {
  const options = readOptions(args)
  const isElsewhere = [args.url, args.zone, args.user, args.token].some((given) => given !== undefined)
  const { file, module } = await findModule(args.module, isElsewhere)
  const bot = file === undefined ? undefined : await loadBot(file)
  const stopping = stopOnSignals()
  const own = isElsewhere ? undefined : await startServer(file ?? module, options.players)
  let hasServerEnded = false
  // Without it there is nothing left to play.
  void own?.ended.then(() => {
    hasServerEnded = true
    stopping.abort()
  })
  try {
    const { url, credentials } = own ?? (await readConnection(args))
    const access = accessServer(url, credentials)
    const zones = await nameZone(options.zones, createServerApi(url, credentials))
    const report = await runLoad(
      { ...options, zones, access, module, bot, roles: {}, settings: {}, isOwnServer: own !== undefined },
      { stream: process.stderr, signal: stopping.signal },
    )
    return hasServerEnded ? { ...report, failures: { ...report.failures, 'servers that ended': 1 } } : report
  } finally {
    await own?.stop()
    if (own !== undefined && own.errors !== '') process.stderr.write(`The server said:\n${own.errors.trimEnd()}\n`)
  }
}

/** Whose beginning of an id is known by the server. Guests, who may not ask, type all of it. */
async function nameZone(zones: ZonePlan, api: ServerApi): Promise<ZonePlan> {
  return 'id' in zones ? { id: await findZone(api, zones.id) } : zones
}

function startServer(module: string, players: number): Promise<OwnServer> {
  process.stderr.write('Starting a server for this test, with a database in a temporary folder …\n')
  return startOwnServer({ module, limits: limitsFor(players) })
}

/** In the words of this program. */
function explain(error: unknown): never {
  if (error instanceof LoadPlanError || error instanceof BotError) throw wrongUsage(error.message)
  if (!(error instanceof ServerError)) throw error
  const exitCode = error.status === undefined ? exitCodes.unreachable : exitCodes.failed
  throw new CommandError(exitCode, error.message, { cause: error })
}
