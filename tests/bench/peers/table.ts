import type { Phase } from '../drive/measure-run.ts'
import { median } from '../measured/percentiles.ts'
import { renderTable } from '../table.ts'
import { type Case, nameOf } from './cases.ts'

/** What one side did in one round of a case. */
export type Result = {
  readonly world: Case
  readonly side: string
  readonly round: number
  readonly cold: Phase
  readonly warm: Phase
  readonly loadAverage: number
}

type Measure = { readonly name: string; readonly digits: number; of(phase: Phase, world: Case): number | undefined }

const perPlayer = (bytes: number, { counts }: Phase, { players }: Case) => (bytes * 1_000) / counts.elapsedMs / players

const measures: readonly Measure[] = [
  { name: 'whole tick, p50, ms', digits: 2, of: ({ window }) => window.times.total.p50 },
  { name: 'whole tick, p25, ms', digits: 2, of: ({ window }) => window.times.total.p25 },
  { name: 'of it the commit, p50, ms', digits: 2, of: ({ window }) => window.times.commit?.p50 },
  { name: 'processor, ms a second', digits: 1, of: ({ window }) => (window.cpuMs * 1_000) / window.elapsedMs },
  {
    name: 'bytes a player and second',
    digits: 0,
    of: (phase, world) => perPlayer(phase.counts.tickBytes + phase.counts.answerBytes, phase, world),
  },
  {
    name: 'bytes a player and tick',
    digits: 0,
    of: ({ counts, window }, { players }) => (counts.tickBytes + counts.answerBytes) / window.ticks / players,
  },
  {
    name: 'of them answers to intents, a second',
    digits: 0,
    of: (phase, world) => perPlayer(phase.counts.answerBytes, phase, world),
  },
  { name: 'resident memory, MiB', digits: 0, of: ({ window }) => window.rssMiB },
]

/**
 * A row for each measure of each case, a column for each side: the median of the rounds, and how much it is of the first
 * side's, each round beside its own.
 */
export function peersTable(
  results: readonly Result[],
  {
    cases,
    sides,
    phase,
  }: { readonly cases: readonly Case[]; readonly sides: readonly string[]; readonly phase: 'warm' | 'cold' },
): string {
  const of = (world: Case, side: string, { of }: Measure) =>
    results
      .filter((one) => one.world === world && one.side === side)
      .map((one) => of(one[phase], world))
      .filter((value) => value !== undefined)
  const [first = ''] = sides
  const rows = cases.flatMap((world) =>
    measures.map((measure) => {
      const base = of(world, first, measure)
      const cells = sides.map((side) =>
        cell(of(world, side, measure), side === first ? undefined : base, measure.digits),
      )
      return [`${nameOf(world)}: ${measure.name}`, ...cells]
    }),
  )
  return renderTable([phase, ...sides], rows)
}

function cell(values: readonly number[], base: readonly number[] | undefined, digits: number): string {
  if (values.length === 0) return '-'
  const shown = median(values).toFixed(digits)
  const ratios = values.map((value, round) => value / (base?.[round] ?? 0)).filter(Number.isFinite)
  return ratios.length === 0 ? shown : `${shown} (${median(ratios).toFixed(2)} ×)`
}
