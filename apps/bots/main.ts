import { join } from 'node:path'
import { codeEnding, modulesFolder } from '../installation/installation.ts'
import { ArgumentError, helpOf, readArguments } from './arguments.ts'
import { loadBot } from './bot/load-bot.ts'
import { LoadPlanError } from './load-plan.ts'
import { summarize } from './report/summarize.ts'
import { runLoad } from './run-load.ts'
import { accessServer, ServerError } from './server/server-access.ts'
import { stopOnSignals } from './stop-on-signals.ts'

/** Fills a region of space-combat with captains that play by themselves, until it is told to stop. */

const exitCodes = { done: 0, noServer: 1, arguments: 2 } as const

const module = 'space-combat'
const moduleFile = join(modulesFolder, module, `${module}${codeEnding}`)

async function main(): Promise<string> {
  const bot = await loadBot(moduleFile)
  if (bot === undefined) throw new Error(`${module} has no bot.`)
  const args = readArguments(process.argv.slice(2), bot)
  if (args === 'help') return helpOf(bot)
  const { url, zoneId, minutes, roles } = args
  const report = await runLoad(
    {
      ...args,
      ...{ bot, module, isOwnServer: false, mode: 'delta' },
      access: accessServer(url, { kind: 'none' }),
      players: Object.values(roles).reduce((sum, count) => sum + count, 0),
      zones: { id: zoneId },
      seconds: minutes * 60,
    },
    { stream: process.stderr, signal: stopOnSignals().signal },
  )
  return summarize(report)
}

function end(code: number, message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

try {
  process.stdout.write(`${await main()}\n`)
  process.exit(exitCodes.done)
} catch (error) {
  if (error instanceof ArgumentError || error instanceof LoadPlanError)
    end(exitCodes.arguments, `${error.message} See: npm run bots -- --help`)
  if (error instanceof ServerError) end(exitCodes.noServer, error.message)
  throw error
}
