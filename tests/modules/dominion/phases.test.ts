import { describe, expect, test } from 'vitest'
import { changeHouse, declareWar, emptyGame, putColony, putFleet, putSystem } from './build-world.ts'
import { beginGame } from './played-game.ts'

describe('income', () => {
  test('production, taxes and upkeep come into the treasury, and the ledger names each', () => {
    const game = emptyGame()
    changeHouse(game, 'a', { treasury: 100 })
    putFleet(game, 'a', { x: 1, y: 1 }, { cruiser: 2 })
    game.resolve()
    const ledger = game.last.events?.find(({ event, to }) => event === 'ledger' && to.playerIds?.[0] === 'a')
    expect(ledger?.payload.credits).toEqual([
      { reason: 'production', amount: 10 },
      { reason: 'taxes', amount: 6 },
      { reason: 'upkeep', amount: -7 },
    ])
    expect(game.of('a', 'house')[0]?.data.treasury).toBe(109)
  })

  test('ships that cannot be paid are mothballed from the dearest down, and there is no debt', () => {
    const game = emptyGame()
    changeHouse(game, 'a', { treasury: 0 })
    const id = putFleet(game, 'a', { x: 1, y: 1 }, { cruiser: 5, frigate: 12 })
    game.resolve()
    expect(game.entities.get(id)?.data).toMatchObject({
      ships: { cruiser: 0, frigate: 12 },
      mothballed: { cruiser: 5 },
    })
    expect(game.of('a', 'house')[0]?.data).toMatchObject({ treasury: 1, prestige: -4 })
  })

  test('a part of production becomes research, and research becomes levels', () => {
    const game = emptyGame()
    putColony(game, 'a', { x: 15, y: 0 }, { industry: 200 })
    game.resolve({ a: { research: { weapons: 50 } } })
    game.resolve()
    expect(game.of('a', 'house')[0]?.data).toMatchObject({ levels: { weapons: 1 }, points: { weapons: 20 } })
  })
})

describe('movement', () => {
  test('a fleet flies straight, as far as its slowest ship', () => {
    const game = emptyGame()
    const id = putFleet(game, 'a', { x: 1, y: 1 }, { cruiser: 1, scout: 1 })
    game.resolve({ a: { fleets: [{ fleetId: id, order: 'move', to: { x: 6, y: 2 } }] } })
    expect(game.entities.get(id)).toMatchObject({ x: 3, y: 2 })
    game.resolve()
    expect(game.entities.get(id)).toMatchObject({ x: 5, y: 2, data: { order: { name: 'move' } } })
    game.resolve()
    expect(game.entities.get(id)).toMatchObject({ x: 6, y: 2, data: { order: { name: 'hold' } } })
  })

  test('a nebula costs double, and the slowest enter it with all they have', () => {
    const game = emptyGame()
    game.put({ id: 'nebula', kind: 'nebula', x: 2, y: 1, ownerId: null, data: {} })
    const fast = putFleet(game, 'a', { x: 1, y: 1 }, { frigate: 1 })
    game.resolve({ a: { fleets: [{ fleetId: fast, order: 'move', to: { x: 9, y: 1 } }] } })
    expect(game.entities.get(fast)).toMatchObject({ x: 3 })
  })

  test('enemies that swap cells meet in one of them, and both stop there', () => {
    const game = emptyGame()
    declareWar(game, 'a', 'b')
    const one = putFleet(game, 'a', { x: 4, y: 4 }, { cruiser: 4 })
    const other = putFleet(game, 'b', { x: 5, y: 4 }, { cruiser: 4 })
    game.resolve({
      a: { fleets: [{ fleetId: one, order: 'move', to: { x: 9, y: 4 } }] },
      b: { fleets: [{ fleetId: other, order: 'move', to: { x: 1, y: 4 } }] },
    })
    expect(game.entities.get(one) ?? { x: 4 }).toMatchObject({ x: 4 })
    expect(game.entities.get(other) ?? { x: 4 }).toMatchObject({ x: 4 })
    expect(game.last.events?.filter(({ event }) => event === 'battle')).toHaveLength(2)
  })

  test('who is at peace or neutral passes', () => {
    const game = emptyGame()
    const one = putFleet(game, 'a', { x: 4, y: 4 }, { cruiser: 4 })
    putFleet(game, 'b', { x: 5, y: 4 }, { cruiser: 4 })
    game.resolve({ a: { fleets: [{ fleetId: one, order: 'move', to: { x: 6, y: 4 } }] } })
    expect(game.entities.get(one)).toMatchObject({ x: 6 })
  })

  test('a patrol goes for an enemy who passes beside it, but not into a nebula', () => {
    const game = emptyGame()
    declareWar(game, 'a', 'b')
    const patrol = putFleet(game, 'a', { x: 4, y: 4 }, { cruiser: 6 })
    const passing = putFleet(game, 'b', { x: 3, y: 2 }, { transport: 1 })
    game.put({ id: 'nebula', kind: 'nebula', x: 3, y: 3, ownerId: null, data: {} })
    const orders = { a: { fleets: [{ fleetId: patrol, order: 'patrol' }] } }
    game.resolve({ ...orders, b: { fleets: [{ fleetId: passing, order: 'move', to: { x: 3, y: 3 } }] } })
    expect(game.entities.get(patrol)).toMatchObject({ x: 4, y: 4 })
    game.resolve({ b: { fleets: [{ fleetId: passing, order: 'move', to: { x: 3, y: 6 } }] } })
    expect(game.entities.get(patrol)).toMatchObject({ x: 3, y: 4 })
    expect(game.entities.get(passing)).toBeUndefined()
  })

  test('one fleet joins another where they meet', () => {
    const game = emptyGame()
    const one = putFleet(game, 'a', { x: 4, y: 4 }, { frigate: 1 })
    const other = putFleet(game, 'a', { x: 6, y: 4 }, { frigate: 2 })
    game.resolve({ a: { fleets: [{ fleetId: one, order: 'join', into: other }] } })
    expect(game.entities.get(one)).toBeUndefined()
    expect(game.entities.get(other)?.data.ships).toMatchObject({ frigate: 3 })
  })
})

describe('settling', () => {
  const to = { x: 4, y: 4 }
  const settle = (fleetId: string) => ({ fleets: [{ fleetId, order: 'colonize', to }] })

  test('colonists become a colony, and their transport its first industry', () => {
    const game = emptyGame()
    putSystem(game, to)
    const id = putFleet(game, 'a', { x: 3, y: 4 }, { transport: 1 }, { colonists: 12 })
    game.resolve({ a: settle(id) })
    const colony = game.entities.at(4, 4).find(({ kind }) => kind === 'colony')
    expect(colony).toMatchObject({ ownerId: 'a', data: { population: 13, industry: 2, shipyard: 0 } })
    expect(game.entities.get(id)).toBeUndefined()
    expect(game.last.summaries?.players?.a).toContain('12 colonists have landed')
  })

  test('of two the one with better drives comes first, and the other is told', () => {
    const game = emptyGame()
    putSystem(game, to)
    const first = putFleet(game, 'a', to, { transport: 1 }, { colonists: 5 })
    const second = putFleet(game, 'b', to, { transport: 9 }, { colonists: 5 })
    changeHouse(game, 'a', { levels: { weapons: 0, hulls: 0, drives: 1, sensors: 0, economy: 0 } })
    game.resolve({ a: settle(first), b: settle(second) })
    expect(game.entities.at(4, 4).find(({ kind }) => kind === 'colony')?.ownerId).toBe('a')
    expect(game.last.summaries?.players?.b).toContain('it is settled')
  })
})

describe('conflict', () => {
  test('the stronger side wins, losses are counted, and a third house hears nothing', () => {
    const game = emptyGame(3)
    declareWar(game, 'a', 'b')
    const one = putFleet(game, 'a', { x: 4, y: 4 }, { cruiser: 8 })
    const other = putFleet(game, 'b', { x: 4, y: 4 }, { frigate: 3 })
    putFleet(game, 'c', { x: 4, y: 4 }, { scout: 1 })
    game.resolve()
    expect(game.entities.get(other)).toBeUndefined()
    expect(game.entities.get(one)).toBeDefined()
    const battles = game.last.events?.filter(({ event }) => event === 'battle') ?? []
    expect(battles.flatMap(({ to }) => to.playerIds)).toEqual(['a', 'b'])
    expect(game.last.summaries?.players?.b).toContain('Battle at 4,4')
    expect(game.last.summaries?.players?.c).not.toContain('Battle')
    expect(game.last.summaries?.public).not.toContain('Battle')
  })

  test('fighters are shot at first', () => {
    const game = emptyGame()
    declareWar(game, 'a', 'b')
    const id = putFleet(game, 'a', { x: 4, y: 4 }, { carrier: 3 }, { fighters: 18 })
    putFleet(game, 'b', { x: 4, y: 4 }, { frigate: 4 })
    game.resolve()
    const [carriers] = game.of('a', 'fleet')
    expect(carriers?.data.fighters).toBeLessThan(18)
    expect(carriers).toMatchObject({ id, data: { ships: { carrier: 3 } } })
  })

  test('evasive fleets may break off after two rounds', () => {
    const game = emptyGame()
    declareWar(game, 'a', 'b')
    const id = putFleet(game, 'a', { x: 4, y: 4 }, { scout: 30 }, { stance: 'evasive' })
    putFleet(game, 'b', { x: 4, y: 4 }, { starbase: 1 })
    game.resolve()
    expect(game.entities.get(id)).toMatchObject({ x: 5 })
    expect(game.last.summaries?.players?.a).toContain('has broken off')
  })

  test('a colony is bombarded and invaded where nobody defends it', () => {
    const game = emptyGame()
    declareWar(game, 'a', 'b')
    putSystem(game, { x: 4, y: 4 })
    const id = putColony(game, 'b', { x: 4, y: 4 }, { population: 20, industry: 10, shipyard: 0 })
    const to = { x: 4, y: 4 }
    const war = putFleet(game, 'a', to, { cruiser: 5 })
    const landing = putFleet(game, 'a', to, { transport: 4 }, { colonists: 80 })
    const order = (fleetId: string, name: string) => ({ fleetId, order: name, to })
    game.resolve({ a: { fleets: [order(war, 'bombard'), order(landing, 'invade')] } })
    expect(game.entities.get(id)).toMatchObject({ ownerId: 'a', data: { industry: 6, queue: [], tax: 20 } })
    expect(game.last.summaries?.players?.b).toContain('is lost to House a')
  })

  test('a colony with armed ships above it is not invaded', () => {
    const game = emptyGame()
    declareWar(game, 'a', 'b')
    const to = { x: 15, y: 3 }
    putFleet(game, 'b', to, { starbase: 4 })
    const id = putFleet(game, 'a', to, { transport: 6 }, { colonists: 100 })
    game.resolve({ a: { fleets: [{ fleetId: id, order: 'invade', to }] } })
    expect(game.entities.get('colony-15-3')?.ownerId).toBe('b')
  })
})

describe('maintenance', () => {
  test('colonies build what the treasury pays, and new ships are a new fleet', () => {
    const game = emptyGame()
    const build = [
      { item: 'frigate', count: 1 },
      { item: 'industry', count: 1 },
    ]
    game.resolve({ a: { colonies: [{ colonyId: 'colony-15-0', build }] } })
    expect(game.of('a', 'fleet')).toMatchObject([{ x: 15, y: 0, data: { ships: { frigate: 1 } } }])
    expect(game.entities.get('colony-15-0')?.data).toMatchObject({
      stockpile: 0,
      industry: 10,
      queue: [{ item: 'industry' }],
    })
    game.resolve()
    expect(game.entities.get('colony-15-0')?.data).toMatchObject({ industry: 11, queue: [] })
  })

  test('what cannot be built any more is left out, and said', () => {
    const game = emptyGame()
    game.resolve({ a: { colonies: [{ colonyId: 'colony-15-0', build: [{ item: 'carrier', count: 1 }] }] } })
    expect(game.last.summaries?.players?.a).toContain('it needs a shipyard of level 3')
    expect(game.entities.get('colony-15-0')?.data.queue).toEqual([])
  })

  test('people grow to what the system holds, and no further', () => {
    const game = emptyGame()
    for (let turn = 0; turn < 59; turn++) game.resolve()
    expect(game.entities.get('colony-15-0')?.data.population).toBe(50)
  })

  test('a house without a colony and a fleet is out, and the last one wins', () => {
    const game = emptyGame(3)
    game.remove('colony-15-6')
    game.resolve()
    expect(game.last.events?.filter(({ event }) => event === 'chronicle')).toMatchObject([
      { payload: { eliminated: ['c'], winner: null }, to: { kind: 'everyone' } },
    ])
    game.remove('colony-15-3')
    game.resolve()
    expect(game.result).toMatchObject({
      winner: 'a',
      standings: [{ houseId: 'a' }, { houseId: 'b' }, { houseId: 'c' }],
    })
  })

  test('more than three fifths of all population for three turns wins', () => {
    const game = emptyGame()
    putSystem(game, { x: 4, y: 4 })
    putColony(game, 'a', { x: 4, y: 4 }, { population: 50 })
    game.resolve()
    game.resolve()
    expect(game.result).toBeUndefined()
    game.resolve()
    expect(game.result).toMatchObject({ winner: 'a' })
  })

  test('after the last turn the most prestige wins', () => {
    const game = beginGame(2, 'long', { turns: 3 })
    changeHouse(game, 'b', { prestige: 50 })
    for (let turn = 0; turn < 3; turn++) game.resolve()
    expect(game.result).toMatchObject({ winner: 'b', turns: 3 })
    expect(game.last.summaries?.public).toContain('House b has won.')
  })
})
