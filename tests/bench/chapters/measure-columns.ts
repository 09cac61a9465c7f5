import type { Contestant, TestBed } from '../drive/test-bed.ts'
import { median } from '../measured/percentiles.ts'
import { renderTable } from '../table.ts'

/** What is measured of every checkout. */
export type Column<Measured> = {
  readonly title: string
  measure(contestant: Contestant): Promise<Measured>
  /** Another encoding than the smallest that there is. */
  readonly encoding?: Contestant['encoding']
}

/** A row of the table. Nothing where the measurement has no such figure. */
export type Row<Measured> = {
  readonly name: string
  readonly digits: number
  of(measured: Measured): number | undefined
  /** Whether two checkouts are compared by it. */
  readonly isCompared?: boolean
}

export type MeasuredColumn<Measured> = {
  readonly title: string
  /** For each checkout, in the order of the rounds. */
  readonly results: readonly (readonly Measured[])[]
}

/** Measures each column of each checkout once a round, by turns. */
export async function measureColumns<Measured>(
  bed: TestBed,
  chapter: string,
  columns: readonly Column<Measured>[],
): Promise<readonly MeasuredColumn<Measured>[]> {
  const measured = columns.map(({ title }) => ({ title, results: bed.checkouts.map((): Measured[] => []) }))
  for (let round = 1; round <= bed.rounds; round++)
    for (const [place, { title, measure, encoding = bed.encoding }] of columns.entries())
      for (const [index, checkout] of bed.checkouts.entries()) {
        bed.tell(`${chapter}, round ${round} of ${bed.rounds}: ${title} (${checkout.name})`)
        measured[place]?.results[index]?.push(await measure({ checkout, encoding }))
      }
  return measured
}

/**
 * Medians of the rounds. Beside a second checkout stands what the first is of it, each round beside its own.
 * `growth` adds a last row: how much a figure is of the first column's.
 */
export function columnsTable<Measured>(
  bed: TestBed,
  {
    title,
    columns,
    rows,
  }: {
    readonly title: string
    readonly columns: readonly MeasuredColumn<Measured>[]
    readonly rows: readonly Row<Measured>[]
  },
): string {
  const [, against] = bed.checkouts
  const head = columns.flatMap((column) => (against === undefined ? [column.title] : [column.title, against.name, '÷']))
  return renderTable(
    [title, ...head],
    rows.map((row) => [row.name, ...columns.flatMap((column) => cells(column, row))]),
  )
}

function cells<Measured>({ results }: MeasuredColumn<Measured>, { of, digits, isCompared = true }: Row<Measured>) {
  const [values = [], theirs] = results.map((runs) => runs.map(of).filter((value) => value !== undefined))
  const shown = (numbers: readonly number[], places: number) =>
    numbers.length === 0 ? '-' : median(numbers).toFixed(places)
  if (theirs === undefined) return [shown(values, digits)]
  const ratios = values.map((value, round) => value / (theirs[round] ?? 0)).filter(Number.isFinite)
  return [shown(values, digits), shown(theirs, digits), isCompared ? shown(ratios, 2) : '-']
}
