import { beforeEach, describe, expect, test } from 'vitest'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { battlefield, guarded, numbersOf, pendingOf } from './battlefield.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

describe('how a fight begins', () => {
  test('[2.2] arriving at an offensive garrison draws in all who are there, and its owner hears of it', async () => {
    const field = await guarded(
      { fighters: 40, mode: 'defensive' },
      { mover: { sector: 1 }, bystander: { sector: 3, shipType: 'sparrow_scout' } },
    )
    await field.must('owner', 'set_garrison_mode', { sector: 3, mode: 'offensive' })
    expect(field.encounters()).toEqual([])
    field.forget()
    await field.must('mover', 'move', { toSector: 3 })

    const fightBegins = ['combat.started', 'combat.round_waiting']
    const arrival = ['combat.started', 'status.update', 'combat.round_waiting', 'character.moved']
    expect(field.heardOf('mover')).toEqual(arrival)
    expect(field.heardOf('bystander')).toEqual([...fightBegins, 'character.moved'])
    expect(field.heardOf('owner')).toEqual(fightBegins)
    expect(field.last('owner', 'combat.started')).toMatchObject({ sector: 3, round: 1, initiator: 'mover' })
    expect(pendingOf(field.fight(), 'garrison:3:owner')).toEqual(['attack', 40, 'mover'])

    field.forget()
    await field.zone.advance(14_000)
    expect(field.fight().data.round).toBe(1)
    await field.zone.advance(1_000)
    expect(numbersOf(field.last('owner', 'combat.round_resolved'))).toEqual({
      bystander: [200, 120, 0, 0],
      'garrison:3:owner': [40, 0, 0, 0],
      mover: [260, 134, -40, -16],
    })
    expect(field.last('mover', 'combat.round_resolved')).toMatchObject({
      result: null,
      deadline: new Date(field.fight().data.deadline).toISOString(),
      actions: {
        mover: { action: 'brace', timedOut: true },
        'garrison:3:owner': { action: 'attack', targetId: 'mover' },
      },
    })
    for (const captain of ['mover', 'bystander'])
      expect(field.heardOf(captain)).toEqual(['combat.round_resolved', 'status.update', 'combat.round_waiting'])
    expect(field.heardOf('owner')).toEqual(['combat.round_resolved', 'combat.round_waiting'])
    expect(field.ship('mover')).toMatchObject({ fighters: 260, shields: 134 })
    expect(field.fight().data).toMatchObject({ round: 2, deadline: field.zone.clock.now() + 15_000 })
  })

  test.each([
    ['offensive', 'move', true],
    ['toll', 'move', true],
    ['defensive', 'move', false],
    ['offensive', 'join', true],
    ['toll', 'join', false],
    ['defensive', 'join', false],
  ])('[2.2] a garrison that is %s and a captain who comes by %s: fight %s', async (mode, arrival, starts) => {
    const field = await guarded({ fighters: 10, mode }, { mover: { sector: 1 } })
    if (arrival === 'move') await field.must('mover', 'move', { toSector: 3 })
    else await field.place('mover', 3)
    expect(field.encounters()).toHaveLength(starts ? 1 : 0)
  })

  test('[2.2] no garrison stops its owner', async () => {
    const field = await guarded({ fighters: 10, mode: 'offensive' }, {})
    await field.place('owner', 1)
    await field.must('owner', 'move', { toSector: 3 })
    expect(field.encounters()).toEqual([])
  })

  test('[2.2] initiate_combat needs fighters and somebody who could fight back', async () => {
    const field = await battlefield({
      a: { sector: 1 },
      empty: { sector: 1, fighters: 0 },
      pod: { sector: 1, shipType: 'escape_pod' },
    })
    expect(await field.ask('empty', 'initiate_combat')).toBe('no_fighters')
    expect(await field.ask('a', 'initiate_combat')).toBe('no_opponents')
    expect(field.encounters()).toEqual([])
  })

  test('[INV-E9] a captain and the own garrison are one side: there is nobody to fight', async () => {
    const field = await battlefield({ o: { sector: 5 } })
    await field.must('o', 'leave_fighters', { sector: 5, quantity: 20, mode: 'defensive' })
    expect(await field.ask('o', 'initiate_combat')).toBe('no_opponents')
  })

  test('[2.2] deploying an offensive garrison where others are starts a fight at once', async () => {
    const field = await battlefield({ o: { sector: 5, fighters: 100 }, p: { sector: 5, fighters: 100 } })
    await field.must('o', 'leave_fighters', { sector: 5, quantity: 60, mode: 'offensive' })
    expect(field.heardOf('o')).toEqual(['sector.garrison_updated', 'combat.started', 'combat.round_waiting'])
    expect(field.last('p', 'combat.started')?.participants).toMatchObject({
      o: { fighters: 40, shields: 150 },
      p: { fighters: 100, shields: 150 },
      'garrison:5:o': { fighters: 60, shields: 0 },
    })
    expect(pendingOf(field.fight(), 'garrison:5:o')).toEqual(['attack', 50, 'p'])
    expect(await field.act('o', 'attack', { commit: 5, targetId: 'garrison:5:o' })).toBe('own_side')
  })

  test('[INV-D3] a ship without fighters, or a pod, is no reason for a fight, and loses nothing', async () => {
    const field = await guarded(
      { fighters: 10, mode: 'offensive' },
      {
        z: { sector: 1, fighters: 0, cargo: { organics: 9 }, credits: 70 },
        pod: { sector: 1, shipType: 'escape_pod' },
      },
    )
    await field.must('z', 'move', { toSector: 3 })
    await field.must('pod', 'move', { toSector: 3 })
    expect(field.encounters()).toEqual([])
    expect(field.ship('z')).toMatchObject({ shipType: 'kestrel_courier', credits: 70 })
  })

  test('[INV-E7][INV-E6] whoever arrives is added: round, deadline and actions stay, and the late one hears of the start', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 }, late: { sector: 0 } })
    await field.must('a', 'initiate_combat')
    await field.act('a', 'attack', { commit: 3, targetId: 'b' })
    const before = field.fight()
    field.forget()
    await field.must('late', 'move', { toSector: 1 })
    const after = field.fight()
    expect(after.data.deadline).toBe(before.data.deadline)
    expect(after.data.pending).toEqual(before.data.pending)
    expect(after.data.participants.map(({ id }) => id)).toEqual(['a', 'b', 'late'])
    expect(field.heardOf('late').slice(0, 3)).toEqual(['combat.started', 'status.update', 'combat.round_waiting'])
    expect(field.heardOf('a')).toEqual(['combat.round_waiting', 'character.moved'])

    await field.act('b', 'brace')
    expect(field.fight().data.round).toBe(1)
    await field.act('late', 'brace')
    expect(field.fight().data.round).toBe(2)
  })

  test('[2.2] a fight holds so many parties; others stay outside and can go their way', async () => {
    // As long as real ids are, so that entity and events are as big as they get.
    const names = Array.from({ length: 45 }, (_, index) => `captain-${100 + index}`.padEnd(36, '-'))
    const [first = '', second = '', ...others] = names
    const [outside = '', initiator = ''] = others.slice(-2)
    const field = await battlefield(Object.fromEntries(names.map((name) => [name, { sector: 1 }])))
    await field.must(initiator, 'initiate_combat')
    const ids = field.fight().data.participants.map(({ id }) => id)
    expect(ids).toHaveLength(40)
    expect(ids).toContain(initiator)
    expect(ids).not.toContain(outside)
    expect(await field.ask(outside, 'initiate_combat')).toBe('combat_full')
    for (let round = 1; round <= 4; round++) {
      const { id: combatId } = field.fight()
      const shoot = { combatId, action: 'attack', commit: 1 }
      await field.together(
        ...ids.map((id) => [id, 'combat_action', { ...shoot, targetId: id === first ? second : first }] as const),
      )
      expect(field.fight().data.round).toBe(round + 1)
    }
    expect(field.fight().data.log.map(({ round }) => round)).toEqual([3, 4])
    await field.must(outside, 'move', { toSector: 0 })
    expect(field.zone.faults()).toEqual([])
    const sizes = [field.fight(), field.last(first, 'combat.round_resolved')].map(
      (value) => JSON.stringify(value).length,
    )
    expect(Math.max(...sizes)).toBeLessThan(60_000)
  })
})

describe('what a captain may do in a fight', () => {
  async function duel() {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 }, x: { sector: 9 } })
    await field.must('a', 'initiate_combat')
    return field
  }

  test('[2.4] each refusal has its word', async () => {
    const field = await duel()
    const cases: [string, object, string][] = [
      ['flee', {}, 'no_destination'],
      ['flee', { toSector: 9 }, 'not_adjacent'],
      ['flee', { toSector: 99 }, 'unknown_sector'],
      ['attack', { commit: 5, targetId: 'a' }, 'own_side'],
      ['attack', { commit: 5, targetId: 'x' }, 'no_target'],
      ['attack', { commit: 5 }, 'no_target'],
      ['attack', { targetId: 'b' }, 'no_commit'],
      ['attack', { commit: 0, targetId: 'b' }, 'no_commit'],
      ['attack', { commit: -2, targetId: 'b' }, 'no_commit'],
      ['brace', { round: 2 }, 'stale_round'],
    ]
    for (const [action, more, code] of cases) expect(await field.act('a', action, more), action).toBe(code)
    expect(await field.act('x', 'brace')).toBe('not_a_participant')
    expect(await field.ask('a', 'combat_action', { combatId: 'nowhere', action: 'brace' })).toBe('no_such_combat')
    expect(field.fight().data.pending).toEqual([])
  })

  test('[INV-A4] all else has to wait', async () => {
    const field = await duel()
    const cases: [string, object][] = [
      ['move', { toSector: 0 }],
      ['recharge', { units: 1 }],
      ['transfer_warp', { toPlayerId: 'b', units: 1 }],
      ['trade', { side: 'buy', commodity: 'equipment', quantity: 1 }],
      ['leave_fighters', { sector: 1, quantity: 60, mode: 'defensive' }],
      ['collect_fighters', { sector: 1, quantity: 1 }],
      ['set_garrison_mode', { sector: 1, mode: 'defensive' }],
      ['collect_salvage', { salvageId: 'any' }],
    ]
    for (const [type, payload] of cases) expect(await field.ask('a', type, payload), type).toBe('in_combat')
    await field.place('a', 9)
    expect(field.zone.refusals('a').at(-1)).toMatchObject({
      code: 'in_combat',
      details: { combatId: field.fight().id, deadline: expect.stringMatching(/Z$/) },
    })
    expect(field.ship('a')).toMatchObject({ sector: 1, fighters: 300 })
  })

  test('[2.4] a flight needs warp power, and a pod may not flee at all', async () => {
    const field = await battlefield({
      a: { sector: 1, warpPower: 2 },
      b: { sector: 1 },
      pod: { sector: 1, shipType: 'escape_pod' },
    })
    await field.must('a', 'initiate_combat')
    expect(await field.act('a', 'flee', { toSector: 3 })).toBe('not_enough_warp')
    expect(await field.act('pod', 'flee', { toSector: 77 })).toBe('escape_pod')
    expect(await field.act('pod', 'attack', { commit: 1, targetId: 'a' })).toBe('no_fighters')
    expect(await field.act('a', 'attack', { commit: 1, targetId: 'pod' })).toBe('no_target')
  })

  test('[2.3] the last submission counts', async () => {
    const field = await duel()
    await field.act('a', 'brace')
    await field.act('a', 'attack', { commit: 7, targetId: 'b' })
    await field.act('b', 'brace')
    expect(field.ship('b').fighters).toBe(293)
    expect(field.fight().data.pending).toEqual([])
  })

  test('[INV-E2][INV-E4] a round is fought once: what was meant for it does not count for the next', async () => {
    const field = await duel()
    const { id: combatId } = field.fight()
    await field.together(
      ['a', 'combat_action', { combatId, round: 1, action: 'attack', commit: 1, targetId: 'b' }],
      ['b', 'combat_action', { combatId, round: 1, action: 'brace' }],
      ['b', 'combat_action', { combatId, round: 1, action: 'brace' }],
      ['a', 'combat_action', { combatId, round: 1, action: 'attack', commit: 1, targetId: 'b' }],
    )
    expect(field.fight().data).toMatchObject({ round: 2, pending: [] })
    expect(field.zone.refusals('a').map(({ code }) => code)).toEqual(['stale_round'])
    expect(field.zone.refusals('b').map(({ code }) => code)).toEqual(['stale_round'])
  })

  test('[2.3] non-combatants are not waited for, and may flee if they have a ship', async () => {
    const field = await battlefield({
      a: { sector: 1 },
      b: { sector: 1 },
      empty: { sector: 1, fighters: 0, cargo: { organics: 3 } },
      pod: { sector: 1, shipType: 'escape_pod', credits: 50 },
    })
    await field.must('a', 'initiate_combat')
    await field.act('empty', 'flee', { toSector: 3 })
    await field.act('a', 'attack', { commit: 1, targetId: 'b' })
    await field.act('b', 'attack', { commit: 1, targetId: 'a' })
    expect(field.fight().data.round).toBe(2)
    expect(field.ship('empty')).toMatchObject({ sector: 3, cargo: { organics: 3 } })
    await field.act('a', 'attack', { commit: 300, targetId: 'b' })
    await field.act('b', 'brace')
    expect(field.last('a', 'combat.ended')).toMatchObject({ result: 'b_defeated' })
    expect(field.ship('pod').credits).toBe(50)
    expect(field.salvage()).toHaveLength(1)
  })
})
