import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readySince } from '../../framework/engine/src/turns/ready-since.ts'
import { whenDue } from '../../framework/engine/src/turns/when-due.ts'
import { byDeadline, hybrid, member, packet, situation, strict } from './turn-world.ts'

const both = { ann: packet(1_000), ben: packet(2_000) }

describe('[TURN-3] when a turn is due', () => {
  test('hybrid: when all are ready, else at its end', () => {
    expect(whenDue(situation({ packets: both }))).toEqual({ at: 2_000, reason: 'ready' })
    expect(whenDue(situation({ packets: { ann: packet(1_000) } }))).toEqual({ at: 60_000, reason: 'deadline' })
  })

  test('strict: when all are ready, else never', () => {
    expect(whenDue(situation({ settings: strict, packets: both }))).toEqual({ at: 2_000, reason: 'ready' })
    expect(whenDue(situation({ settings: strict, packets: { ann: packet(1_000) } }))).toBeUndefined()
  })

  test('deadline: at its end, whoever is ready', () => {
    for (const packets of [{}, both])
      expect(whenDue(situation({ settings: byDeadline, packets }))).toEqual({ at: 60_000, reason: 'deadline' })
  })

  test('ready at the very millisecond of the end is the end; a millisecond before is ready', () => {
    const last = (at: number) => whenDue(situation({ packets: { ...both, ben: packet(at) } }))
    expect(last(59_999)).toEqual({ at: 59_999, reason: 'ready' })
    expect(last(60_000)).toEqual({ at: 60_000, reason: 'deadline' })
    // It came after the end and before the beat that carries it out.
    expect(last(60_400)).toEqual({ at: 60_000, reason: 'deadline' })
  })

  test('a draft, and orders that were taken back, are waited for', () => {
    const draft = packet(2_000, { isReady: false })
    const takenBack = packet(2_000, { orders: null })
    for (const ben of [draft, takenBack])
      expect(whenDue(situation({ packets: { ...both, ben } }))).toEqual({ at: 60_000, reason: 'deadline' })
  })

  test('all must have been ready for the grace; a revision in it begins it again', () => {
    const settings = { ...hybrid, graceMs: 10_000 }
    expect(whenDue(situation({ settings, packets: both }))).toEqual({ at: 12_000, reason: 'ready' })
    const revised = { ...both, ann: packet(11_999) }
    expect(whenDue(situation({ settings, packets: revised }))).toEqual({ at: 21_999, reason: 'ready' })
  })

  test('the grace never reaches past the end', () => {
    const settings = { ...hybrid, graceMs: 10_000 }
    const late = (at: number) => whenDue(situation({ settings, packets: { ...both, ben: packet(at) } }))
    expect(late(49_999)).toEqual({ at: 59_999, reason: 'ready' })
    expect(late(50_000)).toEqual({ at: 60_000, reason: 'deadline' })
    expect(late(55_000)).toEqual({ at: 60_000, reason: 'deadline' })
  })

  test('nobody to wait for is not ready: the end resolves, and strict waits', () => {
    for (const members of [[], [member('ann', { mustOrder: false })]]) {
      const turn = situation().turn
      expect(whenDue(situation({ members, turn }))).toEqual({ at: 60_000, reason: 'deadline' })
      expect(
        whenDue(situation({ settings: strict, members, turn: situation({ settings: strict }).turn })),
      ).toBeUndefined()
    }
  })

  test('orders of one who need not order make nobody ready', () => {
    const members = [member('ann', { mustOrder: false }), member('robo', { isProgram: true }), member('ben')]
    const packets = { ann: packet(1_000) }
    expect(whenDue(situation({ members, packets }))).toEqual({ at: 60_000, reason: 'deadline' })
  })

  test('a program is ready from the opening, and the one person makes the turn ready', () => {
    const members = [member('ann'), member('robo', { isProgram: true })]
    expect(whenDue(situation({ members }))?.reason).toBe('deadline')
    expect(whenDue(situation({ members, packets: { ann: packet(5) } }))).toEqual({ at: 5, reason: 'ready' })
  })

  test('programs alone play only where the zone keeps running, and no faster than a turn a second', () => {
    const members = [member('robo', { isProgram: true }), member('bolt', { isProgram: true })]
    for (const settings of [hybrid, byDeadline, strict])
      expect(whenDue(situation({ settings, members }))).toBeUndefined()
    const running = { members, keepsRunning: true }
    expect(whenDue(situation({ ...running }))).toEqual({ at: 1_000, reason: 'ready' })
    expect(whenDue(situation({ ...running, settings: strict }))).toEqual({ at: 1_000, reason: 'ready' })
    expect(whenDue(situation({ ...running, settings: byDeadline }))).toEqual({ at: 60_000, reason: 'deadline' })
  })

  test('a turn that waits is never due', () => {
    const stage = { phase: 'waiting', why: 'paused', openedAt: 0 } as const
    expect(whenDue(situation({ packets: both, turn: { stage } }))).toBeUndefined()
  })

  test('a clock that stands, or waits for the first orders, ends nothing; ready does', () => {
    for (const clock of [{ kind: 'stands', leftMs: 0 }, { kind: 'idle' }] as const) {
      expect(whenDue(situation({ turn: { clock } }))).toBeUndefined()
      expect(whenDue(situation({ packets: both, turn: { clock } }))).toEqual({ at: 2_000, reason: 'ready' })
    }
  })
})

describe('[TURN-11] members who are away', () => {
  const settings = { ...hybrid, afkAfter: 2 }

  test('nobody waits for who missed so many turns, and for one who missed fewer', () => {
    const packets = { ann: packet(1_000) }
    const missed = (count: number) =>
      whenDue(situation({ settings, packets, turn: { missed: { ben: count } } }))?.reason
    expect([missed(1), missed(2), missed(3)]).toEqual(['deadline', 'ready', 'ready'])
  })

  test('with the next orders he is back, also with a draft, until he takes them back', () => {
    const turn = { missed: { ben: 2 } }
    const due = (ben: ReturnType<typeof packet>) =>
      whenDue(situation({ settings, turn, packets: { ann: packet(1_000), ben } }))
    expect(due(packet(2_000, { isReady: false }))).toEqual({ at: 60_000, reason: 'deadline' })
    expect(due(packet(2_000))).toEqual({ at: 2_000, reason: 'ready' })
    expect(due(packet(3_000, { orders: null }))).toEqual({ at: 3_000, reason: 'ready' })
  })

  test('where all are away nobody is ready', () => {
    expect(whenDue(situation({ settings, turn: { missed: { ann: 2, ben: 5 } } }))?.reason).toBe('deadline')
  })
})

test('[TURN-13] where the turn waited only for one who left, it is ready from then on', () => {
  const members = [member('ann')]
  const stage = { phase: 'open', openedAt: 0, expectsSince: 7_000 } as const
  const packets = { ann: packet(1_000) }
  expect(whenDue(situation({ members, packets, turn: { stage } }))).toEqual({ at: 7_000, reason: 'ready' })
})

test('[TURN-3] whatever is handed in: never after the end, never ready while one is waited for, never before the last change', () => {
  const ids = ['ann', 'ben', 'cem', 'dia']
  const packets = fc.dictionary(
    fc.constantFrom(...ids),
    fc.record({
      memberSince: fc.constant(1),
      orders: fc.option(fc.constant({ to: 1 }), { nil: null }),
      isReady: fc.boolean(),
      at: fc.integer({ min: 0, max: 70_000 }),
      bytes: fc.constant(8),
    }),
  )
  const settings = fc.constantFrom(hybrid, { ...hybrid, graceMs: 20_000 }, byDeadline, strict, {
    ...hybrid,
    afkAfter: 1,
  })
  const expected = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(settings, packets, expected, fc.boolean(), (chosen, handedIn, must, isBenAway) => {
      const members = ids.map((id, index) => member(id, { mustOrder: must[index] === true }))
      fc.pre(members.some(({ mustOrder }) => mustOrder))
      const world = situation({
        settings: chosen,
        members,
        packets: handedIn,
        turn: { missed: isBenAway ? { ben: 1 } : {} },
      })
      const due = whenDue(world)
      if (chosen.policy !== 'strict') expect(due?.at).toBeLessThanOrEqual(60_000)
      if (chosen.policy === 'deadline') expect(due).toEqual({ at: 60_000, reason: 'deadline' })
      if (due?.reason !== 'ready') return
      const theirs = members.filter(({ mustOrder }) => mustOrder).map(({ playerId }) => handedIn[playerId])
      const away = chosen.afkAfter === 1 && isBenAway ? 1 : 0
      expect(theirs.filter((one) => !(one?.isReady === true && one.orders !== null)).length).toBeLessThanOrEqual(away)
      expect(due.at).toBe((readySince(world) ?? Number.NaN) + (chosen.graceMs ?? 0))
      for (const one of theirs) if (one !== undefined) expect(due.at).toBeGreaterThanOrEqual(one.at)
      // The order in which they came in is nothing that it depends on.
      expect(whenDue({ ...world, packets: new Map([...world.packets].reverse()) })).toEqual(due)
    }),
  )
})
