import { testZone } from '@gridtick/testing'
import { describe, expect, test } from 'vitest'
import { spaceCombat } from '../../../../modules/space-combat/space-combat.ts'
import { answer, ask, fightOf, operate, seen, stored, told, withCaptains } from '../captains.ts'

describe('a captain comes into the game', () => {
  test('[1.2] with a full kestrel in the start sector, 1,000 credits, and a chart of that sector', async () => {
    const zone = await withCaptains(['ann'])
    expect(zone.view('ann').entities.find(({ kind }) => kind === 'ship')).toMatchObject({
      id: 'ship:ann',
      ownerId: 'ann',
      data: {
        ...{ name: 'ann', shipType: 'kestrel_courier', sector: 0, fighters: 300, shields: 150, warpPower: 300 },
        ...{ cargo: { fuel_ore: 0, organics: 0, equipment: 0 }, credits: 1_000 },
      },
    })
    expect(answer(zone, 'ann', 'my_map')).toMatchObject({ sectors: [{ sector: 0, adjacentSectors: [1, 2, 5] }] })
  })

  test('[6.1] and hears how things stand', async () => {
    const zone = await withCaptains(['ann'])
    expect(told(zone, 'ann', 'status.update')).toEqual([
      {
        ...{ characterId: 'ann', name: 'ann', sector: 0, lastActive: '2030-01-01T00:00:00.500Z' },
        ship: {
          ...{ shipType: 'kestrel_courier', shipName: 'Kestrel Courier', credits: 1_000 },
          ...{ cargo: { fuel_ore: 0, organics: 0, equipment: 0 }, cargoCapacity: 30, cargoUsed: 0 },
          ...{ warpPower: 300, warpPowerCapacity: 300, shields: 150, maxShields: 150, fighters: 300, maxFighters: 300 },
        },
        sectorContents: {
          ...{ port: null, otherPlayers: [], otherPlayerCount: 0, garrisons: [], salvage: [] },
          adjacentSectors: [1, 2, 5],
        },
      },
    ])
  })

  test('[5.2] those in the sector hear of it, without a sector and without an id; nobody else does', async () => {
    const zone = await withCaptains(['ann', 'far'])
    await ask(zone, 'far', 'move', { toSector: 1 })
    await zone.join('bob')
    expect(told(zone, 'ann', 'character.joined').at(-1)).toEqual({
      ...{ name: 'bob', shipType: 'kestrel_courier', timestamp: '2030-01-01T00:00:01.500Z' },
    })
    expect(told(zone, 'far', 'character.joined')).toEqual([])
    expect(told(zone, 'bob', 'character.joined')).toEqual([])
    expect(told(zone, 'bob', 'status.update')[0]).toMatchObject({
      sectorContents: { otherPlayers: [{ playerId: 'ann', name: 'ann', shipType: 'kestrel_courier' }] },
    })
  })

  test('startSector and startCredits are where the config says', async () => {
    const zone = await withCaptains(['ann'], { startSector: 3, balance: { ships: { startCredits: 5 } } })
    expect(stored(zone, 'ann')).toMatchObject({ sector: 3, credits: 5 })
    const refused = testZone(spaceCombat, { config: { map: 'fixture', startSector: 10 } })
    await expect(refused).rejects.toThrow('startSector is 10; the map has the sectors 0 to 9')
  })

  test('a status lists only so many others, and says how many there are', async () => {
    const crowd = Array.from({ length: 12 }, (_, index) => `captain-${index + 10}`)
    const zone = await withCaptains(crowd, { balance: { sight: { listedShipsMax: 4 } } })
    await zone.join('zoe')
    const [status] = told(zone, 'zoe', 'status.update') as [{ sectorContents: { otherPlayers: object[] } }]
    expect(status.sectorContents.otherPlayers).toHaveLength(4)
    expect(status.sectorContents).toMatchObject({ otherPlayerCount: 12 })
    expect(zone.faults()).toEqual([])
  })
})

describe('a captain leaves, and comes again', () => {
  test('[10] the ship stays where it is, seen by those there, and is taken up again as it was', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'ann', 'move', { toSector: 1 })
    await ask(zone, 'ann', 'trade', { side: 'buy', commodity: 'equipment', quantity: 5 })
    await ask(zone, 'bob', 'move', { toSector: 1 })
    const before = stored(zone, 'ann')
    zone.leave('ann')
    await zone.tick()
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['bob'])
    expect(seen(zone, 'bob', 'ship')).toEqual(['ship:ann', 'ship:bob'])
    await zone.join('ann')
    expect(stored(zone, 'ann')).toEqual(before)
    expect(stored(zone, 'ann')).toMatchObject({ sector: 1, credits: 810, warpPower: 297 })
    expect(told(zone, 'bob', 'character.joined').at(-1)).toMatchObject({ name: 'ann' })
  })

  test('[10] a fight goes on, and ends on time, when everybody has disconnected', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'ann', 'initiate_combat')
    zone.leave('ann')
    await zone.tick()
    expect(zone.entities.ofKind('encounter')).toHaveLength(1)
    zone.disconnect('bob')
    await zone.tick()
    await zone.advance(16_000)
    expect(zone.entities.ofKind('encounter')).toEqual([])
    expect(zone.wakeAt).toBeNull()
    expect(stored(zone, 'ann')).toMatchObject({ fighters: 300, sector: 0 })
  })

  test('who comes again in the middle of the own fight is in it once', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'ann', 'initiate_combat')
    zone.leave('ann')
    await zone.tick()
    await zone.join('ann')
    expect(zone.entities.get(fightOf(zone, 'ann'))?.data).toMatchObject({
      participants: [{ id: 'ann' }, { id: 'bob' }],
    })
  })
})

describe('what waits at the start sector', () => {
  const guarded = async (mode: string) => {
    const zone = await withCaptains(['ann'])
    const deployed = await ask(zone, 'ann', 'leave_fighters', { sector: 0, quantity: 40, mode, tollAmount: 5 })
    expect(deployed).toBeUndefined()
    await ask(zone, 'ann', 'move', { toSector: 1 })
    await zone.join('bob')
    return zone
  }

  test('[S17] an offensive garrison opens fire on who joins, and its owner hears of it anywhere', async () => {
    const zone = await guarded('offensive')
    expect(told(zone, 'bob', 'combat.started')).toMatchObject([{ sector: 0, round: 1, initiator: 'bob' }])
    expect(told(zone, 'ann', 'combat.started')).toHaveLength(1)
    expect(seen(zone, 'ann', 'encounter')).toEqual([fightOf(zone, 'bob')])
  })

  test.each(['toll', 'defensive'])('[S17] a %s garrison does not', async (mode) => {
    const zone = await guarded(mode)
    expect(told(zone, 'bob', 'combat.started')).toEqual([])
    expect(zone.entities.ofKind('encounter')).toEqual([])
  })

  test('[2.2] who joins where a fight goes on is drawn into it, and hears of its start first', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'ann', 'initiate_combat')
    await zone.join('cem')
    const heard = zone.events('cem').map(({ event }) => event)
    expect(heard.filter((event) => event.startsWith('combat'))).toEqual(['combat.started', 'combat.round_waiting'])
    expect(fightOf(zone, 'cem')).toBe(fightOf(zone, 'ann'))
  })
})

describe('how many may join', () => {
  test('[10] at playersMax members zone_full is refused; who leaves makes room', async () => {
    const zone = await withCaptains(['ann', 'bob', 'cem'], { playersMax: 2 })
    expect(zone.refusals('cem')).toMatchObject([{ code: 'zone_full' }])
    zone.leave('ann')
    await zone.tick()
    await zone.join('cem')
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['bob', 'cem'])
  })

  test('ships of captains who left count, too: above keptMax only those who have one come again', async () => {
    const zone = await withCaptains(['ann', 'bob'], { balance: { ships: { keptMax: 2 } } })
    zone.leave('ann')
    await zone.tick()
    await zone.join('cem')
    expect(zone.refusals('cem')).toMatchObject([{ code: 'zone_full' }])
    await zone.join('ann')
    expect(zone.players).toHaveLength(2)
  })
})

describe('the map of a region', () => {
  const sectorsOf = async (map: object, seed: number) => {
    const zone = await testZone(spaceCombat, { config: { map }, seed })
    return zone.entities.ofKind('sector').map(({ id, x, y, data }) => ({ id, x, y, data }))
  }

  test('with a seed it is the same in each zone, without one it is the own of each', async () => {
    const map = { sectors: 30, seed: 7 }
    expect(await sectorsOf(map, 1)).toEqual(await sectorsOf(map, 2))
    expect(await sectorsOf(map, 1)).not.toEqual(await sectorsOf({ ...map, seed: 8 }, 1))
    expect(await sectorsOf({ sectors: 30 }, 1)).not.toEqual(await sectorsOf({ sectors: 30 }, 2))
  })

  test('100 sectors unless told otherwise, and the rounds as long as told', async () => {
    const zone = await testZone(spaceCombat, { config: { combat: { roundTimeoutMs: 2_000 } } })
    expect(zone.entities.ofKind('sector')).toHaveLength(100)
    await zone.join('ann', 'bob')
    await operate(zone, 'ann', 'initiate_combat', {})
    expect(zone.wakeAt).toBe(zone.clock.now() + 2_000)
  })
})
