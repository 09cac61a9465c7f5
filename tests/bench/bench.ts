import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { startLoad } from './load.ts'
import { type BeatFigures, measureBeats } from './measure-beat.ts'
import { type CrowdFigures, type CrowdScenario, measureCrowd } from './measure-crowd.ts'
import { type GuardFigures, measureGuard } from './measure-guard.ts'
import { measureRegion } from './measure-region.ts'
import { regionNotes, regionTable } from './region-table.ts'
import { renderTable } from './table.ts'

/** Prints what ticks, frames, beats and starts cost on this machine. It judges nothing: figures are to be compared. */

const help = `  npm run bench -- [--quick] [--space-combat | --guard] [--sync full|normal]

--quick   only small sizes and short times, to see that it works
--space-combat
          only the region that is played by bots
--guard   only what the time limit of module code costs a tick
--sync    what a commit survives: a loss of power (full), or the end of the process (normal; full is the default)`

/** Of equal density: about 36 of the entities are within sight. */
const small = { players: 200, entities: 250, side: 128, sight: 24 }
const medium = { players: 200, entities: 1_000, side: 256, sight: 24 }
const large = { players: 200, entities: 4_000, side: 512, sight: 24 }
const still = { movesPerSecond: 0 }

const wholePlan = {
  crowds: [
    { ...small, ...still, mode: 'delta' },
    { ...medium, ...still, mode: 'full' },
    { ...medium, ...still, mode: 'delta' },
    { ...medium, movesPerSecond: 5, mode: 'delta' },
    { ...large, ...still, mode: 'delta' },
  ],
  times: { warmMs: 3_000, measureMs: 6_000 },
  guard: [1, 500],
  beats: { stored: 10_000, active: [0, 50, 500], measureMs: 6_000 },
  region: { captains: 200, sectors: 1_000, ticksPerSecond: 2, roundTimeoutMs: 5_000 },
  regionTimes: { warmMs: 12_000, measureMs: 8_000, idleMs: 3_000 },
} as const

const quickPlan = {
  crowds: [
    { players: 20, entities: 100, side: 80, sight: 24, ...still, mode: 'full' },
    { players: 20, entities: 100, side: 80, sight: 24, movesPerSecond: 5, mode: 'delta' },
  ],
  times: { warmMs: 500, measureMs: 1_500 },
  guard: [1, 20],
  beats: { stored: 200, active: [0, 10], measureMs: 4_000 },
  region: { captains: 20, sectors: 100, ticksPerSecond: 2, roundTimeoutMs: 2_000 },
  regionTimes: { warmMs: 1_000, measureMs: 3_000, idleMs: 2_000 },
} as const

async function main(): Promise<void> {
  const options = readOptions()
  if (options === 'help') return void process.stdout.write(`${help}\n`)
  const { sync, isRegionOnly, isGuardOnly } = options
  const plan = options.isQuick ? quickPlan : wholePlan
  const guard = isRegionOnly ? [] : [guardTable(await measureGuard(plan.guard)), guardNotes]
  if (isGuardOnly) return void process.stdout.write(`\n${guard.join('\n\n')}\n`)
  const sections = isRegionOnly ? [] : await measureCrowdsAndBeats(plan, sync)
  const { captains, sectors } = plan.region
  tell(`${captains} bots in a region of ${sectors} sectors`)
  const region = await measureRegion({ ...plan.region, sync }, plan.regionTimes)
  const all = [machine(sync), ...guard, ...sections, regionTable(region), regionNotes, region.summary.trimEnd()]
  process.stdout.write(`\n${all.join('\n\n')}\n`)
}

async function measureCrowdsAndBeats(
  plan: typeof wholePlan | typeof quickPlan,
  sync: 'full' | 'normal',
): Promise<readonly string[]> {
  const load = startLoad()
  try {
    const crowds: CrowdFigures[] = []
    for (const scenario of plan.crowds) {
      tell(describe(scenario))
      crowds.push(await measureCrowd(load, { ...scenario, sync }, plan.times))
    }
    const beats = await measureBeats(load, { ...plan.beats, sync, tell })
    return [crowdTable(crowds), crowdNotes, beatTable(beats), beatNotes]
  } finally {
    load.end()
  }
}

type Options = {
  readonly isQuick: boolean
  readonly isRegionOnly: boolean
  readonly isGuardOnly: boolean
  readonly sync: 'full' | 'normal'
}

function readOptions(): Options | 'help' {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        'space-combat': { type: 'boolean', default: false },
        guard: { type: 'boolean', default: false },
        sync: { type: 'string', default: 'full' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return 'help'
    const { sync, quick: isQuick, 'space-combat': isRegionOnly, guard: isGuardOnly } = values
    if (sync !== 'full' && sync !== 'normal') throw new Error(`--sync is full or normal, not "${sync}".`)
    return { isQuick, isRegionOnly, isGuardOnly, sync }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${help}\n`)
    process.exit(2)
  }
}

function tell(text: string): void {
  process.stderr.write(`${text} …\n`)
}

function describe({ players, entities, side, mode, movesPerSecond }: Omit<CrowdScenario, 'sync'>): string {
  const moves = movesPerSecond === 0 ? '' : `, each sending ${movesPerSecond} moves a second`
  return `${players} players (${mode} frames${moves}), ${entities} entities on ${side} × ${side}`
}

function machine(sync: string): string {
  const processors = cpus()
  return `Node ${process.version}, ${processors.length} × ${processors[0]?.model.trim()}; every tick is committed (synchronous=${sync}).`
}

const crowdNotes = `10 ticks a second. Players stand beside the roaming entities, of which half move in each tick. Times are medians in ms a tick unless they say
otherwise. "frame" is view, encoding and sending of one player's tick; "bare send" is ws alone with messages of the same
sizes to as many sockets, in the same process.`

const beatNotes = `Each zone has 4 roaming entities; the active ones are watched by one player and step once a second, which is a beat. The
last step is when the last zone of a beat begins its step, after the beat was due. What the process takes without a server
is not counted.`

const guardNotes = `The same ticks in memory, with and without the guard by turns: processor time, small zones with one player each, no disk, no sockets.`

function guardTable(all: readonly GuardFigures[]): string {
  const row = (name: string, value: (figures: GuardFigures) => string) => [name, ...all.map(value)]
  return renderTable(
    row('the guard', ({ zones }) => `${zones} zones`),
    [
      row('a tick without it, µs', ({ plainMicroseconds }) => plainMicroseconds.toFixed(1)),
      row('a tick with it, µs', ({ guardedMicroseconds }) => guardedMicroseconds.toFixed(1)),
      row('its cost, µs', ({ plainMicroseconds, guardedMicroseconds }) =>
        (guardedMicroseconds - plainMicroseconds).toFixed(1),
      ),
      row('slices a beat', ({ slicesPerBeat }) => slicesPerBeat.toFixed(1)),
    ],
  )
}

function crowdTable(all: readonly CrowdFigures[]): string {
  const row = (name: string, value: (figures: CrowdFigures) => string) => [name, ...all.map(value)]
  return renderTable(
    row('crowd', ({ players, mode, movesPerSecond }) => `${players} ${mode}${movesPerSecond === 0 ? '' : ' + moves'}`),
    [
      row('entities beside the players', ({ entities }) => String(entities)),
      row('cells', ({ side }) => `${side} × ${side}`),
      row('visible to a player', ({ counted }) => counted.visible.toFixed(1)),
      row('ticks a second', ({ figures }) => perSecond(figures.ticks, figures.elapsedMs)),
      row('messages a second', ({ figures }) => perSecond(figures.frames, figures.elapsedMs)),
      row('bytes of a message (mean)', ({ figures }) => (figures.bytes / Math.max(1, figures.frames)).toFixed(0)),
      row('onTick and checks', ({ figures }) => figures.onTick.p50.toFixed(2)),
      row('commit', ({ figures }) => figures.commit.p50.toFixed(2)),
      row('views', ({ figures }) => figures.view.p50.toFixed(2)),
      row('encode and send', ({ figures }) => figures.encodeSend.p50.toFixed(2)),
      row('whole tick', ({ figures }) => figures.total.p50.toFixed(2)),
      row('whole tick, p95', ({ figures }) => figures.total.p95.toFixed(2)),
      row('frame, µs', (figures) => frameMicroseconds(figures).toFixed(1)),
      row('bare send, µs', ({ bareSendMicroseconds }) => bareSendMicroseconds.toFixed(1)),
      row('frame / bare send', (figures) => (frameMicroseconds(figures) / figures.bareSendMicroseconds).toFixed(2)),
      row('processor, % of one core', ({ figures }) => ((100 * figures.cpuMs) / figures.elapsedMs).toFixed(1)),
      row('loop delay p99, ms', ({ figures }) => figures.loopDelayP99Ms.toFixed(1)),
      row('resident memory, MiB', ({ figures }) => figures.rssMb.toFixed(0)),
    ],
  )
}

function beatTable(all: readonly BeatFigures[]): string {
  const row = (name: string, value: (figures: BeatFigures) => string) => [name, ...all.map(value)]
  return renderTable(
    row(`beat with ${all[0]?.stored ?? 0} stored zones`, ({ active }) => `${active} active`),
    [
      row('start of the server, ms', ({ startMs }) => startMs.toFixed(0)),
      row('steps a beat', ({ stepsPerBeat }) => stepsPerBeat.toFixed(0)),
      row('processor time a beat, ms', ({ cpuMsPerBeat }) => cpuMsPerBeat.toFixed(2)),
      row('last step begins after, ms', ({ lastStepMs }) => lastStepMs.toFixed(1)),
      row('resident memory, MiB', ({ rssMb }) => rssMb.toFixed(0)),
    ],
  )
}

/** What showing a tick to one player costs: the median tick, shared by those who were shown it. */
function frameMicroseconds({ figures, players }: CrowdFigures): number {
  return ((figures.view.p50 + figures.encodeSend.p50) * 1_000) / players
}

function perSecond(count: number, elapsedMs: number): string {
  return ((count * 1_000) / elapsedMs).toFixed(1)
}

await main()
