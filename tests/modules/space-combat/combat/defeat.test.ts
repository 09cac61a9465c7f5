import { beforeEach, describe, expect, test } from 'vitest'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { battlefield, numbersOf } from './battlefield.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

describe('defeat', () => {
  const prey = { sector: 1, fighters: 3, shields: 10, credits: 777 }

  test('[2.9][INV-D7] in a duel: pod, credits to the winner, container, record, all at once', async () => {
    const field = await battlefield({
      hunter: { sector: 1, fighters: 100, credits: 500 },
      prey: { ...prey, cargo: { organics: 4 } },
    })
    await field.must('hunter', 'initiate_combat')
    await field.act('hunter', 'attack', { commit: 10, targetId: 'prey' })
    expect(field.fight().data.round).toBe(1)
    field.forget()
    const { id: combatId } = field.fight()
    await field.act('prey', 'brace')
    expect(field.encounters()).toEqual([])
    expect(field.ship('hunter')).toMatchObject({ fighters: 100, credits: 1277 })
    expect(field.ship('prey')).toMatchObject({
      shipType: 'escape_pod',
      sector: 1,
      fighters: 0,
      shields: 0,
      warpPower: 800,
      credits: 0,
      cargo: { fuel_ore: 0, organics: 0, equipment: 0 },
    })
    expect(field.heardOf('prey')).toEqual(['combat.round_resolved', 'status.update', 'combat.ended'])
    expect(field.heardOf('hunter')).toEqual(['combat.round_resolved', 'status.update', 'status.update', 'combat.ended'])
    const ended = field.last('prey', 'combat.ended')
    expect(numbersOf(ended)).toEqual({ hunter: [100, 150, 0, 0], prey: [0, 8, -3, -2] })
    expect(ended).toMatchObject({
      result: 'prey_defeated',
      hits: { hunter: 3, prey: 0 },
      defensiveLosses: { prey: 3 },
      shieldLoss: { prey: 2 },
      participants: { prey: { isEscapePod: false, shipType: 'kestrel_courier' } },
      salvage: [
        { victorId: 'hunter', scrap: 25, credits: 0, cargo: { organics: 4 }, metadata: { loser: 'prey', combatId } },
      ],
    })
    expect(field.battles().map(({ data }) => data)).toMatchObject([{ combatId, result: 'prey_defeated', sector: 1 }])
  })

  test('[INV-C1] among three, the credits of the first to die lie in the container until the end', async () => {
    const field = await battlefield({
      hunter: { sector: 1, shipType: 'corsair_raider', fighters: 100, credits: 500 },
      prey: { ...prey, shipType: 'wayfarer_freighter', cargo: { fuel_ore: 100, equipment: 7 } },
      vulture: { sector: 1 },
    })
    const total = field.credits()
    await field.must('hunter', 'initiate_combat')
    await field.act('prey', 'brace')
    await field.act('vulture', 'brace')
    await field.act('hunter', 'attack', { commit: 10, targetId: 'prey' })
    expect(field.fight().data.round).toBe(2)
    expect(field.ship('prey')).toMatchObject({ shipType: 'escape_pod', credits: 0 })
    expect(field.salvage()[0]?.data).toMatchObject({ credits: 777, victorId: null })
    expect(field.credits()).toBe(total)
    expect(Object.keys(field.last('vulture', 'combat.round_waiting')?.participants ?? {})).toEqual([
      'hunter',
      'vulture',
    ])
    expect(await field.act('prey', 'attack', { commit: 1, targetId: 'hunter' })).toBe('no_fighters')
    expect(await field.act('prey', 'flee', { toSector: 3 })).toBe('escape_pod')

    await field.act('hunter', 'brace')
    await field.act('vulture', 'brace')
    expect(field.last('prey', 'combat.ended')).toMatchObject({ result: 'stalemate', round: 2 })
    expect(field.ship('hunter').credits).toBe(1277)
    expect(field.salvage()[0]?.data).toMatchObject({
      credits: 0,
      victorId: 'hunter',
      scrap: 120,
      cargo: { fuel_ore: 100, organics: 0, equipment: 7 },
      expiresAt: field.zone.clock.now() + 900_000,
    })
    expect(field.credits()).toBe(total)
  })

  test('[INV-D3] who comes without fighters is not defeated by the defeat of others: nothing is lost (R7)', async () => {
    const field = await battlefield({
      owner: { sector: 3, fighters: 20, credits: 500 },
      runner: { sector: 1, fighters: 2, shields: 0, credits: 100 },
    })
    await field.must('owner', 'leave_fighters', { sector: 3, quantity: 20, mode: 'offensive' })
    await field.must('runner', 'move', { toSector: 3 })
    await field.act('runner', 'brace')
    expect(field.ship('owner')).toMatchObject({ shipType: 'kestrel_courier', credits: 600 })
    expect(field.ship('runner')).toMatchObject({ shipType: 'escape_pod', credits: 0 })
    expect(field.salvage()).toHaveLength(1)
  })

  test('[INV-E9] a captain and the own garrison do not fight on when the intruder is dead', async () => {
    const field = await battlefield({
      o: { sector: 3, fighters: 70, credits: 80 },
      v: { sector: 1, fighters: 2, credits: 20 },
    })
    await field.must('o', 'leave_fighters', { sector: 3, quantity: 20, mode: 'offensive' })
    await field.must('v', 'move', { toSector: 3 })
    await field.act('o', 'brace')
    await field.act('v', 'brace')
    expect(field.last('o', 'combat.ended')).toMatchObject({ result: 'v_defeated', round: 1 })
    expect(field.ship('v').shipType).toBe('escape_pod')
    expect(field.ship('o').credits).toBe(100)
  })

  test('[2.5] the last of several is the victor', async () => {
    const field = await battlefield({
      a: { sector: 1 },
      b: { sector: 1, fighters: 2, credits: 10 },
      c: { sector: 1, fighters: 2, credits: 20 },
    })
    await field.must('a', 'initiate_combat')
    for (const targetId of ['b', 'c']) {
      await field.act('a', 'attack', { commit: 2, targetId })
      if (targetId === 'b') await field.act('b', 'brace')
      if (field.encounters().length > 0) await field.act('c', 'brace')
    }
    expect(field.last('a', 'combat.ended')).toMatchObject({ result: 'victory' })
    expect(field.ship('a').credits).toBe(1030)
  })

  test('[2.9] of several who are left the one with the most hits in the whole fight wins', async () => {
    const field = await battlefield({ a: { sector: 1 }, c: { sector: 1, fighters: 2, credits: 40 }, z: { sector: 1 } })
    await field.must('a', 'initiate_combat')
    await field.act('a', 'brace')
    await field.act('c', 'brace')
    await field.act('z', 'attack', { commit: 1, targetId: 'c' })
    await field.act('a', 'attack', { commit: 1, targetId: 'z' })
    await field.act('c', 'brace')
    await field.act('z', 'attack', { commit: 1, targetId: 'c' })
    await field.act('a', 'brace')
    await field.act('z', 'brace')
    expect(field.encounters()).toEqual([])
    expect([field.ship('a').credits, field.ship('z').credits]).toEqual([1_000, 1_040])
  })

  test('[INV-C1] a container waits for the end of its fight: it neither expires before, nor can anybody take it', async () => {
    const field = await battlefield(
      {
        a: { sector: 1 },
        b: { sector: 1 },
        c: { sector: 1, fighters: 1, credits: 40 },
        outside: { sector: 1 },
      },
      { salvageTtlMs: 5_000, balance: { encounters: { partiesMax: 3 } } },
    )
    await field.must('a', 'initiate_combat')
    await field.act('a', 'attack', { commit: 1, targetId: 'c' })
    await field.act('b', 'brace')
    await field.act('c', 'brace')
    await field.zone.advance(10_000)
    const salvageId = field.salvage()[0]?.id
    expect(await field.ask('outside', 'collect_salvage', { salvageId })).toBe('in_combat')
    await field.zone.advance(5_000)
    expect(field.encounters()).toEqual([])
    expect(field.ship('a').credits).toBe(1_040)
    expect(field.salvage()).toHaveLength(1)
    await field.must('outside', 'collect_salvage', { salvageId })
    expect(field.ship('outside').cargo.equipment).toBe(25)
  })

  test('[2.9] without a winner the credits stay in the container', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 }, c: { sector: 1, fighters: 1, credits: 40 } })
    await field.must('a', 'initiate_combat')
    await field.act('a', 'attack', { commit: 1, targetId: 'c' })
    await field.act('b', 'brace')
    await field.act('c', 'brace')
    await field.act('a', 'flee', { toSector: 0 })
    await field.act('b', 'flee', { toSector: 3 })
    expect(field.encounters()).toEqual([])
    expect(field.salvage()[0]?.data).toMatchObject({ credits: 40, victorId: null })
    expect(field.credits()).toBe(2_040)
  })
})
