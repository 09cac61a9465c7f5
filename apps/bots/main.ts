import { setTimeout as sleep } from 'node:timers/promises'
import { ArgumentError, type BotArguments, help, readArguments } from './arguments.ts'
import { createFleet } from './fleet.ts'
import { createProgress } from './progress.ts'
import { type Guest, moduleOfZone, ServerError, signUp } from './server-api.ts'
import { summarize } from './summary.ts'
import { createTally } from './tally.ts'

/** Fills a region with captains that play by themselves, until it is told to stop. */

const exitCodes = { done: 0, noServer: 1, arguments: 2, interrupted: 130 } as const

/** Signals within this time are one. */
const sameSignalMs = 500

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
  await Promise.race([played, sleep(leaveMs)])
  progress.stop()
  process.stdout.write(`${summarize(tally, (performance.now() - startedAt) / 1_000)}\n`)
}

/** Makes sure that there is something to play, before anybody is sent there. Answers the first guest. */
async function findRegion({ url, zoneId }: BotArguments): Promise<Guest> {
  const guest = await firstGuest(url)
  const module = await moduleOfZone(url, zoneId, guest)
  if (module === undefined) throw new ArgumentError(`--zone: ${url} has no zone ${zoneId}.`)
  if (module !== 'space-combat') throw new ArgumentError(`--zone: that zone is a ${module}, not a space-combat.`)
  return guest
}

/** Waits where the server has had enough guests for now, but not where there is no server. */
async function firstGuest(url: string): Promise<Guest> {
  for (;;) {
    const answer = await signUp(url, 'captain')
    if ('guest' in answer) return answer.guest
    process.stderr.write(`No guest for ${Math.ceil(answer.waitMs / 1_000)} s: ${answer.detail}.\n`)
    await sleep(answer.waitMs)
  }
}

/** Resolves when the time is up, or at the first signal; at the second one the process ends at once. */
function whenTold(ms: number): Promise<void> {
  return new Promise((resolve) => {
    let toldAt: number | undefined
    const stop = () => {
      const now = performance.now()
      // One Ctrl-C comes twice under npm: from the terminal, and passed on.
      if (toldAt !== undefined && now - toldAt > sameSignalMs) process.exit(exitCodes.interrupted)
      toldAt ??= now
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
