import { measureWorld } from '../drive/measure-world.ts'
import type { Encoding } from '../load/join-gridtick.ts'
import type { Chapter } from './chapter.ts'
import { crowdWorld } from './crowd-world.ts'
import { columnsTable, measureColumns } from './measure-columns.ts'
import { timesOf } from './times.ts'
import { worldNotes, worldRows } from './world-rows.ts'

type Crowd = {
  readonly entities: number
  readonly players: number
  readonly movesPerSecond: number
  /** Left out: the smallest that there is. */
  readonly encoding?: Encoding
}

const sizes = { entities: 1_000, players: 200, movesPerSecond: 2 }

const whole: readonly Crowd[] = [
  { ...sizes, entities: 250 },
  { ...sizes, encoding: 'full' },
  { ...sizes, encoding: 'delta' },
  sizes,
  { ...sizes, movesPerSecond: 5 },
  { ...sizes, entities: 4_000 },
  { ...sizes, entities: 4_000, players: 400 },
]

const small = { entities: 100, players: 20, movesPerSecond: 5 }

const quick: readonly Crowd[] = [{ ...small, encoding: 'delta' }, small]

export const crowds: Chapter = {
  name: 'crowds',
  about: 'what a tick and its frames cost, cold and warm, beside bare writes and bare commits',
  async run(bed) {
    const all = bed.isQuick ? quick : whole
    const worlds = all.filter((one) => bed.encoding !== 'delta' || one.encoding !== 'delta')
    const columns = await measureColumns(
      bed,
      'crowds',
      worlds.map(({ encoding = bed.encoding, ...crowd }: Crowd) => ({
        title: `${crowd.entities}/${crowd.players} ${encoding}, ${crowd.movesPerSecond} moves`,
        encoding,
        measure: (contestant) => measureWorld(bed, contestant, { world: crowdWorld(crowd), times: timesOf(bed) }),
      })),
    )
    return [
      columnsTable(bed, { title: 'warm: entities/players', columns, rows: worldRows('warm') }),
      columnsTable(bed, { title: 'cold: entities/players', columns, rows: worldRows('cold') }),
      worldNotes,
    ]
  },
}
