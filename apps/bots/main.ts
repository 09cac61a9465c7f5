import { ArgumentError, type BotArguments, help, readArguments } from './arguments.ts'
import { createFleet } from './fleet.ts'
import { createProgress } from './progress.ts'
import { type Guest, moduleOfZone, ServerError, signUp } from './server-api.ts'
import { summarize } from './summary.ts'
import { createTally } from './tally.ts'

/** Fills a region with captains that play by themselves, until it is told to stop. */

const exitCodes = { done: 0, noServer: 1, arguments: 2, interrupted: 130 } as const

/** Captains have this long to leave; then they are gone anyway. */
const leaveMs = 2_000

async function main(args: BotArguments): Promise<void> {
  const firstGuest = await findRegion(args)
  const stopping = new AbortController()
  const tally = createTally()
  const progress = createProgress(process.stderr, tally)
  const fleet = createFleet(args, { tally, tell: progress.tell, signal: stopping.signal })

  const ended = whenTold(args.minutes * 60_000).then(() => stopping.abort())
  const startedAt = performance.now()
  progress.start(fleet)
  const played = fleet.run(firstGuest)
  await Promise.race([played, ended])
  await Promise.race([played, new Promise((resolve) => setTimeout(resolve, leaveMs))])
  progress.stop()
  process.stdout.write(`${summarize(tally, (performance.now() - startedAt) / 1_000)}\n`)
}

/** Makes sure that there is something to play, before anybody is sent there. Answers the first guest. */
async function findRegion({ url, zoneId }: BotArguments): Promise<Guest> {
  const answer = await signUp(url, 'captain')
  if (!('guest' in answer))
    throw new ServerError(`${url} wants no guests for ${Math.ceil(answer.waitMs / 1_000)} s: ${answer.detail}`)
  const module = await moduleOfZone(url, zoneId, answer.guest)
  if (module === undefined) throw new ArgumentError(`--zone: ${url} has no zone ${zoneId}.`)
  if (module !== 'space-combat') throw new ArgumentError(`--zone: that zone is a ${module}, not a space-combat.`)
  return answer.guest
}

/** Resolves when the time is up, or at the first signal; at the second one the process ends at once. */
function whenTold(ms: number): Promise<void> {
  return new Promise((resolve) => {
    let isTold = false
    const stop = () => {
      if (isTold) process.exit(exitCodes.interrupted)
      isTold = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    if (Number.isFinite(ms)) setTimeout(resolve, ms)
  })
}

function end(code: number, message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

try {
  const args = readArguments(process.argv.slice(2))
  if (args === 'help') process.stdout.write(`${help}\n`)
  else await main(args)
  process.exit(exitCodes.done)
} catch (error) {
  if (error instanceof ArgumentError) end(exitCodes.arguments, `${error.message} Try --help.`)
  if (error instanceof ServerError) end(exitCodes.noServer, error.message)
  throw error
}
