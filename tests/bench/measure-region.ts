import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createGameServer, createLogger, type GameServer } from '@gridtick/server'
import type { StepReport } from '../../framework/engine/src/ports/telemetry.ts'
import { spaceCombat } from '../../modules/space-combat/space-combat.ts'
import { createDatabaseFolder, liftedLimits } from './crowd-server.ts'
import { createFigureRecorder, type Figures } from './figures.ts'

/** Captains as they meet in a region of some age: most trade, some prey on them. */
const crew = { trader: 0.6, pirate: 0.15, 'toll-keeper': 0.1, coward: 0.15 }

const operator = { name: 'bench', password: randomBytes(16).toString('hex') }

export type RegionScenario = {
  readonly captains: number
  readonly sectors: number
  readonly ticksPerSecond: number
  readonly roundTimeoutMs: number
  readonly sync: 'full' | 'normal'
}

export type RegionFigures = RegionScenario & {
  readonly figures: Figures
  /** Intents that were carried out or refused. */
  readonly intents: number
  /** Of the whole time of all ticks, the part of each. */
  readonly shares: Readonly<Record<'onTick' | 'commit' | 'view' | 'encodeSend', number>>
  /** ms of all views, encoding and sending, for each message. */
  readonly messageMs: number
  readonly idle: Figures
  /** What the bots said of it at the end. */
  readonly summary: string
}

/** One region: first with nobody in it, then played by bots of another process, over the public socket. */
export async function measureRegion(
  scenario: RegionScenario,
  { warmMs, measureMs, idleMs }: { readonly warmMs: number; readonly measureMs: number; readonly idleMs: number },
): Promise<RegionFigures> {
  const folder = await createDatabaseFolder()
  let reports: StepReport[] = []
  let intents = 0
  const recorder = createFigureRecorder({
    step: (report) => void reports.push(report),
    intent() {
      intents += 1
    },
  })
  const server = await createGameServer({
    modules: [spaceCombat],
    databaseUrl: `file:${folder.path}`,
    databaseSync: scenario.sync,
    port: 0,
    host: '127.0.0.1',
    allowedHosts: ['127.0.0.1'],
    authSecret: randomBytes(32).toString('hex'),
    debugUser: operator,
    limits: liftedLimits,
    logger: createLogger({ level: 'warn' }),
    telemetry: recorder.telemetry,
    onCorrupt: (error) => {
      throw error
    },
  }).start()
  try {
    const zoneId = await createRegion(server, scenario)
    recorder.take()
    await sleep(idleMs)
    const idle = recorder.take()
    const bots = startBots(server.url, zoneId, scenario.captains)
    await until(server, ({ connections }) => connections >= scenario.captains, 60_000)
    await sleep(warmMs)
    reports = []
    intents = 0
    recorder.take()
    await sleep(measureMs)
    const [figures, measured, counted] = [recorder.take(), reports, intents]
    const summary = await stopBots(bots)
    const { shares, frameMs } = sumUp(measured)
    return {
      ...{ ...scenario, figures, shares, idle, summary },
      intents: counted,
      messageMs: frameMs / Math.max(1, figures.frames),
    }
  } finally {
    recorder.stop()
    await server.stop()
    await folder.remove()
  }
}

function sumUp(reports: readonly StepReport[]) {
  const sum = (name: 'onTickMs' | 'commitMs' | 'viewMs' | 'encodeSendMs' | 'totalMs') =>
    reports.reduce((total, report) => total + report[name], 0)
  const total = Math.max(Number.MIN_VALUE, sum('totalMs'))
  return {
    shares: {
      onTick: sum('onTickMs') / total,
      commit: sum('commitMs') / total,
      view: sum('viewMs') / total,
      encodeSend: sum('encodeSendMs') / total,
    },
    frameMs: sum('viewMs') + sum('encodeSendMs'),
  }
}

async function createRegion({ url }: GameServer, scenario: RegionScenario): Promise<string> {
  const { sectors, roundTimeoutMs, ticksPerSecond } = scenario
  const post = async (path: string, body: object, token?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    const response = await fetch(`${url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as { readonly token: string; readonly id: string }
  }
  const { token } = await post('auth/login', { username: operator.name, password: operator.password })
  const config = { map: { sectors, seed: 'bench' }, combat: { roundTimeoutMs } }
  const zone = { module: 'space-combat', config, everyMs: 1_000 / ticksPerSecond }
  return (await post('zones', zone, token)).id
}

type Health = { readonly connections: number }

async function until({ url }: GameServer, isSo: (health: Health) => boolean, atMostMs: number): Promise<void> {
  const giveUpAt = performance.now() + atMostMs
  while (!isSo((await (await fetch(`${url}/health`)).json()) as Health)) {
    if (performance.now() > giveUpAt) throw new Error(`The region did not get there within ${atMostMs} ms.`)
    await sleep(100)
  }
}

function startBots(url: string, zoneId: string, captains: number): ChildProcess {
  const main = fileURLToPath(new URL('../../apps/bots/main.ts', import.meta.url))
  const parts = Object.entries(crew).flatMap(([name, share]) => [`--${name}`, String(Math.round(captains * share))])
  return spawn(
    process.execPath,
    ['--conditions=gridtick-source', '--import', 'tsx', main, '--zone', zoneId, '--url', url, ...parts],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
}

/** Answers their summary. */
function stopBots(bots: ChildProcess): Promise<string> {
  let summary = ''
  bots.stdout?.on('data', (text) => {
    summary += String(text)
  })
  return new Promise((resolve) => {
    bots.on('close', () => resolve(summary))
    bots.kill('SIGINT')
  })
}
