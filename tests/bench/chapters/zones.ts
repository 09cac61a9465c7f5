import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabaseFolder } from '../drive/database-folder.ts'
import { atEnd } from '../drive/on-interrupt.ts'
import { startGridtick } from '../drive/start-gridtick.ts'
import type { TestBed } from '../drive/test-bed.ts'
import type { ServerWindow } from '../measured/record-server.ts'
import type { Chapter } from './chapter.ts'
import { columnsTable, measureColumns, type Row } from './measure-columns.ts'

/** Small zones, as most stored ones are. */
const config = { entities: 4, width: 16, height: 16, sight: 16 }
const everyMs = 1_000
const joinWithinMs = 180_000

type ZoneFigures = { readonly startMs: number; readonly active: number; readonly window: ServerWindow }

const perBeat = ({ window }: ZoneFigures, value: number) => (value * everyMs) / window.elapsedMs

const rows: readonly Row<ZoneFigures>[] = [
  { name: 'start of the server, ms', digits: 0, of: ({ startMs }) => startMs },
  { name: 'steps a beat', digits: 0, of: ({ window }) => window.stepsPerBeat },
  { name: 'processor time a beat, ms', digits: 2, of: (one) => perBeat(one, one.window.cpuMs) },
  {
    name: 'the same a step, µs',
    digits: 0,
    of: (one) => (one.active === 0 ? undefined : (perBeat(one, one.window.cpuMs) * 1_000) / one.active),
  },
  { name: 'last step begins after, ms', digits: 1, of: ({ window }) => window.lastStepMs },
  {
    name: 'written to disk, KiB a beat',
    digits: 1,
    of: (one) => (one.window.diskBytes === undefined ? undefined : perBeat(one, one.window.diskBytes / 1_024)),
  },
  { name: 'resident memory, MiB', digits: 0, of: ({ window }) => window.rssMiB },
]

/** One player watches the active zones, and each steps once a second, which is a beat. */
export const zones: Chapter = {
  name: 'zones',
  about: 'how it grows with zones: 0 to 2,000 active ones, with 100,000 stored',
  async run(bed) {
    const { stored, active } = bed.isQuick
      ? { stored: 200, active: [0, 10] }
      : { stored: 100_000, active: [0, 1, 10, 100, 500, 1_000, 2_000] }
    const databases = await storeZones(bed, stored)
    const columns = await measureColumns(
      bed,
      'zones',
      active.map((count) => ({
        title: `${count} active`,
        measure: async ({ checkout, encoding }) => {
          const place = databases[bed.checkouts.indexOf(checkout)]
          if (place === undefined) throw new Error(`Nothing is stored for ${checkout.name}.`)
          return measureBeats(bed, { ...place, checkout, encoding, count })
        },
      })),
    )
    return [columnsTable(bed, { title: `${stored} stored zones`, columns, rows })]
  },
}

type Place = { readonly database: string; readonly zoneIds: readonly string[] }

/** A database with many zones for each checkout, by its own hand. */
async function storeZones(bed: TestBed, count: number): Promise<readonly Place[]> {
  const places: Place[] = []
  for (const checkout of bed.checkouts) {
    bed.tell(`storing ${count} zones (${checkout.name})`)
    const { path: database, remove } = await createDatabaseFolder()
    atEnd(remove)
    const server = await startGridtick(
      { checkout, node: bed.node, before: bed.pinning.server, tell: bed.tell },
      { database, sync: 'normal', liftsRates: true, zones: { module: 'crowd', count, config, everyMs } },
    )
    await server.stop()
    places.push({ database, zoneIds: server.zoneIds })
  }
  return places
}

async function measureBeats(
  bed: TestBed,
  {
    database,
    zoneIds,
    checkout,
    encoding,
    count,
  }: Place & Parameters<Parameters<typeof measureColumns>[2][number]['measure']>[0] & { readonly count: number },
): Promise<ZoneFigures> {
  const measureMs = bed.isQuick ? 4_000 : 10_000
  const { load } = bed
  const server = await startGridtick(
    { checkout, node: bed.node, before: bed.pinning.server, tell: bed.tell },
    { database, sync: bed.sync, liftsRates: true },
  )
  const watched = zoneIds.slice(0, count)
  const game = {
    kind: 'gridtick',
    url: server.url,
    zoneIds: watched,
    watches: 'all',
    encoding,
    intent: 'move',
  } as const
  if (count > 0) await load.ask('join', { game, players: 1 }, joinWithinMs)
  await sleep(2 * everyMs)
  await server.program.ask('take')
  await sleep(measureMs)
  const window = await server.program.ask('take')
  await load.ask('leave')
  await server.stop()
  return { startMs: server.startMs, active: count, window }
}
