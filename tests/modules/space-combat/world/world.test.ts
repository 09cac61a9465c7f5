import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../../framework/engine/src/kernel/random.ts'
import { oppositeClass, portCode } from '../../../../modules/space-combat/rules/port-classes.ts'
import { fixtureWorld } from '../../../../modules/space-combat/world/fixture-world.ts'
import { generateWorld } from '../../../../modules/space-combat/world/generate-world.ts'
import type { PlannedSector } from '../../../../modules/space-combat/world/planned-sector.ts'
import { size } from '../../../lanes/size.ts'

type World = readonly PlannedSector[]

const at = (world: World, sector: number) => world[sector] as PlannedSector
const warpsOf = (world: World, sector: number) => at(world, sector).warps

/** Distinct neighbours, whichever way the warps go. */
function neighboursOf(world: World): readonly ReadonlySet<number>[] {
  const neighbours = world.map(({ warps }) => new Set(warps))
  for (const { sector, warps } of world) for (const to of warps) neighbours[to]?.add(sector)
  return neighbours
}

function levelsFrom(start: number, warpsFrom: (sector: number) => readonly number[]): ReadonlyMap<number, number> {
  const levels = new Map([[start, 0]])
  for (const [sector, level] of levels)
    for (const to of warpsFrom(sector)) if (!levels.has(to)) levels.set(to, level + 1)
  return levels
}

function isTwoWay(world: World, from: number, to: number): boolean {
  return warpsOf(world, from).includes(to) && warpsOf(world, to).includes(from)
}

function twoWayLevels(world: World): ReadonlyMap<number, number> {
  return levelsFrom(0, (sector) => warpsOf(world, sector).filter((to) => isTwoWay(world, sector, to)))
}

function portsInReach(world: World, sector: number): PlannedSector[] {
  const near = warpsOf(world, sector)
  const reached = new Set([...near, ...near.flatMap((next) => warpsOf(world, next))])
  reached.delete(sector)
  return [...reached].map((other) => at(world, other)).filter(({ portClass }) => portClass !== null)
}

const worlds = fc
  .record({ sectors: fc.oneof(fc.integer({ min: 10, max: 40 }), fc.integer({ min: 41, max: 600 })), seed: fc.string() })
  .map(({ sectors, seed }) => generateWorld({ sectors, random: createRandom(seed) }))

const large = generateWorld({ sectors: 5_000, random: createRandom('large') })

function holds(promise: (world: World) => void): void {
  fc.assert(
    fc.property(worlds, (world) => {
      promise(world)
    }),
    { numRuns: size({ usual: 8, long: 1_000 }) },
  )
  promise(large)
}

describe('the fixture world', () => {
  test('[1.1] ten sectors with their warps and ports', () => {
    expect(fixtureWorld.map(({ warps }) => warps)).toEqual([
      [1, 2, 5],
      [0, 3, 4],
      [0, 3, 6],
      [1, 4, 7],
      [3, 8],
      [6, 9],
      [2, 5, 7],
      [3, 8, 9],
      [4, 9],
      [7, 8],
    ])
    const ports = fixtureWorld.flatMap(({ sector, portClass }) => (portClass === null ? [] : [[sector, portClass]]))
    expect(ports.map(([sector, portClass = 0]) => [sector, portCode(portClass)])).toEqual([
      [1, 'BBS'],
      [3, 'BSS'],
      [5, 'BSB'],
      [9, 'BBB'],
    ])
  })

  test('each sector has a place of its own', () => {
    expect(new Set(fixtureWorld.map(({ x, y }) => `${x},${y}`)).size).toBe(10)
  })
})

describe('a generated world', () => {
  test('[1.1] two-way warps alone join all sectors, so that each can be reached from each', () => {
    holds((world) => expect(twoWayLevels(world).size).toBe(world.length))
  })

  test('[1.1] no sector has more than four neighbours, no warp leads nowhere, back to its sector, or twice to one', () => {
    holds((world) => {
      for (const { sector, warps } of world) {
        expect(new Set(warps).size).toBe(warps.length)
        expect(warps).not.toContain(sector)
        for (const to of warps) expect(world[to]).toBeDefined()
      }
      for (const neighbours of neighboursOf(world)) expect(neighbours.size).toBeLessThanOrEqual(4)
    })
  })

  test('[1.1] no three sectors form a triangle, and warps join levels of the tree that are next to each other', () => {
    holds((world) => {
      const neighbours = neighboursOf(world)
      const levels = twoWayLevels(world)
      for (const [sector, near] of neighbours.entries())
        for (const other of near) {
          expect([...(neighbours[other] ?? [])].filter((third) => near.has(third))).toEqual([])
          expect(Math.abs((levels.get(sector) ?? 0) - (levels.get(other) ?? 0))).toBeLessThanOrEqual(1)
        }
    })
  })

  test('[1.1] there are dead ends of two sectors with no other way in or out', () => {
    holds((world) => {
      const neighbours = neighboursOf(world)
      const isLink = (sector: number) => neighbours[sector]?.size === 2
      const deadEnds = world.filter(({ sector }) => {
        const [only, ...others] = neighbours[sector] ?? []
        return only !== undefined && others.length === 0 && isLink(only) && isTwoWay(world, sector, only)
      })
      expect(deadEnds.length).toBeGreaterThanOrEqual(Math.max(1, Math.round(0.02 * world.length)))
    })
  })

  test('[1.1] a share of 0.38 of the sectors has a port, those with few neighbours first', () => {
    holds((world) => {
      const neighbours = neighboursOf(world)
      const ports = world.filter(({ portClass }) => portClass !== null)
      expect(ports).toHaveLength(Math.round(0.38 * world.length))
      const others = world.filter(({ portClass }) => portClass === null)
      const mean = (sectors: World) =>
        sectors.reduce((sum, { sector }) => sum + (neighbours[sector]?.size ?? 0), 0) / sectors.length
      // In a world of a dozen sectors, one that was moved to where it has company may turn the mean.
      if (world.length > 40) expect(mean(ports)).toBeLessThan(mean(others))
    })
  })

  test('[1.1] seven of ten ports have an opposite one within two warps', () => {
    holds((world) => {
      const ports = world.filter(({ portClass }) => portClass !== null)
      const paired = ports.filter(({ sector, portClass }) =>
        portsInReach(world, sector).some((other) => portClass !== null && other.portClass === oppositeClass(portClass)),
      )
      expect(paired.length).toBeGreaterThanOrEqual(0.7 * ports.length)
    })
  })

  test('[1.1] all classes occur, and warps beside the tree are mostly one-way, with one or two for most sectors', () => {
    const world = generateWorld({ sectors: 5_000, random: createRandom('shape') })
    expect(new Set(world.map(({ portClass }) => portClass)).size).toBe(9)
    const pairs = world.flatMap(({ sector, warps }) =>
      warps.map((to) => [Math.min(sector, to), Math.max(sector, to)] as const),
    )
    const joined = new Set(pairs.map(String)).size
    const extra = joined - (world.length - 1)
    const extraTwoWay = pairs.length - joined - (world.length - 1)
    expect(extraTwoWay / extra).toBeGreaterThan(0.03)
    expect(extraTwoWay / extra).toBeLessThan(0.07)
    expect(extra / world.length).toBeGreaterThan(0.25)
  })

  test('each sector has a cell of its own, counted from 0; the map is about square, and neighbours are near', () => {
    holds((world) => {
      const buckets = new Set(world.map(({ x, y }) => `${Math.floor(x / 8)},${Math.floor(y / 8)}`))
      expect(buckets.size).toBe(world.length)
      for (const { sector, x, y } of world) {
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
        expect([x, y].every(Number.isInteger)).toBe(true)
        for (const to of warpsOf(world, sector)) {
          const other = at(world, to)
          expect(Math.abs(x - other.x) + Math.abs(y - other.y)).toBeLessThanOrEqual(16)
        }
      }
      if (world.length < 100) return
      const [width, height] = [Math.max(...world.map(({ x }) => x)), Math.max(...world.map(({ y }) => y))]
      expect(Math.max(width, height) / Math.min(width, height)).toBeLessThan(2.5)
    })
  })

  test('the same chance makes the same world, other chance another one', () => {
    const make = (seed: string) => generateWorld({ sectors: 100, random: createRandom(seed) })
    expect(make('one')).toEqual(make('one'))
    expect(make('one')).not.toEqual(make('two'))
  })

  test('a captain with a full tank of the first ship reaches every sector from the first one', () => {
    holds((world) => {
      const levels = levelsFrom(0, (sector) => warpsOf(world, sector))
      expect(Math.max(...levels.values()) * 3).toBeLessThanOrEqual(300)
    })
  })
})
