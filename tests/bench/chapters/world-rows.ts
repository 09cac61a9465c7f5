import type { Phase } from '../drive/measure-run.ts'
import type { WorldRun } from '../drive/measure-world.ts'
import type { ServerWindow } from '../measured/record-server.ts'
import type { Row } from './measure-columns.ts'

/** What a zone with players costs, cold or warm. */
export function worldRows(phase: 'cold' | 'warm'): readonly Row<WorldRun>[] {
  const row = (
    name: string,
    digits: number,
    of: (phase: Phase<ServerWindow>, run: WorldRun) => number | undefined,
  ) => ({
    name,
    digits,
    of: (run: WorldRun) => of(run[phase], run),
  })
  return [
    { ...row('visible to a player', 1, ({ counts }) => counts.visible || undefined), isCompared: false },
    row('ticks a second', 1, ({ window }) => (window.ticks * 1_000) / window.elapsedMs),
    row('bytes a player and second', 0, ({ counts }, { players }) => bytesOf(counts) / players),
    row(
      'bytes a player and tick',
      1,
      ({ counts, window }, { players }) => (counts.tickBytes + counts.answerBytes) / window.ticks / players,
    ),
    row(
      'of them answers to intents, a second',
      0,
      ({ counts }, { players }) => (counts.answerBytes * 1_000) / counts.elapsedMs / players,
    ),
    row('onTick and checks, ms', 2, ({ window }) => window.times.onTick.p50),
    row('commit, ms', 2, ({ window }) => window.times.commit.p50),
    row('views, ms', 2, ({ window }) => window.times.views.p50),
    row('encode and send, ms', 2, ({ window }) => window.times.encodeSend.p50),
    row('whole tick, ms', 2, ({ window }) => window.times.total.p50),
    row('whole tick, p25, ms', 2, ({ window }) => window.times.total.p25),
    row('whole tick, p95, ms', 2, ({ window }) => window.times.total.p95),
    row('frame, µs', 1, frameMicroseconds),
    row('bare write, µs', 1, (_, { bareWriteMicroseconds }) => bareWriteMicroseconds),
    row('frame ÷ bare write', 2, (measured, run) => frameMicroseconds(measured, run) / run.bareWriteMicroseconds),
    row('commit ÷ bare commit', 2, ({ window }, { bareCommitMs }) => window.times.commit.p50 / bareCommitMs),
    row('processor, ms a second', 1, ({ window }) => (window.cpuMs * 1_000) / window.elapsedMs),
    row('written to disk, KiB a tick', 1, ({ window }) => diskKiB(window)),
    row('loop delay p99, ms', 1, ({ window }) => window.loopDelayP99Ms),
    row('resident memory, MiB', 0, ({ window }) => window.rssMiB),
  ]
}

/** The rows by which worlds of different sizes are compared. */
export function growthRows(): readonly Row<WorldRun>[] {
  const names = ['ticks a second', 'whole tick, ms', 'frame, µs', 'frame ÷ bare write', 'processor, ms a second']
  return worldRows('warm').filter(({ name }) =>
    [...names, 'written to disk, KiB a tick', 'resident memory, MiB'].includes(name),
  )
}

export const worldNotes = `10 ticks a second. Players stand beside the roaming entities, of which half move in each tick. Times are medians. "frame" is view,
encoding and sending of one player's tick; "bare write" is a write of a message of the same size to a plain socket, "bare
commit" one row with as many bytes as changed, both in the same process, after the server stopped.`

/** What showing a tick to one player costs: the median tick, shared by all. */
export function frameMicroseconds({ window }: Phase<ServerWindow>, { players }: WorldRun): number {
  return ((window.times.views.p50 + window.times.encodeSend.p50) * 1_000) / players
}

function bytesOf({ tickBytes, answerBytes, elapsedMs }: Phase<ServerWindow>['counts']): number {
  return ((tickBytes + answerBytes) * 1_000) / elapsedMs
}

function diskKiB({ diskBytes, ticks }: ServerWindow): number | undefined {
  return diskBytes === undefined ? undefined : diskBytes / 1_024 / Math.max(1, ticks)
}
