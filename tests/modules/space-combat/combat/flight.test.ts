import { beforeEach, describe, expect, test, vi } from 'vitest'
import { mulberry32 } from '../../../../modules/space-combat/combat/draws.ts'
import { flyAway } from '../../../../modules/space-combat/combat/fly-away.ts'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { openFixture, shipNow } from '../open-fixture.ts'
import { battlefield, guarded, type Numbers, numbersOf } from './battlefield.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

describe('flight', () => {
  test('[2.6][INV-V4] who gets away is gone at once, and nobody else learns where to', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 }, w3: { sector: 3 } })
    await field.must('a', 'initiate_combat')
    await field.act('b', 'brace')
    field.forget()
    await field.act('a', 'flee', { toSector: 3 })
    expect(field.ship('a')).toMatchObject({ sector: 3, warpPower: 297 })
    expect(field.heardOf('a')).toEqual(['combat.round_resolved', 'status.update', 'character.moved', 'combat.ended'])
    expect(field.heardOf('b')).toEqual(['combat.round_resolved', 'status.update', 'character.moved', 'combat.ended'])
    expect(field.heardOf('w3')).toEqual(['character.moved'])
    for (const event of ['combat.round_resolved', 'combat.ended']) {
      expect(field.last('a', event)).toMatchObject({ result: 'a_fled', actions: { a: { destinationSector: 3 } } })
      expect(field.last('b', event)).toMatchObject({
        actions: { a: { action: 'flee', destinationSector: null } },
        fleeResults: { a: true, b: false },
      })
      expect(Object.keys(field.last('b', event)?.participants as object)).toEqual(['b'])
    }
    await field.must('a', 'move', { toSector: 1 })
  })

  test('[INV-V4] where a flight that failed was to go is told to nobody else either', async () => {
    fixDraws(inTurn(0.5))
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 } })
    await field.must('a', 'initiate_combat')
    await field.act('a', 'flee', { toSector: 3 })
    await field.act('b', 'attack', { commit: 1, targetId: 'a' })
    expect(field.last('b', 'combat.round_resolved')).toMatchObject({ actions: { a: { destinationSector: null } } })
    expect(field.last('a', 'combat.round_resolved')).toMatchObject({ actions: { a: { destinationSector: 3 } } })
    expect(field.ship('a').sector).toBe(1)
  })

  test('[INV-D8] an attack on who fled hits nobody, and the fight is over', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 } })
    await field.must('a', 'initiate_combat')
    await field.act('b', 'attack', { commit: 50, targetId: 'a' })
    await field.act('a', 'flee', { toSector: 3 })
    expect(field.last('b', 'combat.ended')).toMatchObject({ result: 'stalemate' })
    expect(field.ship('a')).toMatchObject({ sector: 3, fighters: 300 })
  })

  test('[2.6] the others fight on; who fled hears of the end, rounds later', async () => {
    const field = await battlefield({
      a: { sector: 1, fighters: 50 },
      b: { sector: 1, fighters: 50 },
      c: { sector: 1, fighters: 50 },
    })
    await field.must('a', 'initiate_combat')
    await field.act('b', 'attack', { commit: 5, targetId: 'c' })
    await field.act('c', 'brace')
    await field.act('a', 'flee', { toSector: 3 })
    expect(field.fight().data).toMatchObject({ round: 2, fled: ['a'] })
    expect(numbersOf(field.last('a', 'combat.round_resolved'))).toEqual({ b: [50, 150, 0, 0], c: [45, 147, -5, -3] })
    field.forget()
    await field.act('b', 'brace')
    await field.act('c', 'brace')
    expect(field.heardOf('a')).toEqual(['combat.ended'])
  })

  test('[2.6] who comes back is in the fight again, and hears of its end once', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 }, c: { sector: 1 } })
    await field.must('a', 'initiate_combat')
    await field.act('b', 'attack', { commit: 5, targetId: 'c' })
    await field.act('c', 'brace')
    await field.act('a', 'flee', { toSector: 3 })
    await field.must('a', 'move', { toSector: 1 })
    expect(field.fight().data).toMatchObject({ fled: [], participants: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] })
    field.forget()
    for (const name of ['a', 'b', 'c']) await field.act(name, 'brace')
    expect(field.heardOf('a')).toEqual(['combat.round_resolved', 'status.update', 'combat.ended'])
  })

  test('[2.6] a flight into a guarded sector is an arrival like any other', async () => {
    const field = await guarded({ fighters: 10, mode: 'toll', tollAmount: 5 }, { a: { sector: 1 }, b: { sector: 1 } })
    await field.must('a', 'initiate_combat')
    await field.act('b', 'brace')
    field.forget()
    await field.act('a', 'flee', { toSector: 3 })
    expect(field.heardOf('a')).toEqual([
      'combat.round_resolved',
      'combat.started',
      'status.update',
      'combat.round_waiting',
      'character.moved',
      'combat.ended',
    ])
    expect(field.fight().data.sector).toBe(3)
  })

  test('[INV-E10] if the way is closed by then, the ship stays where it is', () => {
    const { region } = openFixture({ a: { sector: 1 }, tired: { sector: 1, warpPower: 2 } })
    flyAway(region, { id: 'a', toSector: 9 })
    flyAway(region, { id: 'tired', toSector: 3 })
    expect(shipNow(region, 'a')).toMatchObject({ sector: 1, warpPower: 300 })
    expect(shipNow(region, 'tired')).toMatchObject({ sector: 1, warpPower: 2 })
    flyAway(region, { id: 'a', toSector: 3 })
    expect(shipNow(region, 'a')).toMatchObject({ sector: 3, warpPower: 297 })
  })
})

describe('what outlasts the process', () => {
  test('[INV-G1] a fight goes on after a crash: same round, deadline, seed and submitted actions', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 } })
    await field.must('a', 'initiate_combat')
    await field.act('a', 'attack', { commit: 4, targetId: 'b' })
    const before = field.fight()
    await field.zone.crash()
    expect(field.fight()).toEqual(before)
    await field.act('b', 'brace')
    expect(field.ship('b').fighters).toBe(296)
  })

  test('[INV-G3] a commit that fails ends a fight neither halfway nor twice', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1, fighters: 1, credits: 40 } })
    await field.must('a', 'initiate_combat')
    await field.act('a', 'attack', { commit: 4, targetId: 'b' })
    const before = field.fight()
    vi.spyOn(console, 'error').mockImplementationOnce(() => {})
    field.zone.failNext('commit')
    field.zone.intent('b', 'combat_action', { combatId: before.id, action: 'brace' })
    await field.zone.tick()
    expect(field.fight()).toEqual(before)
    await field.zone.tick()
    expect(field.encounters()).toEqual([])
    expect(field.ship('a').credits).toBe(1040)
    expect(field.salvage()).toHaveLength(1)
  })

  test('[INV-E6] a fight ends on time when everybody is gone', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 } })
    await field.must('a', 'initiate_combat')
    field.zone.disconnect('a')
    field.zone.disconnect('b')
    expect(field.zone.wakeAt).toBe(field.fight().data.deadline)
    await field.zone.advance(60_000)
    expect(field.battles()[0]?.data).toMatchObject({ result: 'stalemate' })
  })

  test('[INV-G4] of the fights that are over only so many are kept', async () => {
    const config = { balance: { records: { finishedMax: 2 } } }
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 } }, config)
    const ids: string[] = []
    for (let fight = 0; fight < 3; fight++) {
      await field.must('a', 'initiate_combat')
      ids.push(field.fight().id)
      await field.act('a', 'brace')
      await field.act('b', 'brace')
    }
    expect(
      field
        .battles()
        .map(({ data }) => data.combatId)
        .sort(),
    ).toEqual(ids.slice(1).sort())
  })

  test('[INV-E8] three rounds against a garrison, shot by shot', async () => {
    fixDraws((round) => mulberry32(1000 + round))
    const field = await battlefield({
      owner: { sector: 3 },
      k: { sector: 1, credits: 10, cargo: { fuel_ore: 5 } },
    })
    await field.must('owner', 'leave_fighters', { sector: 3, quantity: 120, mode: 'offensive' })
    await field.place('owner', 9)
    await field.must('k', 'move', { toSector: 3 })
    const rounds: Numbers[] = []
    for (const [action, more] of [
      ['attack', { commit: 40, targetId: 'garrison:3:owner' }],
      ['brace', {}],
      ['attack', { commit: 40, targetId: 'garrison:3:owner' }],
    ] as const) {
      await field.act('k', action, more)
      rounds.push(numbersOf(field.last('k', 'combat.round_resolved')))
    }
    expect(rounds.map(({ k, 'garrison:3:owner': garrison }) => [...(k ?? []).slice(0, 2), garrison?.[0]])).toEqual([
      [263, 139, 57],
      [238, 128, 32],
      [205, 120, 0],
    ])
    expect(field.last('k', 'combat.ended')).toMatchObject({ result: 'garrison:3:owner_defeated' })
    expect(field.ship('k')).toMatchObject({ fighters: 205, shields: 120 })
  })
})
