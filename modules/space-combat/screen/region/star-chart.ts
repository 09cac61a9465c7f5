import type { Cargo } from '../../commodities.ts'
import type { PortPrices } from '../../rules/port-prices.ts'
import type { AnswerTo } from './region-view.ts'
import type { Place } from './situation.ts'

/** What is known of a port: as it was when the captain last saw it. */
export type ChartedPort = {
  /** Such as BBS: for each commodity whether it buys or sells. */
  readonly code: string
  /** Credits for a unit, by commodity; null where the port is full. Nothing, if only the code is known. */
  readonly prices: Partial<PortPrices>
  readonly stock: Readonly<Partial<Cargo>>
  readonly observedAt: string | undefined
}

/** A sector that the captain was in, or only saw a warp to. */
export type ChartedSector = {
  readonly sector: number
  readonly x: number
  readonly y: number
  readonly isVisited: boolean
  readonly warps: readonly number[]
  /** Null: none, or nobody knows. */
  readonly port: ChartedPort | null
}

/** All that a captain knows of the region, by sector. It has as many entries as the region has sectors, at the most. */
export type StarChart = ReadonlyMap<number, ChartedSector>

/** Adds a page of the query `my_map`. */
export function chartMyMap(chart: StarChart, { sectors }: AnswerTo<'my_map'>): StarChart {
  return withSectors(chart, sectors, ({ adjacentSectors, port }) => ({
    isVisited: true,
    warps: adjacentSectors,
    port: port && portSeen(port),
  }))
}

/** Adds an answer of the query `local_map`: of sectors not visited their places, and nothing that was known better. */
export function chartLocalMap(chart: StarChart, answer: AnswerTo<'local_map'>): StarChart {
  if ('error' in answer) return chart
  return withSectors(chart, answer.sectors, ({ isVisited, adjacentSectors = [], portType }, known) => ({
    isVisited: known?.isVisited ?? isVisited,
    warps: known?.isVisited ? known.warps : adjacentSectors,
    port: known?.port ?? codeAlone(portType ?? null),
  }))
}

/** The sector the captain is in, as the view shows it. */
export function chartPlace(chart: StarChart, { sector, x, y, warps }: Place): StarChart {
  const known = chart.get(sector)
  if (known?.isVisited && sameNumbers(known.warps, warps)) return chart
  return new Map(chart).set(sector, { sector, x, y, isVisited: true, warps, port: known?.port ?? null })
}

/** The port of a sector, as an event told of it. */
export function chartPort(chart: StarChart, sector: number, port: ChartedPort): StarChart {
  const known = chart.get(sector)
  return known === undefined ? chart : new Map(chart).set(sector, { ...known, port })
}

type SeenPort = NonNullable<AnswerTo<'my_map'>['sectors'][number]['port']>

/** A port as maps and statuses tell of it. */
export function portSeen({ code, lastSeenPrices, lastSeenStock, observedAt }: SeenPort): ChartedPort {
  const { fuel_ore, organics, equipment } = lastSeenPrices
  return { code, prices: { fuel_ore, organics, equipment }, stock: lastSeenStock, observedAt }
}

function codeAlone(code: string | null): ChartedPort | null {
  return code === null ? null : { code, prices: {}, stock: {}, observedAt: undefined }
}

type Located = { readonly sector: number; readonly x: number | null; readonly y: number | null }

function withSectors<Entry extends Located>(
  chart: StarChart,
  sectors: readonly Entry[],
  know: (entry: Entry, known: ChartedSector | undefined) => Pick<ChartedSector, 'isVisited' | 'warps' | 'port'>,
): StarChart {
  const next = new Map(chart)
  for (const entry of sectors) {
    const { sector, x, y } = entry
    if (x !== null && y !== null) next.set(sector, { sector, x, y, ...know(entry, chart.get(sector)) })
  }
  return next
}

function sameNumbers(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((number, index) => number === other[index])
}
