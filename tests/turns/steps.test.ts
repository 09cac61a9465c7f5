import { describe, expect, test } from 'vitest'
import type { ZoneTurn } from '../../framework/engine/src/ports/storage/stored-turn.ts'
import { afterStep, droppedOrders, type SteppedTurn } from '../../framework/engine/src/turns/after-step.ts'
import { closeTurn } from '../../framework/engine/src/turns/close-turn.ts'
import { firstTurn } from '../../framework/engine/src/turns/first-turn.ts'
import { asDrafts, resumeRolledBack, rollBackTurn } from '../../framework/engine/src/turns/roll-back-turn.ts'
import { runOf } from '../../framework/engine/src/turns/run-of.ts'
import type { TurnMember, TurnSituation } from '../../framework/engine/src/turns/turn-situation.ts'
import { byDeadline, hybrid, member, packet, situation, strict } from './turn-world.ts'

const ann = member('ann')
const ben = member('ben')

function step(world: TurnSituation, changes: Partial<SteppedTurn>) {
  return afterStep({ ...world, now: 5_000, said: undefined, membersAfter: world.members, ...changes })
}

function close(world: TurnSituation, changes: Partial<Parameters<typeof closeTurn>[0]> = {}) {
  return closeTurn({
    ...world,
    now: 60_000,
    reason: 'deadline',
    membersAfter: world.members,
    isPaused: false,
    ...changes,
  })
}

const empty = { ...situation({ members: [] }), turn: firstTurn({ isPaused: false }) }
const lobby = { ...situation(), turn: firstTurn({ isPaused: true }) }

describe('[TURN-3] the first turn', () => {
  test('opens with the first member who must order', () => {
    expect(empty.turn).toMatchObject({ number: 1, run: 1, stage: { phase: 'waiting', why: 'nobody' } })
    expect(step(empty, { membersAfter: [member('eve', { mustOrder: false })] })).toBe(empty.turn)
    const opened = step(empty, { membersAfter: [ann] })
    expect(opened.stage).toEqual({ phase: 'open', openedAt: 5_000, expectsSince: 5_000 })
    expect(opened.clock).toMatchObject({ kind: 'runs', endsAt: 65_000 })
  })

  test('a step that changes nothing of it leaves the same object', () => {
    const world = situation()
    expect(step(world, {})).toBe(world.turn)
  })
})

describe('[TURN-2] turns that the module pauses', () => {
  test('a lobby waits, also with members, until it says start', () => {
    expect(step(lobby, { membersAfter: [ann, ben] })).toBe(lobby.turn)
    expect(step(lobby, { said: 'pause' })).toBe(lobby.turn)
    expect(step(lobby, { said: 'start' })).toMatchObject({ number: 1, stage: { phase: 'open', openedAt: 5_000 } })
  })

  test('started without members, they wait for the first', () => {
    const started = step(lobby, { said: 'start', membersAfter: [] })
    expect(started.stage).toMatchObject({ phase: 'waiting', why: 'nobody' })
    expect(step({ ...lobby, turn: started }, { membersAfter: [ann] }).stage.phase).toBe('open')
  })

  test('nobody there and paused, they stay paused when somebody comes', () => {
    const paused = step(empty, { said: 'pause' })
    expect(step({ ...empty, turn: paused }, { membersAfter: [ann] }).stage).toMatchObject({ why: 'paused' })
  })

  test('paused in its midst, a turn goes on with what was left, under the same number and opening', () => {
    const world = situation()
    const paused = step(world, { said: 'pause' })
    expect(paused).toMatchObject({
      stage: { phase: 'waiting', why: 'paused', openedAt: 0 },
      clock: { kind: 'stands', leftMs: 55_000 },
    })
    const resumed = step({ ...world, turn: paused }, { said: 'start', now: 100_000 })
    expect(resumed).toMatchObject({
      number: 1,
      run: 1,
      stage: { phase: 'open', openedAt: 0, expectsSince: 100_000 },
      clock: { kind: 'runs', endsAt: 155_000 },
    })
  })

  test('paused by the resolution, the next turn waits with its number', () => {
    const next = close(situation(), { isPaused: true })
    expect(next).toMatchObject({ number: 2, run: 1, stage: { phase: 'waiting', why: 'paused', openedAt: null } })
    expect(step({ ...situation(), turn: next }, { said: 'start' })).toMatchObject({
      number: 2,
      stage: { phase: 'open', openedAt: 5_000 },
    })
  })

  test('start, while a turn is open, is nothing', () => {
    const world = situation()
    expect(step(world, { said: 'start' })).toBe(world.turn)
  })
})

describe('[TURN-13] who comes and goes in a turn', () => {
  test('begins the grace again, and takes his orders along', () => {
    const world = situation({ packets: { ann: packet(1), ben: packet(2) } })
    expect(step(world, { membersAfter: [ann] }).stage).toMatchObject({ openedAt: 0, expectsSince: 5_000 })
    expect(droppedOrders(world.packets, [ann])).toEqual(['ben'])
    expect(droppedOrders(world.packets, [ann, member('ben', { mustOrder: false })])).toEqual(['ben'])
    expect(droppedOrders(world.packets, [ann, ben])).toEqual([])
  })

  test('who leaves and comes again in one step is another member', () => {
    const again = member('ben', { memberSince: 9 })
    const world = situation({ packets: { ben: packet(2) }, turn: { missed: { ben: 3 } } })
    expect(droppedOrders(world.packets, [ann, again])).toEqual(['ben'])
    const stepped = step(world, { membersAfter: [ann, again] })
    expect([stepped.stage, stepped.missed]).toMatchObject([{ expectsSince: 5_000 }, {}])
  })

  test('a spectator who comes changes nothing', () => {
    const world = situation()
    expect(step(world, { membersAfter: [ann, ben, member('eve', { mustOrder: false })] })).toBe(world.turn)
  })

  test('all leave: the turn goes on to its end, and the next opens with the first who comes', () => {
    const left = step(situation(), { membersAfter: [] })
    expect(left).toMatchObject({ number: 1, stage: { phase: 'open' }, clock: { endsAt: 60_000 } })
    const next = close({ ...situation({ members: [] }), turn: left })
    expect(next).toMatchObject({ number: 2, stage: { phase: 'waiting', why: 'nobody' }, clock: { kind: 'none' } })
    expect(step({ ...empty, turn: next }, { membersAfter: [ann], now: 99_000 })).toMatchObject({
      number: 2,
      stage: { openedAt: 99_000 },
      clock: { endsAt: 159_000 },
    })
  })
})

describe('[TURN-1] a resolution', () => {
  test('opens the next turn at once', () => {
    expect(close(situation())).toMatchObject({
      number: 2,
      run: 1,
      stage: { phase: 'open', openedAt: 60_000, expectsSince: 60_000 },
      clock: { kind: 'runs', endsAt: 120_000 },
    })
  })

  test('opens none where nobody is left who must order', () => {
    const eliminated = [member('ann', { mustOrder: false })]
    expect(close(situation(), { membersAfter: eliminated }).stage).toMatchObject({ phase: 'waiting', why: 'nobody' })
  })
})

describe('[TURN-11] missed turns', () => {
  const missed = { ann: 1, ben: 1 }

  test('are those without orders; a draft is none, and orders that were taken back are one', () => {
    const packets = { ann: packet(1, { isReady: false }), ben: packet(1, { orders: null }) }
    expect(close(situation({ packets, turn: { missed } })).missed).toEqual({ ben: 2 })
  })

  test('are none of those who need not order, of programs, and of who is new', () => {
    const members = [member('ann', { mustOrder: false }), member('robo', { isProgram: true })]
    const world = { ...situation({ turn: { missed } }), members }
    expect(close(world, { membersAfter: [...members, ben] }).missed).toEqual({ ann: 1 })
  })

  test('are not counted when an operator resolves, nor under strict', () => {
    expect(close(situation({ turn: { missed } }), { reason: 'operator' }).missed).toEqual(missed)
    expect(close(situation({ settings: strict }), { reason: 'ready' }).missed).toEqual({})
  })

  test('are counted on for one who is away when the others are ready', () => {
    const world = situation({ packets: { ann: packet(1) }, turn: { missed: { ben: 4 } } })
    expect(close(world, { reason: 'ready' }).missed).toEqual({ ben: 5 })
  })

  test('of a player called like a part of every object, likewise', () => {
    const members: readonly TurnMember[] = [member('constructor'), member('__proto__')]
    const next = close({ ...situation({ settings: byDeadline }), members })
    expect(Object.entries(next.missed)).toEqual([
      ['constructor', 1],
      ['__proto__', 1],
    ])
  })
})

describe('[TURN-3] turns in which no person plays', () => {
  test('after so many in a row the clock waits for orders, and begins with the first', () => {
    let world = situation()
    for (const idle of [1, 2, 3]) {
      expect(world.turn.clock.kind).toBe('runs')
      world = { ...world, turn: close(world) }
      expect(world.turn).toMatchObject({ number: idle + 1, idleTurns: idle })
    }
    expect(world.turn).toMatchObject({ stage: { phase: 'open' }, clock: { kind: 'idle' } })
    expect(step(world, {})).toBe(world.turn)
    const ordered = { ...world, packets: new Map([['ann', packet(4_900, { isReady: false })]]) }
    const woken = step(ordered, {})
    expect(woken.clock).toMatchObject({ kind: 'runs', endsAt: 65_000 })
    expect(close({ ...ordered, turn: woken })).toMatchObject({ idleTurns: 0, clock: { kind: 'runs' } })
  })

  test('orders of one who leaves in the step wake nothing, nor do those that were taken back', () => {
    const idle = situation({ packets: { ben: packet(1) }, turn: { clock: { kind: 'idle' } } })
    expect(step(idle, { membersAfter: [ann] }).clock.kind).toBe('idle')
    const takenBack = { ...idle, packets: new Map([['ann', packet(1, { orders: null })]]) }
    expect(step(takenBack, {}).clock.kind).toBe('idle')
  })

  test('programs alone go on where the zone keeps running', () => {
    const members = [member('robo', { isProgram: true })]
    const world = situation({ members, keepsRunning: true, turn: { idleTurns: 9 } })
    expect(close(world).clock.kind).toBe('runs')
    expect(close({ ...world, keepsRunning: false }).clock.kind).toBe('idle')
  })
})

test('[TURN-3] the first person who joins programs, whose turn has long been over, is given one of full length', () => {
  const robo = member('robo', { isProgram: true })
  const world = situation({ members: [robo] })
  const joined = step(world, { membersAfter: [robo, ann], now: 900_000 })
  expect(joined).toMatchObject({ number: 1, clock: { endsAt: 960_000 } })
  expect(step(world, { membersAfter: [robo, ann], now: 30_000 }).clock).toMatchObject({ endsAt: 60_000 })
  const running = { ...world, keepsRunning: true }
  expect(step(running, { membersAfter: [robo, ann], now: 900_000 }).clock).toMatchObject({ endsAt: 60_000 })
})

describe('[TURN-12] a rollback', () => {
  const at = (number: number, rollbacks = situation().turn.rollbacks) => situation({ turn: { number, rollbacks } }).turn
  const before = { missed: { ben: 1 }, idleTurns: 0 }
  const rolledBack = (turn: ZoneTurn, to: number) => {
    const back = rollBackTurn(turn, { to, before })
    if (back === undefined) throw new Error('It was rolled back too often.')
    return back
  }

  test('leads to the earlier turn, which waits for the operator, in its next run', () => {
    const back = rolledBack(at(10), 4)
    expect(back).toMatchObject({
      number: 4,
      run: 2,
      stage: { phase: 'waiting', why: 'rolledBack' },
      missed: { ben: 1 },
    })
    expect(step({ ...situation(), turn: back }, { said: 'start' })).toBe(back)
    const { packets: _packets, ...opening } = situation()
    expect(resumeRolledBack({ ...opening, turn: back, now: 90_000 })).toMatchObject({
      stage: { phase: 'open', openedAt: 90_000 },
      clock: { endsAt: 150_000 },
    })
    const open = at(3)
    expect(resumeRolledBack({ ...opening, turn: open, now: 90_000 })).toBe(open)
  })

  test('no two openings of one turn have one run, however often it is rolled back', () => {
    const first = rolledBack(at(10), 4)
    const second = rolledBack({ ...first, number: 12 }, 8)
    expect(second.run).toBe(3)
    const runs = [3, 4, 7, 8, 10, 11, 12, 13].map((number) => runOf(number, second.rollbacks))
    expect(runs).toEqual([1, 2, 2, 3, 3, 2, 2, 1])
  })

  test('is forgotten once nothing leads back to it, and is not counted without end', () => {
    const rollbacks = [{ to: 4, from: 10 }]
    const closed = (number: number) => close(situation({ turn: { number, rollbacks } })).rollbacks
    expect([closed(109), closed(110)]).toEqual([rollbacks, []])
    const often = Array.from({ length: 1_000 }, () => ({ to: 4, from: 5 }))
    expect(rollBackTurn(at(5, often.slice(1)), { to: 4, before })?.run).toBe(1_001)
    expect(rollBackTurn(at(5, often), { to: 4, before })).toBeUndefined()
  })

  test('keeps orders as drafts', () => {
    const drafts = asDrafts(new Map([['ann', packet(1)]]))
    expect(drafts.get('ann')).toEqual(packet(1, { isReady: false }))
  })

  test('the turn after one that was rolled back is in its next run, too', () => {
    const back = { ...rolledBack(at(10), 4), stage: situation().turn.stage }
    expect(close({ ...situation(), turn: back })).toMatchObject({ number: 5, run: 2 })
  })
})

test('[TURN-3] hybrid and deadline go on from turn to turn by their ends alone', () => {
  for (const settings of [hybrid, byDeadline]) {
    const next = close(situation({ settings }), { now: 60_400 })
    expect(next.clock).toMatchObject({ endsAt: 120_400 })
  }
})
