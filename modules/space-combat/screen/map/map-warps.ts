import { whenChanged } from '../controls/when-changed.ts'
import type { StarChart } from '../region/star-chart.ts'
import { type DrawnWarp, drawnWarps, type Point, pointOf } from './layout.ts'
import { svg } from './svg.ts'

/** Units between the middle of a sector and where its warps begin: its circle is free of lines. */
const clearance = 14

/** The warps as lines; an arrow on those that lead one way only. */
export function createMapWarps() {
  const root = svg('g', { class: 'map-warps', 'aria-hidden': 'true' })
  const update = whenChanged((chart: StarChart, here: number) => {
    root.replaceChildren(...drawnWarps(chart).flatMap((warp) => drawWarp(warp, { chart, here })))
  })
  return { root, update }
}

function drawWarp(warp: DrawnWarp, { chart, here }: { chart: StarChart; here: number }): Node[] {
  const [from, to] = [chart.get(warp.from), chart.get(warp.to)]
  if (from === undefined || to === undefined) return []
  const [start, end] = shorten(pointOf(from), pointOf(to))
  const isOpen = warp.from === here || (warp.way === 'both' && warp.to === here)
  const classes = `map-warp ${warp.way}${isOpen ? ' open' : ''}`
  const line = svg('line', { class: classes, x1: start.x, y1: start.y, x2: end.x, y2: end.y })
  return warp.way === 'one'
    ? [line, svg('path', { class: `map-warp${isOpen ? ' open' : ''}`, d: arrowAt(start, end) })]
    : [line]
}

function shorten(from: Point, to: Point): readonly [Point, Point] {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length <= 2 * clearance) return [from, to]
  const [x, y] = [((to.x - from.x) / length) * clearance, ((to.y - from.y) / length) * clearance]
  return [
    { x: from.x + x, y: from.y + y },
    { x: to.x - x, y: to.y - y },
  ]
}

/** A small head at two thirds of the way. */
function arrowAt(from: Point, to: Point): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const [x, y] = [(to.x - from.x) / length, (to.y - from.y) / length]
  const tip = { x: from.x + (to.x - from.x) * 0.68, y: from.y + (to.y - from.y) * 0.68 }
  const [back, aside] = [7, 3.5]
  const left = `${tip.x - x * back - y * aside} ${tip.y - y * back + x * aside}`
  const right = `${tip.x - x * back + y * aside} ${tip.y - y * back - x * aside}`
  return `M ${left} L ${tip.x} ${tip.y} L ${right}`
}
