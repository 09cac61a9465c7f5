import { describe, expect, test } from 'vitest'
import { ask, operate, seen, stored, told, withCaptains } from '../captains.ts'

describe('operations of the debug role', () => {
  test('[1.2] no player may use them', async () => {
    const zone = await withCaptains(['ann'])
    for (const [type, payload] of [
      ['grant_credits', { playerId: 'ann', amount: 1 }],
      ['set_ship', { playerId: 'ann', shipType: 'pike_frigate' }],
      ['place', { playerId: 'ann', sector: 3 }],
      ['reset_ports', {}],
      ['regenerate_ports', {}],
    ] as const)
      expect(await ask(zone, 'ann', type, payload)).toBe('forbidden')
    expect(stored(zone, 'ann')).toMatchObject({ credits: 1_000, shipType: 'kestrel_courier', sector: 0 })
  })

  test('each says so when there is no such captain', async () => {
    const zone = await withCaptains(['op'])
    expect(await operate(zone, 'op', 'grant_credits', { playerId: 'nobody', amount: 1 })).toBe('no_such_captain')
    expect(await operate(zone, 'op', 'set_ship', { playerId: 'nobody', shipType: 'pike_frigate' })).toBe(
      'no_such_captain',
    )
    expect(await operate(zone, 'op', 'place', { playerId: 'nobody', sector: 1 })).toBe('no_such_captain')
  })
})

describe('grant_credits', () => {
  test('gives and takes, down to nothing and never below', async () => {
    const zone = await withCaptains(['op', 'ann'])
    expect(await operate(zone, 'op', 'grant_credits', { playerId: 'ann', amount: 500 })).toBeUndefined()
    expect(stored(zone, 'ann').credits).toBe(1_500)
    expect(told(zone, 'ann', 'status.update').at(-1)).toMatchObject({ ship: { credits: 1_500 } })
    expect(await operate(zone, 'op', 'grant_credits', { playerId: 'ann', amount: -1_501 })).toBe('insufficient_credits')
    expect(zone.refusals('op').at(-1)?.details).toEqual({ required: 1_501, available: 1_500 })
    expect(await operate(zone, 'op', 'grant_credits', { playerId: 'ann', amount: -1_500 })).toBeUndefined()
    expect(stored(zone, 'ann').credits).toBe(0)
  })

  test('no further than can be counted', async () => {
    const zone = await withCaptains(['op', 'ann'])
    const amount = Number.MAX_SAFE_INTEGER
    expect(await operate(zone, 'op', 'grant_credits', { playerId: 'ann', amount })).toBe('too_many_credits')
    expect(zone.faults()).toEqual([])
    expect(stored(zone, 'ann').credits).toBe(1_000)
  })
})

describe('set_ship', () => {
  test('a ship is full where nothing else is said, and never more than full', async () => {
    const zone = await withCaptains(['op', 'ann'])
    await operate(zone, 'op', 'set_ship', { playerId: 'ann', shipType: 'pike_frigate' })
    expect(stored(zone, 'ann')).toMatchObject({ fighters: 2_000, shields: 600, warpPower: 900, credits: 1_000 })
    const cargo = { fuel_ore: 5, organics: 0, equipment: 1 }
    const wanted = { shipType: 'sparrow_scout', fighters: 7, shields: 0, warpPower: 9_999, cargo }
    await operate(zone, 'op', 'set_ship', { playerId: 'ann', ...wanted })
    expect(stored(zone, 'ann')).toMatchObject({ fighters: 7, shields: 0, warpPower: 280, cargo })
    await operate(zone, 'op', 'set_ship', { playerId: 'ann', shipType: 'escape_pod' })
    const pod = { fighters: 0, shields: 0, warpPower: 800, cargo: { fuel_ore: 0, organics: 0, equipment: 0 } }
    expect(stored(zone, 'ann')).toMatchObject(pod)
  })

  test('a cargo that does not fit, and a ship in a fight, are refused', async () => {
    const zone = await withCaptains(['op', 'ann'])
    const cargo = { fuel_ore: 30, organics: 1, equipment: 0 }
    const tooMuch = { playerId: 'ann', shipType: 'kestrel_courier', cargo }
    expect(await operate(zone, 'op', 'set_ship', tooMuch)).toBe('insufficient_holds')
    expect(zone.refusals('op').at(-1)?.details).toEqual({ required: 31, available: 30 })
    await ask(zone, 'ann', 'initiate_combat')
    expect(await operate(zone, 'op', 'set_ship', { playerId: 'ann', shipType: 'pike_frigate' })).toBe('in_combat')
    expect(stored(zone, 'ann').shipType).toBe('kestrel_courier')
  })
})

describe('place', () => {
  test('[INV-V1] puts a ship anywhere at no cost, and tells of it as a teleport', async () => {
    const zone = await withCaptains(['op', 'ann', 'there'])
    await operate(zone, 'op', 'place', { playerId: 'there', sector: 9 })
    await operate(zone, 'op', 'place', { playerId: 'ann', sector: 9 })
    expect(stored(zone, 'ann')).toMatchObject({ sector: 9, warpPower: 300 })
    const moved = told(zone, 'ann', 'character.moved').filter((payload) => 'characterId' in payload)
    expect(moved).toMatchObject([{ characterId: 'ann', fromSector: 0, toSector: 9, moveType: 'teleport' }])
    const arrived = told(zone, 'there', 'character.moved').at(-1)
    expect(arrived).toEqual({
      ...{ name: 'ann', shipType: 'kestrel_courier', timestamp: '2030-01-01T00:00:01.500Z' },
      ...{ moveType: 'teleport', movement: 'arrive' },
    })
    expect(told(zone, 'op', 'character.moved').at(-1)).toEqual({ ...arrived, movement: 'depart' })
    expect(seen(zone, 'there', 'ship')).toEqual(['ship:ann', 'ship:there'])
  })

  test('to where it is already: nothing happens. To where nothing is: refused', async () => {
    const zone = await withCaptains(['op'])
    expect(await operate(zone, 'op', 'place', { playerId: 'op', sector: 0 })).toBeUndefined()
    expect(told(zone, 'op', 'character.moved')).toEqual([])
    expect(await operate(zone, 'op', 'place', { playerId: 'op', sector: 10 })).toBe('unknown_sector')
  })

  test('[INV-A2] not out of a fight', async () => {
    const zone = await withCaptains(['op', 'ann'])
    await ask(zone, 'ann', 'initiate_combat')
    expect(await operate(zone, 'op', 'place', { playerId: 'ann', sector: 9 })).toBe('in_combat')
    expect(stored(zone, 'ann').sector).toBe(0)
  })

  test('[S17] into an offensive garrison: it opens fire; a toll garrison does not', async () => {
    const zone = await withCaptains(['op', 'ann', 'bob'])
    for (const [sector, mode] of [
      [8, 'toll'],
      [9, 'offensive'],
    ] as const) {
      await operate(zone, 'op', 'place', { playerId: 'ann', sector })
      await ask(zone, 'ann', 'leave_fighters', { sector, quantity: 30, mode, tollAmount: 5 })
    }
    await operate(zone, 'op', 'place', { playerId: 'ann', sector: 1 })
    await operate(zone, 'op', 'place', { playerId: 'bob', sector: 8 })
    expect(told(zone, 'bob', 'combat.started')).toEqual([])
    await operate(zone, 'op', 'place', { playerId: 'bob', sector: 9 })
    expect(told(zone, 'bob', 'combat.started')).toHaveLength(1)
  })
})
