import type { Entity, EntityTable, Position } from '../contract/entity.ts'

/**
 * All within `radius` cells (as a square) that can be seen from a place, where cells block sight. A blocking cell is
 * itself seen; what stands behind it is not. Symmetric: if one open cell sees another, the other sees it.
 *
 * Symmetric shadow casting after Albert Ford (https://www.albertford.com/shadowcasting/).
 */
export function lineOfSight<E extends Entity>(
  entities: EntityTable<E>,
  from: Position,
  radius: number,
  isBlocking: (x: number, y: number) => boolean,
): readonly E[] {
  const visible = visibleCells(from, radius, isBlocking)
  return entities.near(from.x, from.y, radius).filter(({ x, y }) => visible.has(cellKey(from, radius, x, y)))
}

function cellKey(from: Position, radius: number, x: number, y: number): number {
  return (x - from.x + radius) * (2 * radius + 1) + (y - from.y + radius)
}

/** A stretch of one row that is still lit, between two slopes (as exact fractions). */
type Row = { readonly depth: number; readonly start: Slope; readonly end: Slope }
type Slope = { readonly over: number; readonly under: number }

function visibleCells(from: Position, radius: number, isBlocking: (x: number, y: number) => boolean): Set<number> {
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
