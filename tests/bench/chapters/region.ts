import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { endWithThisProcess } from '../drive/child-program.ts'
import { startGridtick } from '../drive/start-gridtick.ts'
import type { Contestant, TestBed } from '../drive/test-bed.ts'
import type { ServerWindow } from '../measured/record-server.ts'
import type { Chapter } from './chapter.ts'
import { columnsTable, measureColumns, type Row } from './measure-columns.ts'
import { timesOf } from './times.ts'

/** Captains as they meet in a region of some age: most trade, some prey on them. */
const crew = { trader: 0.6, pirate: 0.15, 'toll-keeper': 0.1, coward: 0.15 }
/** Of what the bots say of their trouble, the end is shown. */
const complaintMax = 2_000
/** After the region was made. */
const restMs = 2_000
const arriveWithinMs = 120_000
/** Between two looks at how many have come. */
const lookEveryMs = 250

type RegionFigures = { readonly idle: ServerWindow; readonly played: ServerWindow; readonly summary: string }

const perSecond = ({ elapsedMs }: ServerWindow, count: number) => (count * 1_000) / elapsedMs

const rows: readonly Row<RegionFigures>[] = [
  { name: 'ticks a second', digits: 1, of: ({ played }) => perSecond(played, played.ticks) },
  { name: 'intents a second', digits: 1, of: ({ played }) => perSecond(played, played.intents) },
  { name: 'messages a second', digits: 1, of: ({ played }) => perSecond(played, played.messages) },
  {
    name: 'bytes of a message (mean)',
    digits: 0,
    of: ({ played }) => played.messageBytes / Math.max(1, played.messages),
  },
  { name: 'onTick and checks, ms', digits: 2, of: ({ played }) => played.times.onTick.p50 },
  { name: 'commit, ms', digits: 2, of: ({ played }) => played.times.commit.p50 },
  { name: 'views, ms', digits: 2, of: ({ played }) => played.times.views.p50 },
  { name: 'encode and send, ms', digits: 2, of: ({ played }) => played.times.encodeSend.p50 },
  { name: 'whole tick, ms', digits: 2, of: ({ played }) => played.times.total.p50 },
  { name: 'whole tick, p95, ms', digits: 2, of: ({ played }) => played.times.total.p95 },
  { name: 'processor, ms a second', digits: 1, of: ({ played }) => perSecond(played, played.cpuMs) },
  { name: 'the same before anybody came', digits: 1, of: ({ idle }) => perSecond(idle, idle.cpuMs) },
  { name: 'loop delay p99, ms', digits: 1, of: ({ played }) => played.loopDelayP99Ms },
  { name: 'resident memory, MiB', digits: 0, of: ({ played }) => played.rssMiB },
]

const notes = `A generated region, seconds after all captains began in one sector of it. They are bots of apps/bots, each deciding once a
second, most of them traders.`

/** A game with much that is hidden, played by bots of another process over the public socket. */
export const region: Chapter = {
  name: 'space-combat',
  about: 'a region of 1,000 sectors with 200 captains',
  async run(bed) {
    const size = bed.isQuick ? { captains: 20, sectors: 100 } : { captains: 200, sectors: 1_000 }
    const columns = await measureColumns(bed, 'space-combat', [
      {
        title: `${size.captains} captains, ${size.sectors} sectors`,
        measure: (contestant) => measureRegion(bed, contestant, size),
      },
    ])
    const summary = columns[0]?.results[0]?.at(-1)?.summary.trimEnd() ?? ''
    return [columnsTable(bed, { title: 'space-combat', columns, rows }), notes, summary]
  },
}

async function measureRegion(
  bed: TestBed,
  { checkout }: Contestant,
  { captains, sectors }: { readonly captains: number; readonly sectors: number },
): Promise<RegionFigures> {
  const { warmAfterMs, warmMs } = timesOf(bed)
  const config = { map: { sectors, seed: 'bench' }, combat: { roundTimeoutMs: bed.isQuick ? 2_000 : 5_000 } }
  const server = await startGridtick(
    { checkout, node: bed.node, before: bed.pinning.server, tell: bed.tell },
    { sync: bed.sync, liftsRates: false, zones: { module: 'space-combat', count: 1, config, everyMs: 500 } },
  )
  const [zoneId = ''] = server.zoneIds
  await sleep(restMs)
  await server.program.ask('take')
  await sleep(warmMs / 4)
  const idle = await server.program.ask('take')
  const bots = startBots(bed, checkout.folder, { url: server.url, zoneId, captains })
  await Promise.race([untilConnected(server.url, captains), bots.failed])
  await sleep(warmAfterMs)
  await server.program.ask('take')
  await sleep(warmMs)
  const played = await server.program.ask('take')
  const summary = await bots.stop()
  await server.stop()
  return { idle, played, summary }
}

async function untilConnected(url: string, captains: number): Promise<void> {
  const giveUpAt = performance.now() + arriveWithinMs
  for (;;) {
    const { connections } = (await (await fetch(`${url}/health`)).json()) as { readonly connections: number }
    if (connections >= captains) return
    if (performance.now() > giveUpAt)
      throw new Error(`${connections} of ${captains} captains came within ${arriveWithinMs / 1_000} s.`)
    await sleep(lookEveryMs)
  }
}

/** The bots of that checkout, from its sources. `stop` answers what they say at the end; `failed` rejects if that comes early. */
function startBots(
  { node, pinning }: TestBed,
  folder: string,
  { url, zoneId, captains }: { readonly url: string; readonly zoneId: string; readonly captains: number },
): { stop(): Promise<string>; readonly failed: Promise<never> } {
  const parts = Object.entries(crew).flatMap(([name, share]) => [`--${name}`, String(Math.round(captains * share))])
  const program = [
    '--conditions=gridtick-source',
    '--import',
    'tsx',
    'apps/bots/main.ts',
    '--zone',
    zoneId,
    '--url',
    url,
    ...parts,
  ]
  const [command = node, ...rest] = [...pinning.load, node, ...program]
  const child = spawn(command, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  endWithThisProcess(child)
  let said = ''
  let complained = ''
  child.stdout.on('data', (text) => {
    said += String(text)
  })
  child.stderr.on('data', (text) => {
    complained = `${complained}${String(text)}`.slice(-complaintMax)
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const failed = ended.then(() => Promise.reject(new Error(`The bots ended:\n${complained}`)))
  failed.catch(() => {})
  return {
    failed,
    async stop() {
      child.kill('SIGINT')
      await ended
      return said
    },
  }
}
