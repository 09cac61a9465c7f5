import type { Position } from '../contract/entity.ts'

/** Cells that can be seen from one place. Iterates over them as positions, in no order that means anything. */
export type VisibleCells = Iterable<Position> & {
  readonly size: number
  has(x: number, y: number): boolean
}

/**
 * The cells within `radius` (as a square) that can be seen from a place, where cells block sight: entities or not. A
 * blocking cell is itself seen; what lies behind it is not. Symmetric: if one open cell sees another, the other sees it.
 * It knows no edge of the grid: cells outside of it are among them, unless `isBlocking` says that they block.
 *
 * Symmetric shadow casting after Albert Ford (https://www.albertford.com/shadowcasting/).
 */
export function visibleCells(from: Position, radius: number, isBlocking: IsBlocking): VisibleCells {
  const keys = castLight(from, radius, isBlocking)
  const side = 2 * radius + 1
  return {
    size: keys.size,
    has(x, y) {
      const isNear = Math.abs(x - from.x) <= radius && Math.abs(y - from.y) <= radius
      return isNear && keys.has(cellKey(from, radius, x, y))
    },
    *[Symbol.iterator]() {
      for (const key of keys) yield { x: Math.floor(key / side) - radius + from.x, y: (key % side) - radius + from.y }
    },
  }
}

/**
 * Whether a cell can be seen from another, at most `radius` cells away: as {@link visibleCells}, for one cell. Where both
 * are open, it is the same the other way round.
 */
export function canSee(from: Position, to: Position, radius: number, isBlocking: IsBlocking): boolean {
  const distance = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))
  // What is seen at a distance depends on nothing that is farther away.
  return distance <= radius && visibleCells(from, distance, isBlocking).has(to.x, to.y)
}

type IsBlocking = (x: number, y: number) => boolean

function cellKey(from: Position, radius: number, x: number, y: number): number {
  return (x - from.x + radius) * (2 * radius + 1) + (y - from.y + radius)
}

/** A stretch of one row that is still lit, between two slopes (as exact fractions). */
type Row = { readonly depth: number; readonly start: Slope; readonly end: Slope }
type Slope = { readonly over: number; readonly under: number }

function castLight(from: Position, radius: number, isBlocking: IsBlocking): ReadonlySet<number> {
  const visible = new Set([cellKey(from, radius, from.x, from.y)])
  for (const toCell of quadrants) {
    const rows: Row[] = [{ depth: 1, start: { over: -1, under: 1 }, end: { over: 1, under: 1 } }]
    for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
      if (row.depth > radius) continue
      let { start } = row
      let wasBlocked: boolean | undefined
      const [first, last] = [firstColumn(row.depth, start), lastColumn(row.depth, row.end)]
      for (let column = first; column <= last; column++) {
        const [dx, dy] = toCell(row.depth, column)
        const isBlocked = isBlocking(from.x + dx, from.y + dy)
        if (isBlocked || isSymmetric(row.depth, column, start, row.end))
          visible.add(cellKey(from, radius, from.x + dx, from.y + dy))
        const edge = { over: 2 * column - 1, under: 2 * row.depth }
        if (wasBlocked === true && !isBlocked) start = edge
        if (wasBlocked === false && isBlocked) rows.push({ depth: row.depth + 1, start, end: edge })
        wasBlocked = isBlocked
      }
      if (wasBlocked === false) rows.push({ depth: row.depth + 1, start, end: row.end })
    }
  }
  return visible
}

/** The four quarters around a place: depth and column to a step from it. */
const quadrants: readonly ((depth: number, column: number) => readonly [number, number])[] = [
  (depth, column) => [column, -depth],
  (depth, column) => [depth, column],
  (depth, column) => [column, depth],
  (depth, column) => [-depth, column],
]

/** Rounds half up. */
function firstColumn(depth: number, { over, under }: Slope): number {
  return Math.floor((2 * depth * over + under) / (2 * under))
}

/** Rounds half down. */
function lastColumn(depth: number, { over, under }: Slope): number {
  return Math.ceil((2 * depth * over - under) / (2 * under))
}

function isSymmetric(depth: number, column: number, start: Slope, end: Slope): boolean {
  return column * start.under >= depth * start.over && column * end.under <= depth * end.over
}
