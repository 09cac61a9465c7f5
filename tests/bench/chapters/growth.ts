import { measureWorld, type WorldRun } from '../drive/measure-world.ts'
import type { Chapter } from './chapter.ts'
import { crowdWorld } from './crowd-world.ts'
import { columnsTable, type MeasuredColumn, measureColumns, type Row } from './measure-columns.ts'
import { timesOf } from './times.ts'
import { frameMicroseconds, growthRows } from './world-rows.ts'

const movesPerSecond = 2

/** Larger and larger worlds, as crowded as the smallest. */
export const entityGrowth: Chapter = {
  name: 'entities',
  about: 'how that grows with the world: 250 to 64,000 entities at equal density, 200 players',
  run: (bed) => {
    const counts = bed.isQuick ? [100, 400] : [250, 1_000, 4_000, 16_000, 64_000]
    const players = bed.isQuick ? 20 : 200
    return grow(
      bed,
      'entities',
      counts.map((entities) => ({ title: String(entities), entities, players })),
    )
  },
}

/** More and more players in one world. */
export const playerGrowth: Chapter = {
  name: 'players',
  about: 'how that grows with those who play: 50 to 1,000 players, 4,000 entities',
  run: (bed) => {
    const counts = bed.isQuick ? [10, 40] : [50, 100, 200, 400, 1_000]
    const entities = bed.isQuick ? 200 : 4_000
    return grow(
      bed,
      'players',
      counts.map((players) => ({ title: String(players), entities, players })),
    )
  },
}

async function grow(
  bed: Parameters<Chapter['run']>[0],
  title: string,
  worlds: readonly { readonly title: string; readonly entities: number; readonly players: number }[],
): Promise<readonly string[]> {
  const columns = await measureColumns(
    bed,
    title,
    worlds.map(({ title, ...world }) => ({
      title,
      measure: (contestant) =>
        measureWorld(bed, contestant, { world: crowdWorld({ ...world, movesPerSecond }), times: timesOf(bed) }),
    })),
  )
  return [columnsTable(bed, { title, columns, rows: [...growthRows(), growthRow(columns)] })]
}

/** How much a frame costs of what it costs in the smallest world, each round beside its own. */
function growthRow(columns: readonly MeasuredColumn<WorldRun>[]): Row<WorldRun> {
  const first = new Map<WorldRun, WorldRun | undefined>()
  for (const { results } of columns)
    for (const [checkout, runs] of results.entries())
      for (const [round, run] of runs.entries()) first.set(run, columns[0]?.results[checkout]?.[round])
  const of = (run: WorldRun) => {
    const base = first.get(run)
    return base && frameMicroseconds(run.warm, run) / frameMicroseconds(base.warm, base)
  }
  return { name: 'frame ÷ frame of the first column', digits: 2, of }
}
