import { beforeEach, describe, expect, test } from 'vitest'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { battlefield, guarded, numbersOf, pendingOf } from './battlefield.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

describe('tolls', () => {
  const toll = { fighters: 20, mode: 'toll', tollAmount: 23 }

  async function stopped(credits: number, more: Parameters<typeof battlefield>[0] = {}) {
    const field = await guarded(toll, { runner: { sector: 1, fighters: 120, credits }, ...more })
    await field.must('runner', 'move', { toSector: 3 })
    field.forget()
    return field
  }

  test('[2.7][SHAPE-2] paid in the round of the demand, the toll ends the fight', async () => {
    const field = await stopped(100)
    expect(pendingOf(field.fight(), 'garrison:3:owner')).toEqual(['brace', 0, null])
    const total = field.credits()
    await field.act('runner', 'pay')
    expect(field.zone.results('runner').at(-1)).toMatchObject({ outcome: 'applied', details: { payProcessed: true } })
    expect(field.encounters()).toEqual([])
    expect(field.ship('runner').credits).toBe(77)
    expect(field.garrisons()[0]?.data).toMatchObject({ fighters: 20, tollBalance: 23 })
    expect(field.credits()).toBe(total)
    expect(field.heardOf('runner')).toEqual(['status.update', 'combat.round_resolved', 'status.update', 'combat.ended'])
    expect(field.heardOf('owner')).toEqual([
      'combat.round_resolved',
      'status.update',
      'sector.garrison_updated',
      'combat.ended',
    ])
    expect(field.last('owner', 'combat.ended')).toMatchObject({
      result: 'toll_satisfied',
      actions: { runner: { action: 'pay', targetId: 'garrison:3:owner' } },
    })
    expect(field.last('owner', 'sector.garrison_updated')).toMatchObject({
      sector: 3,
      garrisons: [{ ownerId: 'owner', fighters: 20, mode: 'toll', tollAmount: 23, tollBalance: 23 }],
    })
  })

  test('[INV-C2][INV-F5][SHAPE-2] who cannot pay braces; the garrison asks for one round, then sends all it has', async () => {
    fixDraws(inTurn(0.1, 0.9))
    const field = await stopped(10)
    await field.act('runner', 'pay')
    const details = { payProcessed: false, reason: 'insufficient_credits' }
    expect(field.zone.results('runner').at(-1)).toMatchObject({ outcome: 'applied', details })
    expect(field.ship('runner').credits).toBe(10)
    expect(field.last('runner', 'combat.round_resolved')).toMatchObject({
      result: null,
      actions: { runner: { action: 'brace', timedOut: false } },
    })
    expect(pendingOf(field.fight(), 'garrison:3:owner')).toEqual(['attack', 20, 'runner'])
    await field.act('runner', 'brace')
    expect(numbersOf(field.last('runner', 'combat.round_resolved'))).toEqual({
      'garrison:3:owner': [10, 0, -10, 0],
      runner: [110, 146, -10, -4],
    })
    expect(field.garrisons()[0]?.data.fighters).toBe(10)
  })

  test('[2.7] paid later, the queued attack is withdrawn', async () => {
    const field = await stopped(100)
    await field.act('runner', 'brace')
    expect(pendingOf(field.fight(), 'garrison:3:owner')).toEqual(['attack', 20, 'runner'])
    await field.act('runner', 'pay')
    expect(field.last('runner', 'combat.ended')).toMatchObject({ result: 'toll_satisfied', round: 2 })
    expect(field.ship('runner')).toMatchObject({ fighters: 120, credits: 77 })
  })

  test('[INV-C3] paying twice costs once, and what is paid stays paid', async () => {
    const field = await stopped(100, { raider: { sector: 1, credits: 5 } })
    await field.must('raider', 'move', { toSector: 3 })
    await field.act('runner', 'pay')
    await field.act('runner', 'pay')
    await field.act('raider', 'pay')
    expect(field.ship('runner').credits).toBe(77)
    expect(field.ship('raider').credits).toBe(5)
    expect(field.garrisons()[0]?.data.tollBalance).toBe(23)
    expect(field.last('raider', 'combat.ended')).toMatchObject({ result: 'toll_satisfied' })
  })

  test('[2.7] while somebody attacks, no payment ends the fight; a later round of bracing does', async () => {
    const field = await stopped(100, { raider: { sector: 1 } })
    await field.must('raider', 'move', { toSector: 3 })
    await field.act('raider', 'attack', { commit: 3, targetId: 'runner' })
    await field.act('runner', 'pay')
    expect(field.last('runner', 'combat.round_resolved')).toMatchObject({ result: null })
    expect(pendingOf(field.fight(), 'garrison:3:owner')).toEqual(['brace', 0, null])
    await field.act('raider', 'brace')
    await field.act('runner', 'brace')
    expect(field.last('runner', 'combat.ended')).toMatchObject({ result: 'stalemate' })
    expect(field.garrisons()[0]?.data.tollBalance).toBe(23)
  })

  test('[2.7] a third captain may pay, and it counts for all', async () => {
    const field = await stopped(0, { friend: { sector: 1, credits: 30 } })
    await field.must('friend', 'move', { toSector: 3 })
    await field.act('runner', 'brace')
    await field.act('friend', 'pay')
    expect(field.last('runner', 'combat.ended')).toMatchObject({ result: 'toll_satisfied' })
    expect(field.ship('friend').credits).toBe(7)
  })

  test('[INV-D3] an owner without fighters beside a garrison that is paid keeps ship, credits and cargo', async () => {
    const field = await battlefield({
      owner: { sector: 3, credits: 500, fighters: 20, cargo: { organics: 3 } },
      runner: { sector: 1, credits: 100 },
    })
    await field.must('owner', 'leave_fighters', { sector: 3, quantity: 20, mode: 'toll', tollAmount: 23 })
    await field.must('runner', 'move', { toSector: 3 })
    await field.act('runner', 'pay')
    expect(field.ship('owner')).toMatchObject({ shipType: 'kestrel_courier', credits: 500, cargo: { organics: 3 } })
    expect(field.salvage()).toEqual([])
    expect(field.credits()).toBe(600)
  })

  test('[INV-C5] the bank of a destroyed garrison goes to whoever destroyed it, once, and scrap is left', async () => {
    const field = await guarded(
      { fighters: 150, mode: 'toll', tollAmount: 50 },
      { runner: { sector: 1, credits: 50 }, raider: { sector: 1, credits: 1 } },
    )
    await field.must('runner', 'move', { toSector: 3 })
    await field.act('runner', 'pay')
    await field.must('runner', 'move', { toSector: 1 })
    await field.must('raider', 'move', { toSector: 3 })
    const total = field.credits()
    field.forget()
    await field.act('raider', 'attack', { commit: 200, targetId: 'garrison:3:owner' })
    expect(field.heardOf('raider')).toEqual(['combat.round_resolved', 'status.update', 'status.update', 'combat.ended'])
    expect(field.last('raider', 'combat.ended')).toMatchObject({ result: 'garrison:3:owner_defeated' })
    expect(field.ship('raider').credits).toBe(51)
    expect(field.garrisons()).toEqual([])
    expect(field.last('owner', 'sector.garrison_updated')).toEqual({ sector: 3, garrisons: [] })
    expect(field.salvage().map(({ data }) => data)).toMatchObject([
      { scrap: 15, credits: 0, victorId: 'raider', shipType: null, loserName: 'Garrison (owner)' },
    ])
    expect(field.credits()).toBe(total)
  })

  test('[INV-C5] with two captains against it, the one with the most hits has the bank when the fight is over', async () => {
    const field = await guarded(
      { fighters: 15, mode: 'toll', tollAmount: 50 },
      {
        runner: { sector: 1, credits: 50 },
        r1: { sector: 1, credits: 50 },
        r2: { sector: 1, credits: 0, fighters: 10 },
      },
    )
    await field.must('runner', 'move', { toSector: 3 })
    await field.act('runner', 'pay')
    await field.must('runner', 'move', { toSector: 1 })
    await field.must('r2', 'move', { toSector: 3 })
    await field.must('r1', 'move', { toSector: 3 })
    const total = field.credits()
    await field.act('r2', 'brace')
    await field.act('r1', 'attack', { commit: 30, targetId: 'garrison:3:owner' })
    expect(field.fight().data.round).toBe(2)
    expect(field.garrisons()).toEqual([])
    expect(field.salvage().map(({ data }) => data.credits)).toEqual([50])
    expect(field.credits()).toBe(total)
    await field.act('r2', 'brace')
    await field.act('r1', 'brace')
    expect([field.ship('r1').credits, field.ship('r2').credits, field.ship('owner').credits]).toEqual([100, 0, 500])
    expect(field.credits()).toBe(total)
  })
})
