import type { Position } from 'gridtick'

/** Steps between two cells: eight directions, straight over all. */
export function distance(one: Position, other: Position): number {
  return Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))
}

export function isSameCell(one: Position, other: Position): boolean {
  return one.x === other.x && one.y === other.y
}

/** A cell as a key, and as people read it. */
export function cellKey({ x, y }: Position): string {
  return `${x},${y}`
}

/** The next cell on the straight way to `to`. */
export function stepTowards(from: Position, to: Position): Position {
  return { x: from.x + Math.sign(to.x - from.x), y: from.y + Math.sign(to.y - from.y) }
}

/** Row by row. */
export function compareCells(one: Position, other: Position): number {
  return one.y - other.y || one.x - other.x
}

export function allCells(width: number, height: number): Position[] {
  return Array.from({ length: width * height }, (_, index) => ({ x: index % width, y: Math.floor(index / width) }))
}
