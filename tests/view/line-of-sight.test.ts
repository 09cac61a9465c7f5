import fc from 'fast-check'
import { canSee, lineOfSight, ownedBy, sameCell, union, visibleCells, withinRadius } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { createEntityTable } from '../../framework/engine/src/zone/entity-table.ts'

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
        const open = cells.filter(({ x, y }) => !isWall(x, y)).map(({ x, y }) => `${x},${y}`)
        const oneWay = open.flatMap((one) =>
          open.filter((other) => seen.get(one)?.has(other) !== seen.get(other)?.has(one)).map((other) => [one, other]),
        )
        expect(oneWay).toEqual([])
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

describe('cells in sight', () => {
  const walled = fc.uniqueArray(fc.nat(size * size - 1), { maxLength: 45 })
  const place = fc.record({ x: fc.nat(size - 1), y: fc.nat(size - 1) })
  const nameOf = ({ x, y }: { x: number; y: number }) => `${x},${y}`

  test('[VIEW-6] visibleCells are the cells whose entities lineOfSight gives, and those without any', () => {
    fc.assert(
      fc.property(walled, place, fc.nat(6), (walls, from, radius) => {
        const { cells, isWall, sees } = world(new Set(walls))
        const seen = visibleCells(from, radius, isWall)
        expect(new Set(cells.filter(({ x, y }) => seen.has(x, y)).map(nameOf))).toEqual(sees(from.x, from.y, radius))
        const listed = [...seen]
        expect(listed).toHaveLength(seen.size)
        expect(new Set(listed.map(nameOf)).size).toBe(seen.size)
        for (const { x, y } of listed) expect(seen.has(x, y)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('[VIEW-6] canSee tells the same of one cell, and between open cells the same both ways', () => {
    fc.assert(
      fc.property(walled, place, place, fc.nat(12), (walls, from, to, radius) => {
        const { isWall } = world(new Set(walls))
        const isSeen = canSee(from, to, radius, isWall)
        expect(isSeen).toBe(visibleCells(from, radius, isWall).has(to.x, to.y))
        if (!isWall(from.x, from.y) && !isWall(to.x, to.y)) expect(canSee(to, from, radius, isWall)).toBe(isSeen)
      }),
      { numRuns: 400 },
    )
  })

  test('[VIEW-6] a cell beyond the radius is not in sight, on whichever side it lies, and the cell of the viewer is', () => {
    const seen = visibleCells({ x: 5, y: 5 }, 1, () => false)
    expect([...seen]).toHaveLength(9)
    for (const [x, y] of [
      [3, 5],
      [7, 5],
      [5, 3],
      [5, 7],
      [7, 4],
      [3, 6],
      [-5, 5],
    ] as const)
      expect(seen.has(x, y), `${x},${y}`).toBe(false)
    expect([...visibleCells({ x: -3, y: -4 }, 0, () => true)]).toEqual([{ x: -3, y: -4 }])
    expect(canSee({ x: 0, y: 0 }, { x: 3, y: 0 }, 2, () => false)).toBe(false)
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
