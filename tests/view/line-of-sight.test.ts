import fc from 'fast-check'
import { lineOfSight, ownedBy, sameCell, union, withinRadius } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { createEntityTable } from '../../framework/zone/entity-table.ts'

const size = 11

/** A thing in each cell of a square, and walls where the picture has a #. */
function world(walls: ReadonlySet<number>) {
  const cells = Array.from({ length: size * size }, (_, cell) => ({ x: cell % size, y: Math.floor(cell / size) }))
  const things = cells.map(({ x, y }) => ({ id: `${x},${y}`, kind: 'cell', x, y, ownerId: null, data: {} }))
  const table = createEntityTable(things)
  const isWall = (x: number, y: number) => walls.has(y * size + x)
  return {
    cells,
    isWall,
    sees: (x: number, y: number, radius = size) =>
      new Set(lineOfSight(table, { x, y }, radius, isWall).map(({ id }) => id)),
  }
}
const draw = (rows: readonly string[]) =>
  new Set(rows.flatMap((row, y) => [...row].flatMap((sign, x) => (sign === '#' ? [y * size + x] : []))))

describe('line of sight', () => {
  test('[VIEW-6] is symmetric: an open cell that sees another is seen by it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(size * size - 1), { maxLength: 45 }), (walls) => {
        const { cells, isWall, sees } = world(new Set(walls))
        const seen = new Map(cells.map(({ x, y }) => [`${x},${y}`, sees(x, y)]))
        for (const one of cells)
          for (const other of cells) {
            if (isWall(one.x, one.y) || isWall(other.x, other.y)) continue
            const [a, b] = [`${one.x},${one.y}`, `${other.x},${other.y}`]
            expect(seen.get(a)?.has(b), `${a} and ${b}`).toBe(seen.get(b)?.has(a))
          }
      }),
      { numRuns: 15 },
    )
  })

  test('[VIEW-6] walls are seen, and hide what stands behind them', () => {
    const { sees } = world(draw(['', '', '', '....#', '....#', '....#']))
    const seen = sees(2, 4)
    for (const id of ['2,4', '3,4', '4,3', '4,4', '4,5', '0,0']) expect(seen).toContain(id)
    for (const id of ['5,4', '6,4', '10,4', '5,3']) expect(seen).not.toContain(id)
    expect(sees(2, 4, 1).size).toBe(9)
  })

  test('[VIEW-6] a closed room shows itself and its walls only; an open field shows all of the square', () => {
    const { sees } = world(draw(['.....', '.###.', '.#.#.', '.###.']))
    expect(sees(2, 2).size).toBe(9)
    expect(world(new Set()).sees(5, 5, 3).size).toBe(49)
    expect(world(new Set()).sees(0, 0, 0).size).toBe(1)
  })
})

test('[VIEW-6] the other ways to choose: owned, near, in one cell, and all of them once', () => {
  const table = createEntityTable([
    { id: 'a', kind: 'k', x: 0, y: 0, ownerId: 'ann', data: {} },
    { id: 'b', kind: 'k', x: 2, y: 2, ownerId: null, data: {} },
    { id: 'c', kind: 'k', x: 3, y: 0, ownerId: null, data: {} },
  ])
  const ids = (entities: readonly { id: string }[]) => entities.map(({ id }) => id)
  expect(ids(ownedBy(table, 'ann'))).toEqual(['a'])
  expect(ids(withinRadius(table, { x: 0, y: 0 }, 2))).toEqual(['a', 'b'])
  expect(ids(sameCell(table, { x: 3, y: 0 }))).toEqual(['c'])
  expect(ids(union(ownedBy(table, 'ann'), withinRadius(table, { x: 1, y: 1 }, 2)))).toEqual(['a', 'b', 'c'])
})
