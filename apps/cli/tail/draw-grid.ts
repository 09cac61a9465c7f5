import type { SeenEntity } from '@gridtick/client'
import { paint } from '../output/paint.ts'
import type { KindMark } from './kind-marks.ts'

export type GridOptions = {
  readonly entities: ReadonlyMap<string, SeenEntity>
  readonly playerId: string
  readonly markOf: (kind: string) => KindMark
  /** Characters; a cell takes two of a row, so that it is about square. */
  readonly columns: number
  readonly rows: number
  readonly isColoured: boolean
}

/**
 * What a player sees around the own entity, a line a row. `@` is the own one; what belongs to a player is a capital
 * letter; a `+` behind a letter says that more is in that cell.
 */
export function drawGrid(options: GridOptions): readonly string[] {
  const { entities, playerId, rows } = options
  const columns = Math.max(1, Math.floor(options.columns / 2))
  const centre = centreOf([...entities.values()], playerId)
  const left = centre.x - Math.floor(columns / 2)
  const top = centre.y - Math.floor(rows / 2)
  const cells = byCell([...entities.values()])
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) =>
      drawCell({ x: left + column, y: top + row }, cells.get(`${left + column},${top + row}`), options),
    ).join(''),
  )
}

type Place = { readonly x: number; readonly y: number }

/** The own entity, of the kind one has fewest of: who has many garrisons has one ship. Else the middle of all. */
export function centreOf(entities: readonly SeenEntity[], playerId: string): Place {
  const own = entities.filter(({ ownerId, x, y }) => ownerId === playerId && x >= 0 && y >= 0)
  const count = (kind: string) => own.filter((entity) => entity.kind === kind).length
  const [first] = own.toSorted((one, other) => count(one.kind) - count(other.kind) || compare(one.id, other.id))
  if (first !== undefined) return first
  const middle = (values: readonly number[]) =>
    values.length === 0 ? 0 : Math.floor((Math.min(...values) + Math.max(...values)) / 2)
  return { x: middle(entities.map(({ x }) => x)), y: middle(entities.map(({ y }) => y)) }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function byCell(entities: readonly SeenEntity[]): Map<string, SeenEntity[]> {
  const cells = new Map<string, SeenEntity[]>()
  for (const entity of entities) {
    const key = `${entity.x},${entity.y}`
    const there = cells.get(key)
    if (there === undefined) cells.set(key, [entity])
    else there.push(entity)
  }
  return cells
}

function drawCell({ x, y }: Place, there: readonly SeenEntity[] | undefined, options: GridOptions): string {
  const { playerId, markOf, isColoured } = options
  const [top] = (there ?? []).toSorted((one, other) => rank(other, playerId) - rank(one, playerId))
  // No grid begins below 0.
  if (top === undefined) return x < 0 || y < 0 ? '  ' : `${paint('·', 2, isColoured)} `
  const { letter, colour } = markOf(top.kind)
  const rest = (there?.length ?? 0) > 1 ? '+' : ' '
  if (top.ownerId === playerId) return paint('@', 1, isColoured) + rest
  return paint(top.ownerId === null ? letter : letter.toUpperCase(), colour, isColoured) + rest
}

/** What lies above what: the own, then other players', then the rest. */
function rank({ ownerId }: SeenEntity, playerId: string): number {
  return ownerId === playerId ? 2 : ownerId === null ? 0 : 1
}
