import { measurePhase } from '../drive/measure-run.ts'
import { startGridtick } from '../drive/start-gridtick.ts'
import type { Contestant, TestBed } from '../drive/test-bed.ts'
import type { Chapter } from './chapter.ts'
import { crowdWorld } from './crowd-world.ts'
import { columnsTable, measureColumns, type Row } from './measure-columns.ts'
import { timesOf } from './times.ts'

type IntentFigures = {
  readonly intentsPerSecond: number
  /** ms a second. */
  readonly cpuWithout: number
  readonly cpuWith: number
  /** All that they were answered with. */
  readonly answerBytesPerSecond: number
}

const rows: readonly Row<IntentFigures>[] = [
  { name: 'intents a second', digits: 0, of: ({ intentsPerSecond }) => intentsPerSecond },
  { name: 'processor without them, ms a second', digits: 1, of: ({ cpuWithout }) => cpuWithout },
  { name: 'processor with them, ms a second', digits: 1, of: ({ cpuWith }) => cpuWith },
  {
    name: 'processor an intent, µs',
    digits: 1,
    of: ({ cpuWith, cpuWithout, intentsPerSecond }) => ((cpuWith - cpuWithout) * 1_000) / intentsPerSecond,
  },
  {
    name: 'bytes of answers an intent',
    digits: 1,
    of: ({ answerBytesPerSecond, intentsPerSecond }) => answerBytesPerSecond / intentsPerSecond,
  },
]

/** Steps that go nowhere: each is read, checked, run, settled, logged and answered, and changes nothing that is shown. */
export const intents: Chapter = {
  name: 'intents',
  about: 'processor time of an intent that changes nothing: the same zone without and with them',
  async run(bed) {
    const players = bed.isQuick ? 20 : 200
    const smallest = (bed.isQuick ? [5] : [2, 5, 15]).map((perSecond) => ({ perSecond, encoding: bed.encoding }))
    const paces = bed.encoding === 'delta' ? smallest : [{ perSecond: 5, encoding: 'delta' as const }, ...smallest]
    const columns = await measureColumns(
      bed,
      'intents',
      paces.map(({ perSecond, encoding }) => ({
        title: `${players} players, ${perSecond} each, ${encoding}`,
        encoding,
        measure: (contestant) => measureIntents(bed, contestant, { players, perSecond }),
      })),
    )
    return [columnsTable(bed, { title: 'intents', columns, rows })]
  },
}

async function measureIntents(
  bed: TestBed,
  { checkout, encoding }: Contestant,
  { players, perSecond }: { readonly players: number; readonly perSecond: number },
): Promise<IntentFigures> {
  const { node, pinning, load, sync, tell } = bed
  const { warmAfterMs, warmMs } = timesOf(bed)
  const { config, everyMs } = crowdWorld({ entities: 250, players, movesPerSecond: 0 })
  const server = await startGridtick(
    { checkout, node, before: pinning.server, tell },
    { sync, liftsRates: false, zones: { module: 'crowd', count: 1, config, everyMs } },
  )
  const { url, zoneIds, program } = server
  const started = {
    game: { kind: 'gridtick', url, zoneIds, watches: 'one', encoding, intent: 'move' } as const,
    take: () => program.ask('take'),
    stop: () => server.stop(),
  }
  await load.ask('join', { game: started.game, players }, joinWithinMs)
  // Warm with them, as the code is that is measured.
  await load.ask('move', { perSecond, steps: 'still' })
  await measurePhase(started, load, warmAfterMs)
  const having = await measurePhase(started, load, warmMs)
  await load.ask('stay')
  await measurePhase(started, load, everyMs * settlingTicks)
  const without = await measurePhase(started, load, warmMs)
  await load.ask('leave')
  await server.stop()
  const perMs = 1_000 / having.window.elapsedMs
  return {
    intentsPerSecond: having.window.intents * perMs,
    answerBytesPerSecond: (having.counts.answerBytes * 1_000) / having.counts.elapsedMs,
    cpuWith: having.window.cpuMs * perMs,
    cpuWithout: (without.window.cpuMs * 1_000) / without.window.elapsedMs,
  }
}

const joinWithinMs = 180_000
/** After the last intent: by then all have been answered. */
const settlingTicks = 5
