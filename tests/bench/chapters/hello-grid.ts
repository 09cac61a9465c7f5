import { measureWorld, type World } from '../drive/measure-world.ts'
import type { Chapter } from './chapter.ts'
import { columnsTable, measureColumns } from './measure-columns.ts'
import { timesOf } from './times.ts'
import { worldRows } from './world-rows.ts'

/** What is visible to a player is redacted entity by entity, as in most games. */
function worldOf(players: number): World {
  return {
    module: 'hello-grid',
    config: { width: 256, height: 256, sight: 24, pebbles: 1_000, playersMax: players },
    everyMs: 100,
    players,
    movesPerSecond: 2,
  }
}

export const helloGridPlayed: Chapter = {
  name: 'hello-grid',
  about: 'a module that redacts what others are shown: hello-grid with 200 walkers',
  async run(bed) {
    const world = worldOf(bed.isQuick ? 20 : 200)
    const columns = await measureColumns(bed, 'hello-grid', [
      {
        title: `${world.players} walkers`,
        measure: (contestant) => measureWorld(bed, contestant, { world, times: timesOf(bed) }),
      },
    ])
    return [columnsTable(bed, { title: 'hello-grid, warm', columns, rows: worldRows('warm') })]
  },
}
