import type { ChartedSector, StarChart } from '../region/star-chart.ts'

/** Units of the drawing for a cell of the region's map: sectors are 8 cells apart. */
const unitsPerCell = 10

export type Point = { readonly x: number; readonly y: number }
export type Box = Point & { readonly width: number; readonly height: number }

/** A warp to draw. One that leads one way only is known as such when both of its ends were visited. */
export type DrawnWarp = { readonly from: number; readonly to: number; readonly way: 'both' | 'one' | 'unknown' }

/** Where a sector is drawn. */
export function pointOf({ x, y }: Point): Point {
  return { x: x * unitsPerCell, y: y * unitsPerCell }
}

/** Each known warp once, where both ends have a place on the chart. */
export function drawnWarps(chart: StarChart): readonly DrawnWarp[] {
  const warps: DrawnWarp[] = []
  for (const { sector: from, warps: targets } of chart.values())
    for (const to of targets) {
      const target = chart.get(to)
      if (target === undefined) continue
      const leadsBack = target.warps.includes(from)
      if (leadsBack && to < from) continue
      warps.push({ from, to, way: leadsBack ? 'both' : target.isVisited ? 'one' : 'unknown' })
    }
  return warps
}

/** The smallest box around all that is known. */
export function boundsOf(chart: StarChart): Box {
  return boxAround([...chart.values()].map(pointOf))
}

/** The smallest box around points. */
export function boxAround(points: readonly Point[]): Box {
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const [x, y] = [least(xs), least(ys)]
  return { x, y, width: -least(xs.map((value) => -value)) - x, height: -least(ys.map((value) => -value)) - y }
}

/** Thousands of numbers are too many for the arguments of one call. */
function least(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
}

export type Direction = 'left' | 'right' | 'up' | 'down'

const ahead: { readonly [To in Direction]: Point } = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
}

/** The known sector that an arrow key leads to: the nearest in that direction, and rather straight ahead than aside. */
export function sectorTowards(chart: StarChart, from: number, direction: Direction): number | undefined {
  const start = chart.get(from)
  if (start === undefined) return undefined
  const { x, y } = ahead[direction]
  const costOf = (sector: ChartedSector) => {
    const [right, down] = [sector.x - start.x, sector.y - start.y]
    const forward = right * x + down * y
    const aside = Math.abs(right * y) + Math.abs(down * x)
    return forward <= 0 || aside > 2 * forward ? Number.POSITIVE_INFINITY : forward + 2 * aside
  }
  let best: { readonly sector: number; readonly cost: number } | undefined
  for (const sector of chart.values()) {
    const cost = costOf(sector)
    if (cost < (best?.cost ?? Number.POSITIVE_INFINITY)) best = { sector: sector.sector, cost }
  }
  return best?.sector
}
