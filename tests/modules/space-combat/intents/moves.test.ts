import { describe, expect, test } from 'vitest'
import { startEncounter } from '../../../../modules/space-combat/combat/start-encounter.ts'
import { move } from '../../../../modules/space-combat/intents/move.ts'
import { travel } from '../../../../modules/space-combat/rules/travel.ts'
import { ask, eventsOf, heardBy, openFixture, sectorNow, shipNow, startMs } from '../open-fixture.ts'

const timestamp = new Date(startMs).toISOString()

describe('move', () => {
  test('[S01] costs warp power, and brings ship and captain to the sector', () => {
    const { region } = openFixture({ m: {} })
    expect(ask(region, 'm', move, { toSector: 1 })).toBeUndefined()
    expect(shipNow(region, 'm')).toMatchObject({ sector: 1, warpPower: 297 })
    const { x, y } = sectorNow(region, 1)
    expect(region.entities.at(x, y).map(({ id }) => id)).toContain('ship:m')
  })

  test('[S01] an escape pod needs one, a hauler four', () => {
    const { region } = openFixture({ pod: { shipType: 'escape_pod' }, hauler: { shipType: 'atlas_hauler' } })
    ask(region, 'pod', move, { toSector: 1 })
    ask(region, 'hauler', move, { toSector: 2 })
    expect([shipNow(region, 'pod').warpPower, shipNow(region, 'hauler').warpPower]).toEqual([799, 1_596])
  })

  test('[S01] [INV-V1] the mover hears status and move, those there an arrival, those left behind a departure', () => {
    const { region } = openFixture({ m: {}, there: { sector: 1 }, left: {}, far: { sector: 9 } })
    ask(region, 'm', move, { toSector: 1 })
    expect(heardBy(region, 'm').map(({ event }) => event)).toEqual(['status.update', 'character.moved'])
    expect(heardBy(region, 'm')[1]?.payload).toEqual({
      characterId: 'm',
      fromSector: 0,
      toSector: 1,
      timestamp,
      moveType: 'normal',
    })
    const seen = { name: 'm', shipType: 'kestrel_courier', timestamp, moveType: 'normal' }
    expect(heardBy(region, 'there')).toEqual([{ event: 'character.moved', payload: { ...seen, movement: 'arrive' } }])
    expect(heardBy(region, 'left')).toEqual([{ event: 'character.moved', payload: { ...seen, movement: 'depart' } }])
    expect(heardBy(region, 'far')).toEqual([])
    const arrival = eventsOf(region).findIndex(({ payload }) => JSON.stringify(payload).includes('arrive'))
    const departure = eventsOf(region).findIndex(({ payload }) => JSON.stringify(payload).includes('depart'))
    expect([arrival, departure]).toEqual([2, 3])
  })

  test('[1.4] refusals come in order, and nothing moves', () => {
    const { region } = openFixture({ m: { sector: 1, warpPower: 2 }, enough: { sector: 1, warpPower: 3 } })
    expect(ask(region, 'nobody', move, { toSector: 77 })).toMatchObject({ code: 'no_ship' })
    expect(ask(region, 'm', move, { toSector: 77 })).toMatchObject({ code: 'unknown_sector' })
    expect(ask(region, 'm', move, { toSector: 9 })).toMatchObject({ code: 'not_adjacent' })
    expect(ask(region, 'm', move, { toSector: 1 })).toMatchObject({ code: 'not_adjacent' })
    expect(ask(region, 'm', move, { toSector: 3 })).toMatchObject({
      code: 'not_enough_warp',
      details: { required: 3, available: 2 },
    })
    expect(shipNow(region, 'm')).toMatchObject({ sector: 1, warpPower: 2 })
    expect(eventsOf(region)).toEqual([])
    expect(ask(region, 'enough', move, { toSector: 3 })).toBeUndefined()
    expect(shipNow(region, 'enough').warpPower).toBe(0)
  })

  test('[1.1] warps lead one way: from 1 to 4, but not from 4 to 1', () => {
    const { region } = openFixture({ m: { sector: 1 } })
    expect(ask(region, 'm', move, { toSector: 4 })).toBeUndefined()
    expect(ask(region, 'm', move, { toSector: 1 })).toMatchObject({ code: 'not_adjacent' })
  })

  test('[INV-A2] [INV-A4] out of a fight nobody moves; the refusal names the fight before all else', () => {
    const { region } = openFixture({ a: { sector: 1 }, b: { sector: 1 } })
    const fight = startEncounter(region, { sector: 1, initiatorId: 'a', reason: 'manual' })
    for (const toSector of [3, 77])
      expect(ask(region, 'b', move, { toSector })).toMatchObject({
        code: 'in_combat',
        details: { combatId: fight?.id },
      })
    expect(shipNow(region, 'b').sector).toBe(1)
  })

  test('[2.2] a garrison of another captain that stands there opens fire before the mover hears anything else', () => {
    const { region } = openFixture({ m: {}, owner: { sector: 9 } })
    const { x, y } = sectorNow(region, 1)
    const orders = { mode: 'offensive', tollAmount: 0, tollBalance: 0, deployedAt: startMs } as const
    const data = { sector: 1, ownerName: 'owner', fighters: 40, ...orders }
    region.entities.create({ id: 'garrison:1:owner', kind: 'garrison', x, y, ownerId: 'owner', data })
    ask(region, 'm', move, { toSector: 1 })
    const events = heardBy(region, 'm').map(({ event }) => event)
    expect(events[0]).toBe('combat.started')
    expect(events.filter((event) => event !== 'combat.round_waiting')).toEqual([
      'combat.started',
      'status.update',
      'character.moved',
    ])
  })
})

test('[INV-A2] an operator brings a ship anywhere for nothing, and those there see a teleport', () => {
  const { region } = openFixture({ m: {}, there: { sector: 9 } })
  travel(region, 'm', 9, { moveType: 'teleport', warpCost: 0, trigger: 'join' })
  expect(shipNow(region, 'm')).toMatchObject({ sector: 9, warpPower: 300 })
  expect(heardBy(region, 'there')[0]?.payload).toMatchObject({ moveType: 'teleport', movement: 'arrive' })
})
