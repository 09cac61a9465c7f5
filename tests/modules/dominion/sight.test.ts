import { describe, expect, test } from 'vitest'
import { changeHouse, declareWar, emptyGame, putColony, putFleet, putSystem } from './build-world.ts'
import { beginGame, type PlayedGame } from './played-game.ts'

const shownTo = (game: PlayedGame, playerId: string, id: string | undefined) =>
  game.view(playerId).entities.find((entity) => entity.id === id)

describe('what a house sees', () => {
  test('of a foreign fleet in range: whose it is, where, and how large; beyond the range nothing', () => {
    const game = emptyGame()
    putFleet(game, 'a', { x: 4, y: 4 }, { frigate: 1 })
    const near = putFleet(game, 'b', { x: 6, y: 4 }, { cruiser: 5 }, { fighters: 0, colonists: 0 })
    const far = putFleet(game, 'b', { x: 7, y: 4 }, { cruiser: 5 })
    expect(shownTo(game, 'a', near)).toEqual({
      id: near,
      kind: 'fleet',
      x: 6,
      y: 4,
      ownerId: 'b',
      data: { size: 'medium' },
    })
    expect(shownTo(game, 'a', far)).toBeUndefined()
    changeHouse(game, 'a', { levels: { weapons: 0, hulls: 0, drives: 0, sensors: 2, economy: 0 } })
    expect(shownTo(game, 'a', far)).toBeDefined()
  })

  test('with a scout in the cell: what it is made of, but neither orders nor cargo', () => {
    const game = emptyGame()
    putFleet(game, 'a', { x: 4, y: 4 }, { scout: 1 })
    const id = putFleet(game, 'b', { x: 4, y: 4 }, { transport: 5 }, { colonists: 33 })
    const data = shownTo(game, 'a', id)?.data
    expect(data).toMatchObject({ size: 'medium', ships: { transport: 5 } })
    expect(Object.keys(data ?? {}).sort()).toEqual(['fighters', 'mothballed', 'ships', 'size'])
  })

  test('of a foreign colony: name and size; a scout sees its people, industry and shipyard, never its queue', () => {
    const game = emptyGame()
    putSystem(game, { x: 4, y: 4 })
    const id = putColony(game, 'b', { x: 4, y: 4 }, { queue: [{ item: 'scout', count: 1 }] })
    putFleet(game, 'a', { x: 5, y: 4 }, { scout: 1 })
    expect(shownTo(game, 'a', id)?.data).toEqual({ name: 'C44', size: 'large' })
    putFleet(game, 'a', { x: 4, y: 4 }, { scout: 1 })
    expect(Object.keys(shownTo(game, 'a', id)?.data ?? {}).sort()).toEqual([
      'industry',
      'name',
      'population',
      'shipyard',
      'size',
    ])
  })

  test('a nebula is seen, and what is in it only from inside', () => {
    const game = emptyGame()
    game.put({ id: 'nebula', kind: 'nebula', x: 5, y: 4, ownerId: null, data: {} })
    putFleet(game, 'a', { x: 4, y: 4 }, { frigate: 1 })
    const hidden = putFleet(game, 'b', { x: 5, y: 4 }, { frigate: 1 })
    expect(shownTo(game, 'a', 'nebula')).toBeDefined()
    expect(shownTo(game, 'a', hidden)).toBeUndefined()
    putFleet(game, 'a', { x: 5, y: 4 }, { transport: 1 })
    expect(shownTo(game, 'a', hidden)).toBeDefined()
  })

  test('houses and memories of others are hidden, whatever they hold', () => {
    const game = beginGame(3)
    for (let turn = 0; turn < 5; turn++) game.resolve()
    for (const playerId of game.playerIds)
      for (const { kind, ownerId } of game.view(playerId).entities)
        if (kind === 'house' || kind === 'intel') expect(ownerId).toBe(playerId)
  })

  test('nothing that is out of sight changes what a house is shown', () => {
    const game = beginGame(2, 'vary')
    const seen = new Set(game.view('a').entities.map(({ id }) => id))
    const other = game.copy((entity) => {
      if (seen.has(entity.id) || entity.kind === 'nebula') return entity
      const changed: Record<string, object> = {
        fleet: { fighters: 3, stance: 'aggressive' },
        colony: { industry: 1, population: 5 },
        house: { treasury: 7 },
        system: { minerals: 1 },
      }
      return { ...entity, data: { ...entity.data, ...changed[entity.kind] } }
    })
    expect(other.view('a')).toEqual(game.view('a'))
    expect(other.dump()).not.toBe(game.dump())
    const [one, two] = [game.resolve(), other.resolve()]
    const toldTo = (step: typeof one) => step.events?.filter(({ to }) => to.playerIds?.includes('a'))
    expect(toldTo(two)).toEqual(toldTo(one))
    expect(two.summaries?.players?.a).toBe(one.summaries?.players?.a)
    const shown = ({ entities }: ReturnType<PlayedGame['view']>) => entities
    expect(shown(other.view('a'))).toEqual(shown(game.view('a')))
  })
})

describe('what a house remembers', () => {
  test('systems stay as they were when they were last seen', () => {
    const game = emptyGame()
    putSystem(game, { x: 4, y: 4 }, { minerals: 2 })
    const scout = putFleet(game, 'a', { x: 4, y: 4 }, { scout: 1 })
    game.resolve()
    game.resolve({ a: { fleets: [{ fleetId: scout, order: 'move', to: { x: 10, y: 10 } }] } })
    putColony(game, 'b', { x: 4, y: 4 })
    game.resolve()
    const memory = game.view('a').entities.find(({ kind, x }) => kind === 'intel' && x === 4)
    expect(memory?.data).toMatchObject({ of: 'system', minerals: 2, houseId: null, seenOn: 1 })
  })

  test('a fleet that left is remembered where it was, and forgotten when its place is seen empty', () => {
    const game = emptyGame()
    putFleet(game, 'a', { x: 4, y: 4 }, { frigate: 1 })
    const passing = putFleet(game, 'b', { x: 6, y: 4 }, { frigate: 1 })
    game.resolve({ b: { fleets: [{ fleetId: passing, order: 'move', to: { x: 9, y: 9 } }] } })
    expect(game.of('a', 'intel').filter(({ data }) => data.of === 'fleet')).toEqual([])
    const waiting = putFleet(game, 'b', { x: 6, y: 4 }, { scout: 1 })
    game.resolve()
    expect(game.of('a', 'intel').filter(({ data }) => data.of === 'fleet')).toMatchObject([
      { x: 6, data: { houseId: 'b' } },
    ])
    game.resolve({ b: { fleets: [{ fleetId: waiting, order: 'move', to: { x: 9, y: 9 } }] } })
    expect(game.of('a', 'intel').filter(({ data }) => data.of === 'fleet')).toEqual([])
  })
})

describe('what all know', () => {
  test('prestige is hidden where the config says so, but for the own', () => {
    const game = beginGame(2, 'prestige', { prestigeShown: false })
    game.resolve()
    const { houses } = game.view('a').extras
    expect(houses.map(({ houseId, prestige }) => [houseId, prestige]).sort()).toEqual([
      ['a', 1],
      ['b', null],
    ])
    expect(game.last.summaries?.public).toBe('Turn 1 of 60.')
  })

  test('a war is known to the two between whom it is', () => {
    const game = beginGame(3)
    declareWar(game, 'b', 'a')
    expect(game.view('a').extras.relations).toEqual([{ houseId: 'b', own: 'neutral', theirs: 'war', inForce: 'war' }])
    expect(game.view('c').extras.relations).toEqual([])
  })
})
