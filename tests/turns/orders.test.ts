import { turns } from 'gridtick'
import { describe, expect, test } from 'vitest'
import type { OrderSeqs } from '../../framework/engine/src/ports/storage/stored-orders.ts'
import { isReminderDue, reminderTimes } from '../../framework/engine/src/turns/due-reminders.ts'
import { ordersOfTurn } from '../../framework/engine/src/turns/orders-of-turn.ts'
import { seenOrders, settleOrders } from '../../framework/engine/src/turns/seen-orders.ts'
import { shownTurn } from '../../framework/engine/src/turns/shown-turn.ts'
import { whyNoOrders } from '../../framework/engine/src/turns/why-no-orders.ts'
import { byDeadline, hybrid, member, packet, situation } from './turn-world.ts'

describe('[TURN-8] orders at the door', () => {
  const turn = { ...situation().turn, number: 5, run: 2 }
  const why = (target: { turn: number; run?: number }, of = turn, who = member('ann')) =>
    whyNoOrders(of, who, target)?.code

  test('are taken for the turn that is open, with its run or without', () => {
    expect([why({ turn: 5 }), why({ turn: 5, run: 2 })]).toEqual([undefined, undefined])
  })

  test('are refused for a turn or a run that is over, and for one that comes later', () => {
    expect([why({ turn: 4 }), why({ turn: 5, run: 1 })]).toEqual(['turn_over', 'turn_over'])
    expect([why({ turn: 6 }), why({ turn: 5, run: 3 })]).toEqual(['turn_not_open', 'turn_not_open'])
  })

  test('are refused while the turns wait', () => {
    const waiting = { ...turn, stage: { phase: 'waiting', why: 'paused', openedAt: null } } as const
    expect(why({ turn: 5 }, waiting)).toBe('turn_not_open')
    expect(why({ turn: 4 }, waiting)).toBe('turn_over')
  })

  test('are refused of those of whom none are expected, and of strangers', () => {
    expect(why({ turn: 5 }, turn, member('ann', { mustOrder: false }))).toBe('no_orders_expected')
    expect(whyNoOrders(turn, undefined, { turn: 5 })?.code).toBe('not_a_member')
  })
})

describe('[TURN-7] numbers of orders', () => {
  const none: OrderSeqs = { lastOrderSeq: 0, settledOrders: [] }
  const settled = (seq: number) => ({ seq, turn: 1, run: 1, at: seq * 10 })
  const kept = [3, 5, 6, 9].reduce<OrderSeqs>((seqs, seq) => settleOrders(seqs, settled(seq), 3), none)

  test('a new one is new, and without one nothing is asked', () => {
    expect(seenOrders(none, 1, 3)).toBeUndefined()
    expect(seenOrders(kept, 10, 3)).toBeUndefined()
    expect(seenOrders(kept, undefined, 3)).toBeUndefined()
  })

  test('one that was seen is answered as it was then; the last ones are kept', () => {
    expect(kept).toEqual({ lastOrderSeq: 9, settledOrders: [settled(5), settled(6), settled(9)] })
    expect(seenOrders(kept, 6, 3)).toEqual({ kind: 'settled', settled: settled(6) })
  })

  test('one whose result is not kept is too old, and one that was passed over is stale', () => {
    const codeOf = (seq: number) => {
      const seen = seenOrders(kept, seq, 3)
      return seen?.kind === 'refused' ? seen.refused.code : seen?.kind
    }
    expect([codeOf(3), codeOf(4), codeOf(7), codeOf(8)]).toEqual([
      ...['seq_too_old', 'seq_too_old', 'stale_seq', 'stale_seq'],
    ])
  })
})

describe('[TURN-9] what a resolution is given', () => {
  const given = {
    defaultOrders: (playerId: string) => ({ hold: playerId }),
    strategies: new Map([['robo', { orders: { to: 7 }, at: 60_000 }]]),
    replaced: new Set<string>(),
  }
  const members = [
    ...[member('eve', { mustOrder: false }), member('robo', { isProgram: true }), member('cem')],
    ...[member('Zoe'), member('ben'), member('ann')],
  ]
  const packets = new Map([
    ['ben', packet(9)],
    ['ann', packet(20, { isReady: false })],
    ['cem', packet(5, { orders: null })],
    ['eve', packet(1)],
  ])

  test('an entry for each who must order, sorted by id; drafts count, what was taken back does not', () => {
    expect(ordersOfTurn({ members, packets }, given)).toEqual([
      { playerId: 'Zoe', source: 'default', orders: { hold: 'Zoe' }, receivedAt: null },
      { playerId: 'ann', source: 'player', orders: { to: 1 }, receivedAt: 20 },
      { playerId: 'ben', source: 'player', orders: { to: 1 }, receivedAt: 9 },
      { playerId: 'cem', source: 'default', orders: { hold: 'cem' }, receivedAt: null },
      { playerId: 'robo', source: 'strategy', orders: { to: 7 }, receivedAt: 60_000 },
    ])
  })

  test('is the same, whoever came first', () => {
    const turned = { members: [...members].reverse(), packets: new Map([...packets].reverse()) }
    expect(ordersOfTurn(turned, given)).toEqual(ordersOfTurn({ members, packets }, given))
  })

  test('orders of a person win over the program of his seat; what made the module fail is replaced', () => {
    const both = new Map([...packets, ['robo', packet(3)]])
    const orders = ordersOfTurn({ members, packets: both }, { ...given, replaced: new Set(['ben']) })
    expect(orders.map(({ playerId, source }) => `${playerId} ${source}`)).toEqual([
      ...['Zoe default', 'ann player', 'ben replaced', 'cem default', 'robo player'],
    ])
    expect(orders[2]).toMatchObject({ orders: { hold: 'ben' }, receivedAt: null })
  })

  test('a module without default orders is given none', () => {
    const orders = ordersOfTurn(
      { members: [member('ann')], packets: new Map() },
      { ...given, defaultOrders: () => undefined },
    )
    expect(orders).toEqual([{ playerId: 'ann', source: 'default', orders: undefined, receivedAt: null }])
  })
})

describe('[TURN-6] what a player is shown of a turn', () => {
  const members = [
    member('ann'),
    member('ben'),
    member('robo', { isProgram: true }),
    member('eve', { mustOrder: false }),
  ]
  const shown = (shows: 'nothing' | 'count' | 'who', packets = {}, who = 'ann') =>
    shownTurn(
      situation({ settings: { ...hybrid, shows, afkAfter: 2 }, members, packets, turn: { missed: { ben: 1 } } }),
      who,
      {
        withOrders: false,
      },
    )

  test('his own orders, in full where he is told again', () => {
    expect(shown('nothing')).toEqual({
      ...{ number: 1, run: 1, phase: 'open', openedAt: 0, endsAt: 60_000 },
      own: { state: 'none', missedTurns: 0, isAfk: false },
    })
    const packets = { ann: packet(9, { isReady: false }) }
    expect(shown('nothing', packets).own).toMatchObject({ state: 'draft', at: 9, bytes: 8 })
    expect(shown('nothing', packets).own).not.toHaveProperty('orders')
    const again = shownTurn(situation({ packets: { ann: packet(9) } }), 'ann', { withOrders: true })
    expect(again.own).toMatchObject({ state: 'ready', at: 9, orders: { to: 1 } })
    expect(shown('nothing', { ann: packet(9, { orders: null }) }).own.state).toBe('none')
  })

  test('by default the same bytes, whatever all others handed in', () => {
    const texts = [
      {},
      { ben: packet(9) },
      { ben: packet(9, { isReady: false }) },
      { ben: packet(9, { orders: null }) },
    ].map((packets) => JSON.stringify(shown('nothing', packets)))
    expect(new Set(texts).size).toBe(1)
  })

  test('how many are ready, or who is not: drafts are not told from nothing', () => {
    expect(shown('count')).toMatchObject({ received: 1, expected: 3 })
    const draft = { ben: packet(9, { isReady: false }) }
    expect(shown('count', draft)).toEqual(shown('count'))
    expect(shown('who', draft)).toEqual(shown('who'))
    expect(shown('count', { ben: packet(9) })).toMatchObject({ received: 2, expected: 3 })
    expect(shown('who', { ben: packet(9) }).waitingFor).toEqual(['ann'])
    expect(shown('who').waitingFor).toEqual(['ann', 'ben'])
  })

  test('a number does not tell that somebody is away; the list of names does', () => {
    const away = (shows: 'count' | 'who') =>
      shownTurn(situation({ settings: { ...hybrid, shows, afkAfter: 1 }, turn: { missed: { ben: 1 } } }), 'ann', {
        withOrders: false,
      })
    expect(away('count')).toMatchObject({ received: 0, expected: 2 })
    expect(away('who').waitingFor).toEqual(['ann'])
  })

  test('nothing of others while the turns wait', () => {
    const stage = { phase: 'waiting', why: 'paused', openedAt: 0 } as const
    const waiting = shownTurn(situation({ settings: { ...hybrid, shows: 'who' }, turn: { stage } }), 'ann', {
      withOrders: false,
    })
    expect(waiting).not.toHaveProperty('waitingFor')
    expect(waiting).toMatchObject({ phase: 'waiting', openedAt: 0, endsAt: null })
  })

  test('his own missed turns', () => {
    const settings = { ...byDeadline, afkAfter: 2 }
    const own = (missed: number) =>
      shownTurn(situation({ settings, turn: { missed: { ann: missed } } }), 'ann', { withOrders: false }).own
    expect([own(1), own(2)]).toMatchObject([
      { missedTurns: 1, isAfk: false },
      { missedTurns: 2, isAfk: true },
    ])
  })
})

describe('[TURN-4] reminders', () => {
  const schedule = turns({ ...hybrid, remindBeforeMs: [10_000, 30_000, 90_000, 10_000] })

  test('come so long before the end, each once, and none before the opening', () => {
    expect(reminderTimes(situation().turn, schedule)).toEqual([30_000, 50_000])
  })

  test('several that were missed are one', () => {
    const due = (after: number, now: number) => isReminderDue(situation().turn, schedule, { after, now })
    expect([due(0, 29_999), due(0, 30_000), due(0, 55_000), due(30_000, 49_999), due(50_000, 60_000)]).toEqual([
      ...[false, true, true, false, false],
    ])
  })

  test('move with the end, and there are none without one', () => {
    const clock = { kind: 'runs', endsAt: 100_000, isDate: false, isMoved: true } as const
    expect(reminderTimes(situation({ turn: { clock } }).turn, schedule)).toEqual([10_000, 70_000, 90_000])
    expect(reminderTimes(situation({ turn: { clock: { kind: 'none' } } }).turn, schedule)).toEqual([])
  })
})
