import type { Json } from 'gridtick'
import { commodityList } from '../words/names.ts'
import { type Fields, fieldsOf } from './fields.ts'
import type { Place } from './situation.ts'

/** What is known of a port: as it was when the captain last saw it. */
export type ChartedPort = {
  /** Such as BBS: for each commodity whether it buys or sells. */
  readonly code: string
  /** Credits for a unit, by commodity; null where the port is full. */
  readonly prices: { readonly [commodity: string]: number | null }
  readonly stock: { readonly [commodity: string]: number }
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
export function chartMyMap(chart: StarChart, answer: Json): StarChart {
  return withSectors(chart, fieldsOf(answer).list('sectors'), (sector) => ({
    isVisited: true,
    warps: numbers(sector.list('adjacentSectors')),
    port: portOf(sector.inner('port')),
  }))
}

/** Adds an answer of the query `local_map`: of sectors not visited their places, and nothing that was known better. */
export function chartLocalMap(chart: StarChart, answer: Json): StarChart {
  return withSectors(chart, fieldsOf(answer).list('sectors'), (sector, known) => ({
    isVisited: known?.isVisited ?? sector.isTrue('isVisited'),
    warps: known?.isVisited ? known.warps : numbers(sector.list('adjacentSectors')),
    port: known?.port ?? codeAlone(sector.text('portType')),
  }))
}

/** The sector the captain is in, as the view shows it. */
export function chartPlace(chart: StarChart, { sector, x, y, warps }: Place): StarChart {
  const known = chart.get(sector)
  if (known?.isVisited && sameNumbers(known.warps, warps)) return chart
  return new Map(chart).set(sector, { sector, x, y, isVisited: true, warps, port: known?.port ?? null })
}

/** The port of a sector, as an event told of it: `port.update`, or the `port` in the contents of a status. */
export function chartPort(chart: StarChart, sector: number, told: Json): StarChart {
  const known = chart.get(sector)
  const port = portOf(fieldsOf(told))
  if (known === undefined || port === null) return chart
  return new Map(chart).set(sector, { ...known, port })
}

type Known = Pick<ChartedSector, 'isVisited' | 'warps' | 'port'>

function withSectors(
  chart: StarChart,
  sectors: readonly Json[],
  know: (sector: Fields, known: ChartedSector | undefined) => Known,
): StarChart {
  const next = new Map(chart)
  for (const entry of sectors) {
    const fields = fieldsOf(entry)
    const [sector, x, y] = [fields.number('sector'), fields.number('x'), fields.number('y')]
    if (sector === undefined || x === undefined || y === undefined) continue
    next.set(sector, { sector, x, y, ...know(fields, chart.get(sector)) })
  }
  return next
}

function portOf(port: Fields): ChartedPort | null {
  const code = port.text('code')
  if (code === undefined) return null
  const prices = firstOf(port.inner('lastSeenPrices'), port.inner('prices'))
  const stock = firstOf(port.inner('lastSeenStock'), port.inner('stock'))
  return {
    code,
    prices: Object.fromEntries(commodityList.map((commodity) => [commodity, prices.number(commodity) ?? null])),
    stock: Object.fromEntries(commodityList.map((commodity) => [commodity, stock.number(commodity) ?? 0])),
    observedAt: port.text('observedAt'),
  }
}

/** Maps and statuses call it what was last seen, an update does not. */
function firstOf(one: Fields, other: Fields): Fields {
  return one.names.length > 0 ? one : other
}

function codeAlone(code: string | undefined): ChartedPort | null {
  return code === undefined ? null : { code, prices: {}, stock: {}, observedAt: undefined }
}

function numbers(list: readonly Json[]): readonly number[] {
  return list.filter((item) => typeof item === 'number')
}

function sameNumbers(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((number, index) => number === other[index])
}
