import { testZone } from '@gridtick/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../../framework/engine/src/kernel/random.ts'
import { move } from '../../../../modules/space-combat/intents/move.ts'
import { trade } from '../../../../modules/space-combat/intents/trade.ts'
import { localMap } from '../../../../modules/space-combat/queries/local-map.ts'
import { myMap } from '../../../../modules/space-combat/queries/my-map.ts'
import { plotCourse } from '../../../../modules/space-combat/queries/plot-course.ts'
import { spaceCombat } from '../../../../modules/space-combat/space-combat.ts'
import { generateWorld } from '../../../../modules/space-combat/world/generate-world.ts'
import { ask, openFixture, sectorNow, shipNow, startMs } from '../open-fixture.ts'

const timestamp = new Date(startMs).toISOString()

type LocalSector = {
  sector: number
  hops: number
  isVisited: boolean
  isLeaf: boolean
  adjacentSectors?: readonly number[] | undefined
  portType?: string | null | undefined
}
type Region = ReturnType<typeof openFixture>

function local({ base }: Region, playerId: string, input: { sector?: number; hops?: number } = {}) {
  return localMap.answer({ base, playerId, input }) as {
    sectors: readonly LocalSector[]
    hops: number
    error?: { code: string }
  }
}

function mine({ base }: Region, playerId: string, input: { after?: number } = {}) {
  return myMap.answer({ base, playerId, input })
}

describe('what a captain knows', () => {
  test('[5.1] own visits only, with port and warps as seen then', () => {
    const fixture = openFixture({ m: {}, rival: { sector: 3 } })
    ask(fixture.region, 'm', move, { toSector: 1 })
    ask(fixture.region, 'm', move, { toSector: 4 })
    ask(fixture.region, 'rival', move, { toSector: 7 })
    const map = mine(fixture, 'm')
    expect(map).toMatchObject({ sector: 4, visitedCount: 3, next: null })
    expect(map.sectors.map(({ sector, adjacentSectors }) => [sector, adjacentSectors])).toEqual([
      [0, [1, 2, 5]],
      [1, [0, 3, 4]],
      [4, [3, 8]],
    ])
    expect(map.sectors[1]?.port).toEqual({
      code: 'BBS',
      lastSeenPrices: { fuel_ore: 31, organics: 12, equipment: 38 },
      lastSeenStock: { fuel_ore: 300, organics: 300, equipment: 700 },
      observedAt: timestamp,
    })
    expect(map.sectors.map(({ port }) => port?.code ?? null)).toEqual([null, 'BBS', null])
  })

  test('[5.1] a port elsewhere is known as it was last seen, the one at hand as it is', () => {
    const fixture = openFixture({ m: { sector: 1 }, t: { sector: 1 } })
    const { region } = fixture
    const stockFor = (name: string) => mine(fixture, name).sectors[0]?.port?.lastSeenStock
    ask(region, 'm', trade, { side: 'buy', commodity: 'equipment', quantity: 1 })
    ask(region, 'm', move, { toSector: 3 })
    ask(region, 't', trade, { side: 'buy', commodity: 'equipment', quantity: 10 })
    expect(stockFor('m')).toMatchObject({ equipment: 699 })
    expect(stockFor('t')).toMatchObject({ equipment: 689 })
  })

  test('a move writes one small entity, whatever else is known', () => {
    const { region } = openFixture({ m: {} })
    for (const toSector of [1, 3, 7, 8]) ask(region, 'm', move, { toSector })
    const charts = region.entities.ownedBy('m').filter(({ kind }) => kind === 'chart')
    expect(charts).toHaveLength(1)
    expect(charts.map(({ data }) => ('sectors' in data ? data.sectors : []).length)).toEqual([5])
  })

  test('a large map comes in pages', () => {
    const fixture = openFixture({ m: {} }, { balance: { maps: { pageSectorsMax: 2 } } })
    for (const toSector of [1, 3, 7, 8]) ask(fixture.region, 'm', move, { toSector })
    const pages = [mine(fixture, 'm'), mine(fixture, 'm', { after: 1 }), mine(fixture, 'm', { after: 7 })]
    expect(pages.map(({ sectors }) => sectors.map(({ sector }) => sector))).toEqual([[0, 1], [3, 7], [8]])
    expect(pages.map(({ next }) => next)).toEqual([1, 7, null])
    expect(pages.map(({ visitedCount }) => visitedCount)).toEqual([5, 5, 5])
  })

  test('[5.1] a local map shows visited sectors and those seen from there; edges and ports only of visited ones', () => {
    const fixture = openFixture({ m: {} })
    ask(fixture.region, 'm', move, { toSector: 1 })
    const { sectors, hops } = local(fixture, 'm')
    expect(hops).toBe(3)
    expect(sectors.map(({ sector, hops, isVisited }) => [sector, hops, isVisited])).toEqual([
      [1, 0, true],
      [0, 1, true],
      [3, 1, false],
      [4, 1, false],
      [2, 2, false],
      [5, 2, false],
    ])
    expect(sectors.filter((sector) => 'adjacentSectors' in sector || 'portType' in sector)).toEqual([
      expect.objectContaining({ sector: 1, adjacentSectors: [0, 3, 4], portType: 'BBS' }),
      expect.objectContaining({ sector: 0, adjacentSectors: [1, 2, 5], portType: null }),
    ])
  })

  test('[5.1] a local map ends after so many hops, and has a middle that the captain knows of', () => {
    const fixture = openFixture({ m: {}, other: { sector: 9 } })
    const numbers = (input: object) => local(fixture, 'm', input).sectors.map(({ sector }) => sector)
    ask(fixture.region, 'm', move, { toSector: 1 })
    expect(numbers({ hops: 0 })).toEqual([1])
    expect(numbers({ hops: 1 })).toEqual([1, 0, 3, 4])
    expect(numbers({ sector: 3, hops: 2 })).toEqual([3])
    expect(local(fixture, 'm', { hops: 1_000 }).hops).toBe(10)
    for (const sector of [7, 9, 77])
      expect(local(fixture, 'm', { sector }).error).toMatchObject({ code: 'unknown_sector' })
  })

  test('[1.1] a leaf has one neighbour at most, whichever way the warps go', () => {
    const fixture = openFixture({ m: {} })
    expect(local(fixture, 'm').sectors.some(({ isLeaf }) => isLeaf)).toBe(false)
    // Nothing leads to 2 any more but 0, and nothing from there.
    for (const [sector, warps] of [
      [2, []],
      [6, [5, 7]],
    ] as const)
      fixture.region.entities.change(sectorNow(fixture.region, sector), { data: { warps } })
    expect(
      local(fixture, 'm')
        .sectors.filter(({ isLeaf }) => isLeaf)
        .map(({ sector }) => sector),
    ).toEqual([2])
  })
})

describe('plot_course', () => {
  const plot = ({ base }: Region, to: number) =>
    plotCourse.answer({ base, playerId: 'm', input: { to } }) as { path?: number[]; distance?: number }

  test('[1.1] breadth-first along outgoing warps, the first of the shortest ways', () => {
    const fixture = openFixture({ m: {} })
    expect(plot(fixture, 9)).toMatchObject({ fromSector: 0, toSector: 9, path: [0, 5, 9], distance: 2, warpCost: 6 })
    expect(plot(fixture, 3)).toMatchObject({ path: [0, 1, 3], distance: 2 })
    expect(plot(fixture, 0)).toMatchObject({ path: [0], distance: 0, warpCost: 0 })
    const back = openFixture({ m: { sector: 4 } })
    expect(plot(back, 1)).toMatchObject({ path: [4, 3, 1], distance: 2 })
  })

  test('[1.1] there is no way to where no warp leads, nor to a sector that is not there', () => {
    const fixture = openFixture({ m: {} })
    expect(plot(fixture, 10)).toMatchObject({ error: { code: 'unknown_sector' } })
    fixture.region.entities.change(sectorNow(fixture.region, 0), { data: { warps: [] } })
    expect(plot(fixture, 9)).toMatchObject({ error: { code: 'unreachable' } })
  })

  test('[1.1] every course can be flown, and none is longer than needed', () => {
    const world = generateWorld({ sectors: 60, random: createRandom('courses') })
    const config = { map: { sectors: 60, seed: 'courses' } }
    const sector = fc.integer({ min: 0, max: world.length - 1 })
    fc.assert(
      fc.property(sector, sector, (from, to) => {
        const fixture = openFixture({ m: { sector: from, warpPower: 1_000 } }, config)
        const { path = [], distance } = plot(fixture, to)
        const levels = new Map([[from, 0]])
        for (const [at, level] of levels)
          for (const next of sectorNow(fixture.region, at).data.warps)
            if (!levels.has(next)) levels.set(next, level + 1)
        expect(distance).toBe(levels.get(to))
        for (const next of path.slice(1)) expect(ask(fixture.region, 'm', move, { toSector: next })).toBeUndefined()
        expect(shipNow(fixture.region, 'm').sector).toBe(to)
      }),
      { numRuns: 60 },
    )
  })
})

describe('in a zone', () => {
  test('moves, trades and questions of captains, over a crash', async () => {
    const zone = await testZone(spaceCombat, { config: { map: 'fixture' }, seed: 1 })
    await zone.join('ann', 'bob')
    zone.intent('ann', 'move', { toSector: 1 })
    zone.intent('ann', 'trade', { side: 'buy', commodity: 'equipment', quantity: 5 })
    zone.intent('bob', 'move', { toSector: 9 })
    await zone.tick()
    expect(zone.faults()).toEqual([])
    expect(zone.refusals('ann')).toEqual([])
    expect(zone.refusals('bob')).toMatchObject([{ code: 'not_adjacent' }])
    await zone.crash()
    const answer = (playerId: string, name: string, input = {}) => zone.query(playerId, name, input)
    expect(answer('ann', 'my_map')).toMatchObject({ ok: true, value: { result: { sector: 1, visitedCount: 2 } } })
    expect(answer('bob', 'my_map')).toMatchObject({ ok: true, value: { result: { sector: 0, visitedCount: 1 } } })
    expect(answer('bob', 'local_map', { sector: 3 })).toMatchObject({ value: { result: { error: {} } } })
    expect(answer('bob', 'plot_course', { to: 9 })).toMatchObject({ value: { result: { path: [0, 5, 9] } } })
    const wish = { side: 'buy', commodity: 'equipment', quantity: 1 }
    expect(answer('ann', 'check_trade', wish)).toMatchObject({ value: { result: { canTrade: true, totalPrice: 38 } } })
    expect(answer('bob', 'plot_course', { to: -1 })).toMatchObject({ ok: false, refused: { code: 'invalid' } })
    await zone.expectSameReplay()
  })

  test('the largest region is made, and a captain who knows all of it still gets the map', async () => {
    const zone = await testZone(spaceCombat, { config: { map: { sectors: 5_000, seed: 'large' } }, seed: 1 })
    await zone.join('ann')
    expect(zone.entities.ofKind('sector')).toHaveLength(5_000)
    for (let sector = 1; sector <= 600; sector++) {
      zone.intent('ann', 'place', { playerId: 'ann', sector }, { role: 'debug' })
      if (sector % 20 === 0) await zone.tick()
    }
    const first = zone.query('ann', 'my_map')
    expect(first).toMatchObject({ ok: true, value: { result: { visitedCount: 601, next: 499 } } })
    expect(zone.query('ann', 'my_map', { after: 499 })).toMatchObject({ ok: true, value: { result: { next: null } } })
    expect(zone.query('ann', 'local_map', { hops: 10 })).toMatchObject({ ok: true })
  })
})
