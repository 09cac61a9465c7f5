import { startProgram } from '../drive/child-program.ts'
import { createDatabaseFolder } from '../drive/database-folder.ts'
import { atEnd } from '../drive/on-interrupt.ts'
import type { Contestant, TestBed } from '../drive/test-bed.ts'
import type { CommitCalls, CommitFigures, CommitRequest } from '../measured/commit-program.ts'
import type { Chapter } from './chapter.ts'
import { columnsTable, measureColumns, type Row } from './measure-columns.ts'

type Scenario = Omit<CommitRequest, 'database' | 'sync' | 'measureMs'> & { readonly title: string }

const rows: readonly Row<CommitFigures>[] = [
  { name: 'zone commits a second', digits: 0, of: (one) => one.commitsPerSecond },
  { name: 'bare rows a second', digits: 0, of: (one) => one.barePerSecond, isCompared: false },
  { name: 'bare rows ÷ zone commits', digits: 2, of: (one) => one.barePerSecond / one.commitsPerSecond },
  { name: 'processor a zone commit, µs', digits: 1, of: (one) => one.cpuMicroseconds },
  { name: 'transaction, ms', digits: 2, of: (one) => one.p50Ms },
  { name: 'transaction, p95, ms', digits: 2, of: (one) => one.p95Ms },
  {
    name: 'written to disk, KiB a zone commit',
    digits: 2,
    of: ({ diskBytes }) => (diskBytes === undefined ? undefined : diskBytes / 1_024),
  },
]

const notes = `The storage alone, as fast as it goes: no server, no module. A transaction holds as many zones as the column says. "bare rows" are
as many rows of as many bytes as changed in one table, in transactions of as many rows, by the same driver with the same settings.`

/** What it costs to store ticks, apart from all else. */
export const commits: Chapter = {
  name: 'commits',
  about: 'the storage alone: zone commits a second of small zones, and of one large zone',
  async run(bed) {
    const columns = await measureColumns(
      bed,
      'commits',
      scenariosOf(bed).map(({ title, ...scenario }) => ({
        title,
        measure: (contestant) => measureCommits(bed, contestant, scenario),
      })),
    )
    return [columnsTable(bed, { title: `commits, synchronous=${bed.sync}`, columns, rows }), notes]
  },
}

function scenariosOf({ isQuick }: TestBed): readonly Scenario[] {
  const small = { entities: 8, moves: 5, players: 1, intents: 0, warmRounds: 140 }
  const zones = isQuick ? 32 : 64
  return [
    { title: '5 changes, 32 together', zones, group: 32, ...small },
    { title: '5 changes, alone', zones, group: 1, ...small },
    {
      ...{ title: '550 changes', zones: 1, group: 1, warmRounds: 450 },
      ...{ entities: 1_000, moves: 510, players: 200, intents: 40 },
    },
  ]
}

async function measureCommits(
  { node, pinning, sync, isQuick, tell }: TestBed,
  { checkout }: Contestant,
  scenario: Omit<Scenario, 'title'>,
): Promise<CommitFigures> {
  const { path: database, remove } = await createDatabaseFolder()
  atEnd(remove)
  const program = startProgram<CommitCalls>({
    ...{ node, tell, before: pinning.server, cwd: checkout.folder },
    arguments: [checkout.commits],
  })
  const measureMs = isQuick ? 500 : 8_000
  const figures = await program.ask('measure', { ...scenario, database, sync, measureMs }, measureWithinMs)
  await program.end()
  await remove()
  return figures
}

/** With the making of the zones, and a first round that does not count. */
const measureWithinMs = 300_000
