import { setTimeout as sleep } from 'node:timers/promises'
import type { Bot } from '@gridtick/client'
import { createRandomBot } from './bot/random-bot.ts'
import { assignRoles } from './crowd/assign-roles.ts'
import { createCrowd } from './crowd/crowd.ts'
import { findPlaces } from './crowd/find-places.ts'
import { type LoadPlan, LoadPlanError } from './load-plan.ts'
import { type LoadReport, objectOf, reportOf } from './report/load-report.ts'
import { createProgress } from './report/progress.ts'
import { createTally } from './report/tally.ts'
import { explainLimits, findTightLimits } from './server/needed-limits.ts'
import { watchProcess } from './server/watch-process.ts'
import { watchServer } from './server/watch-server.ts'

/** Players have this long to leave at the end; then they are gone anyway. */
const endMs = 10_000

/** Beyond what the server's limits take, the players have this long to come; then those who did are measured. */
const comeMs = 60_000

/**
 * Lets a crowd play and measures it: first all players come, then the time runs. Ends early when `signal` is aborted.
 * Rejects with a LoadPlanError or ServerError when it cannot begin. What goes wrong later stands in the report.
 */
export async function runLoad(
  plan: LoadPlan,
  { stream, signal }: { readonly stream: NodeJS.WriteStream; readonly signal: AbortSignal },
): Promise<LoadReport> {
  const { access, module, players, mode, seed, seconds, zones } = plan
  const tally = createTally()
  const progress = createProgress(stream, tally)
  const { tell } = progress
  const bot = plan.bot ?? (await randomBotOf(plan))
  const { handshakeSpacingMs, comeInMs } = await checkLimits(plan, tell)
  const { places, tidyUp } = await findPlaces({ access, module, zones, bot, tell, signal })

  const stopping = new AbortController()
  const crowd = createCrowd(
    {
      ...{ access, places, bot, mode, seed, handshakeSpacingMs },
      roles: assignRoles(bot, players, plan.roles),
      settings: { ...bot.settings, ...plan.settings },
      thinkMs: plan.pace === undefined ? bot.thinkMs : 1_000 / plan.pace,
      leaves: 'id' in zones,
    },
    { tally, tell, signal: stopping.signal },
  )
  const own = watchProcess()
  const server = watchServer(access.url)
  const told = whenAborted(signal)
  let startedAt = performance.now()
  let phase = () => 'they come'
  const beginMeasuring = async () => {
    tally.restart()
    own.restart()
    await server.restart()
    startedAt = performance.now()
  }

  try {
    await beginMeasuring()
    progress.start(crowd, () => phase())
    const played = crowd.run()
    await Promise.race([crowd.everybodyCame, played, told, wait(comeInMs)])
    if (!signal.aborted) {
      reportMissing(players - tally.joins.count)
      await beginMeasuring()
      phase = () => timeLeft(startedAt, seconds)
      await Promise.race([played, told, wait(seconds * 1_000)])
    }
    const report = reportOf(tally, {
      ...{ module, players, mode, url: access.url, isOwnServer: plan.isOwnServer },
      playedBy: plan.bot === undefined ? 'random intents' : 'bot',
      playing: crowd.playing,
      zones: places.zoneIds.length,
      seconds: (performance.now() - startedAt) / 1_000,
      measuring: own.take(),
      server: (await server.take()) ?? null,
    })
    stopping.abort()
    await Promise.race([played, wait(endMs)])
    return { ...report, failures: objectOf(tally.failures) }
  } finally {
    stopping.abort()
    progress.stop()
    own.stop()
    // A server of our own goes with its database.
    if (!plan.isOwnServer) await tidyUp()
  }

  function reportMissing(missing: number): void {
    if (missing <= 0) return
    tell(`${missing} of ${players} players did not come; the others are measured.`)
    tally.failed('players who did not come in time', missing)
  }
}

async function randomBotOf({ access, module: name }: LoadPlan): Promise<Bot> {
  const modules = await access.modules()
  const module = modules.find((served) => served.name === name)
  const names = modules.map((served) => served.name).join(', ')
  if (module === undefined) throw new LoadPlanError(`${access.url} has no module "${name}", but ${names}.`)
  const bot = createRandomBot(module.intentSchemas)
  if (bot === undefined) throw new LoadPlanError(`The module "${name}" has no intents that a player may send.`)
  return bot
}

/** How fast the limits let players connect, and how long it takes at the most. */
async function checkLimits({ access, players }: LoadPlan, tell: (text: string) => void) {
  const limits = await access.limits()
  const isOperator = await access.isOperator()
  const tight = findTightLimits(limits, { players, isOperator })
  if (tight.some(({ severity }) => severity === 'blocks')) throw new LoadPlanError(explainLimits(tight, players))
  if (tight.length > 0) tell(explainLimits(tight, players))
  // A little slower than it may be, for the clocks of both sides differ.
  const handshakeSpacingMs = 1_200 / (limits.handshakesPerAddressPerSecond ?? 20)
  const guestSpacingMs = isOperator ? 0 : 60_000 / (limits.guestsPerAddressPerMinute ?? 60)
  return { handshakeSpacingMs, comeInMs: comeMs + players * (handshakeSpacingMs + guestSpacingMs) }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Infinite: for ever. */
function wait(ms: number): Promise<void> {
  return Number.isFinite(ms) ? sleep(ms, undefined, { ref: false }) : new Promise(() => {})
}

function timeLeft(startedAt: number, seconds: number): string {
  const played = (performance.now() - startedAt) / 1_000
  return Number.isFinite(seconds) ? `${Math.max(0, seconds - played).toFixed(0)} s left` : `${played.toFixed(0)} s`
}
