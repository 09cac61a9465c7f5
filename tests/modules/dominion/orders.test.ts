import { describe, expect, test } from 'vitest'
import { ordersSchema } from '../../../modules/dominion/orders/orders-schema.ts'
import { changeHouse, declareWar, emptyGame, putColony, putFleet, putSystem } from './build-world.ts'
import { beginGame } from './played-game.ts'

describe('orders at the door', () => {
  const game = emptyGame()
  const fleetId = putFleet(game, 'a', { x: 4, y: 4 }, { frigate: 2 })
  const foreign = putFleet(game, 'b', { x: 5, y: 4 }, { frigate: 2 })
  const base = putFleet(game, 'a', { x: 4, y: 4 }, { starbase: 1 })
  const transport = putFleet(game, 'a', { x: 4, y: 5 }, { transport: 1 })
  putSystem(game, { x: 5, y: 5 })
  putColony(game, 'b', { x: 5, y: 5 })
  putSystem(game, { x: 3, y: 5 }, { habitat: 0 })
  const own = 'colony-15-0'
  const order = (id: string, name: string, more: object = {}) => ({ fleets: [{ fleetId: id, order: name, ...more }] })

  test.each([
    ['not_yours', order(foreign, 'hold'), { at: '/fleets/0', fleetId: foreign }],
    ['not_yours', order(fleetId, 'join', { into: foreign }), { into: foreign }],
    ['needs_target', order(fleetId, 'move'), { fleetId }],
    ['needs_target', order(fleetId, 'join'), { fleetId }],
    ['off_grid', order(fleetId, 'move', { to: { x: 16, y: 0 } }), { to: { x: 16, y: 0 } }],
    ['cannot_move', order(base, 'move', { to: { x: 5, y: 5 } }), { fleetId: base }],
    ['no_transports', order(fleetId, 'colonize'), { fleetId }],
    ['not_armed', order(transport, 'bombard', { to: { x: 5, y: 5 } }), { fleetId: transport }],
    ['no_system', order(transport, 'colonize', { to: { x: 3, y: 5 } }), { to: { x: 3, y: 5 } }],
    ['not_at_war', order(transport, 'invade', { to: { x: 5, y: 5 } }), { houseId: 'b' }],
    [
      'ordered_twice',
      {
        fleets: [
          { fleetId, order: 'hold' },
          { fleetId, order: 'patrol' },
        ],
      },
      { id: fleetId },
    ],
    ['not_yours', { colonies: [{ colonyId: 'colony-15-3', tax: 3 }] }, { colonyId: 'colony-15-3' }],
    [
      'no_shipyard',
      { colonies: [{ colonyId: own, build: [{ item: 'carrier', count: 1 }] }] },
      { needed: 3, shipyard: 1 },
    ],
    ['research_over_100', { research: { weapons: 60, hulls: 60 } }, { sum: 120 }],
    ['no_such_house', { diplomacy: [{ houseId: 'a', set: 'war' }] }, { houseId: 'a' }],
    ['no_such_house', { messages: [{ to: 'z', text: 'Hi' }] }, { houseId: 'z' }],
    ['not_enough', { immediate: [{ do: 'split', fleetId, ships: { frigate: 3 } }] }, { there: 2, wanted: 3 }],
    ['not_here', { immediate: [{ do: 'merge', fleetId, into: transport }] }, { ids: [fleetId, transport] }],
    ['not_enough', { immediate: [{ do: 'reactivate', fleetId, class: 'frigate', count: 1 }] }, { fleetId }],
  ])('%s', (code, orders, details) => {
    const answer = game.check('a', orders)
    expect(answer).toMatchObject({ accepted: false, code, details })
    expect(answer.message).toMatch(/^[A-Z\d].*\.$/)
  })

  test('what is possible is accepted, also where it needs what the same packet does', () => {
    const packets = [
      {},
      order(fleetId, 'move', { to: { x: 9, y: 9 }, stance: 'evasive' }),
      { ...order(transport, 'invade', { to: { x: 5, y: 5 } }), diplomacy: [{ houseId: 'b', set: 'war' }] },
      {
        colonies: [
          {
            colonyId: own,
            build: [
              { item: 'shipyard', count: 2 },
              { item: 'carrier', count: 1 },
            ],
          },
        ],
      },
      { immediate: [{ do: 'split', fleetId, ships: { frigate: 1 } }], research: { weapons: 100 } },
      { messages: [{ to: 'all', text: 'Peace?' }] },
    ]
    for (const orders of packets) expect(game.check('a', orders)).toEqual({ accepted: true })
  })

  test('unknown keys and garbage break the schema', () => {
    for (const orders of [
      { fleet: [] },
      { fleets: [{ fleetId, order: 'fly' }] },
      { research: { magic: 3 } },
      { immediate: [{ do: 'win' }] },
    ])
      expect(ordersSchema.safeParse(orders).success).toBe(false)
  })

  test('an order about what the player does not see is judged by the view alone', () => {
    const hidden = { to: { x: 15, y: 3 } }
    const packet = order(transport, 'invade', hidden)
    const before = game.check('a', packet)
    const other = game.copy((entity) => (entity.id === 'colony-15-3' ? { ...entity, ownerId: 'a' } : entity))
    other.remove('colony-15-3')
    expect(other.check('a', packet)).toEqual(before)
  })
})

describe('immediate orders', () => {
  test('split, transfer and merge move ships and people, and lose none', () => {
    const game = emptyGame()
    const at = { x: 15, y: 0 }
    const fleetId = putFleet(game, 'a', at, { transport: 2, frigate: 3 })
    game.resolve({
      a: {
        immediate: [
          { do: 'transfer', from: 'colony-15-0', to: fleetId, colonists: 25 },
          { do: 'split', fleetId, ships: { transport: 1, frigate: 1 }, colonists: 20 },
        ],
      },
    })
    const fleets = game.of('a', 'fleet').map(({ data }) => data)
    expect(fleets.map(({ colonists }) => colonists).toSorted()).toEqual([20, 5])
    expect(game.entities.get('colony-15-0')?.data.population).toBe(6)
    const [one, other] = game.of('a', 'fleet').map(({ id }) => id)
    game.resolve({ a: { immediate: [{ do: 'merge', fleetId: one, into: other }] } })
    expect(game.of('a', 'fleet')).toMatchObject([{ data: { colonists: 25, ships: { transport: 2, frigate: 3 } } }])
  })

  test('what has become impossible is skipped and said', () => {
    const game = emptyGame()
    const fleetId = putFleet(game, 'a', { x: 4, y: 4 }, { frigate: 1 })
    game.resolve({
      a: {
        immediate: [
          { do: 'scrap', fleetId, ships: { frigate: 1 } },
          { do: 'split', fleetId, ships: { frigate: 1 } },
          { do: 'transfer', from: 'colony-15-0', to: 'gone', colonists: 1 },
        ],
        fleets: [{ fleetId, order: 'hold' }],
        colonies: [{ colonyId: 'gone', tax: 1 }],
      },
    })
    const said = game.last.summaries?.players?.a ?? ''
    expect(said.match(/Not done/g)).toHaveLength(4)
    expect(game.entities.get(fleetId)).toBeUndefined()
  })

  test('ships in mothballs come back for a price', () => {
    const game = emptyGame()
    const fleetId = putFleet(
      game,
      'a',
      { x: 4, y: 4 },
      {},
      { mothballed: { scout: 0, frigate: 2, cruiser: 0, carrier: 0, transport: 0, starbase: 0 } },
    )
    changeHouse(game, 'a', { treasury: 100 })
    game.resolve({ a: { immediate: [{ do: 'reactivate', fleetId, class: 'frigate', count: 2 }] } })
    expect(game.entities.get(fleetId)?.data).toMatchObject({ ships: { frigate: 2 }, mothballed: { frigate: 0 } })
    expect(game.of('a', 'house')[0]?.data.treasury).toBe(108)
  })
})

test('messages and diplomacy reach those they are for', () => {
  const game = beginGame(3)
  game.resolve({
    a: { messages: [{ to: 'b', text: 'Friends?' }], diplomacy: [{ houseId: 'c', set: 'war' }] },
  })
  const told = (name: string) => game.last.events?.filter(({ event }) => event === name).map(({ to }) => to.playerIds)
  expect(told('message')).toEqual([['a', 'b']])
  expect(told('relation')).toEqual([['a', 'c']])
  expect(game.last.summaries?.players?.b).toContain('House a writes: Friends?')
  expect(game.last.summaries?.players?.c).toContain('House a tells you: war.')
})

test('the order in which packets come and houses stand changes nothing', () => {
  const packets = (game: ReturnType<typeof beginGame>, playerId: string) => {
    const [colony] = game.of(playerId, 'colony')
    const fleets = game
      .of(playerId, 'fleet')
      .map(({ id, x, y }) => ({ fleetId: id, order: 'move', to: { x: (x + 7) % 16, y: (y + 5) % 16 } }))
    return { fleets, colonies: [{ colonyId: colony?.id, build: [{ item: 'frigate', count: 2 }] }], diplomacy: [] }
  }
  const play = (order: readonly string[]) => {
    const game = beginGame(3, 'order')
    declareWar(game, 'a', 'b')
    declareWar(game, 'c', 'b')
    for (let turn = 0; turn < 8; turn++)
      game.resolve(Object.fromEntries(order.map((playerId) => [playerId, packets(game, playerId)])))
    return game.dump()
  }
  expect(play(['c', 'a', 'b'])).toBe(play(['a', 'b', 'c']))
})
