import fc from 'fast-check'
import { type TurnSettings, turns } from 'gridtick'
import { expect, test } from 'vitest'
import type { OrderPacket } from '../../framework/engine/src/ports/storage/stored-orders.ts'
import { afterOutage } from '../../framework/engine/src/turns/after-outage.ts'
import { afterStep, droppedOrders } from '../../framework/engine/src/turns/after-step.ts'
import { closeTurn } from '../../framework/engine/src/turns/close-turn.ts'
import { firstTurn } from '../../framework/engine/src/turns/first-turn.ts'
import { pauseZoneTurn, resumeZoneTurn } from '../../framework/engine/src/turns/pause-zone-turn.ts'
import type { TurnMember } from '../../framework/engine/src/turns/turn-situation.ts'
import { whenDue } from '../../framework/engine/src/turns/when-due.ts'
import { whyNoOrders } from '../../framework/engine/src/turns/why-no-orders.ts'
import { bounds, byDeadline, hybrid, member, strict } from './turn-world.ts'

/** What may happen in a game, each with how many ms pass before. */
type Act = { readonly passMs: number } & (
  | { readonly kind: 'order'; readonly who: number; readonly isReady: boolean; readonly isBack: boolean }
  | { readonly kind: 'join' | 'leave'; readonly who: number }
  | { readonly kind: 'pause' | 'resume' | 'outage' | 'beat' }
)

type Resolved = {
  readonly number: number
  readonly at: number
  readonly dueAt: number
  readonly packets: readonly OrderPacket[]
}

const ids = ['ann', 'ben', 'cem']

/** A zone with a beat of a second that keeps its turns in a variable, as one with a disk would in a row. */
function playGame(settings: TurnSettings, acts: readonly Act[]) {
  const schedule = turns(settings)
  const packets = new Map<string, OrderPacket>()
  const acknowledged: { readonly packet: OrderPacket; readonly number: number }[] = []
  const resolved: Resolved[] = []
  let turn = firstTurn({ isPaused: false })
  let members: readonly TurnMember[] = []
  let next: readonly TurnMember[] = []
  let [now, storedAt, serial, isZonePaused] = [0, 0, 0, false]
  const world = () => ({ turn, schedule, members, packets, keepsRunning: false, bounds, now })

  function beat() {
    if (isZonePaused) return
    const before = turn
    turn = afterStep({ ...world(), said: undefined, membersAfter: next })
    for (const playerId of droppedOrders(packets, next)) packets.delete(playerId)
    members = next
    const due = whenDue(world())
    if (due !== undefined && due.at <= now) {
      resolved.push({ number: turn.number, at: now, dueAt: due.at, packets: [...packets.values()] })
      turn = closeTurn({ ...world(), reason: due.reason, membersAfter: members, isPaused: false })
      packets.clear()
    }
    if (turn !== before) storedAt = now
  }

  for (const act of acts) {
    now += act.passMs
    if (act.kind === 'beat') beat()
    if (act.kind === 'order' && !isZonePaused) {
      const playerId = ids[act.who] ?? ''
      const target = members.find((one) => one.playerId === playerId)
      if (whyNoOrders(turn, target, { turn: turn.number }) !== undefined || target === undefined) continue
      serial += 1
      const orders = act.isBack ? null : { serial }
      const packet = { memberSince: target.memberSince, orders, isReady: act.isReady, at: now, bytes: 8 }
      packets.set(playerId, packet)
      acknowledged.push({ packet, number: turn.number })
    }
    if (act.kind === 'join' && !next.some(({ playerId }) => playerId === ids[act.who])) {
      serial += 1
      next = [...next, member(ids[act.who] ?? '', { memberSince: serial })]
    }
    if (act.kind === 'leave') next = next.filter(({ playerId }) => playerId !== ids[act.who])
    if (act.kind === 'pause' && !isZonePaused) {
      isZonePaused = true
      turn = pauseZoneTurn(turn, now)
      storedAt = now
    }
    if (act.kind === 'resume' && isZonePaused) {
      isZonePaused = false
      turn = resumeZoneTurn({ turn, schedule, bounds, now })
      storedAt = now
    }
    if (act.kind === 'outage') {
      const outage = { from: now, to: now + 20_000 }
      now = outage.to
      turn = afterOutage(turn, { outage, storedAt, bounds })
    }
  }
  return { resolved, acknowledged, turn, packets }
}

const passMs = fc.integer({ min: 1, max: 40_000 })
const who = fc.integer({ min: 0, max: 2 })
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ passMs, kind: fc.constant('beat' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      passMs,
      kind: fc.constant('order' as const),
      who,
      isReady: fc.boolean(),
      isBack: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ passMs, kind: fc.constantFrom('join' as const, 'leave' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ passMs, kind: fc.constantFrom('pause' as const, 'resume' as const, 'outage' as const) }),
  },
)
const settings = fc.constantFrom<TurnSettings>(hybrid, { ...hybrid, graceMs: 5_000, afkAfter: 2 }, byDeadline, strict)

test('[TURN-1] whatever happens, turns grow by one, none is resolved before it is due, and each order that was taken is in one turn at most', () => {
  fc.assert(
    fc.property(settings, fc.array(act, { maxLength: 60 }), (chosen, acts) => {
      const joins: readonly Act[] = [0, 1].map((index) => ({ passMs: 1, kind: 'join', who: index }))
      const { resolved, acknowledged, turn, packets } = playGame(chosen, [...joins, ...acts])
      expect(resolved.map(({ number }) => number)).toEqual(resolved.map((_, index) => index + 1))
      expect(turn.number).toBe(resolved.length + 1)
      for (const { at, dueAt } of resolved) expect(at).toBeGreaterThanOrEqual(dueAt)
      const used = resolved.flatMap((one) => one.packets.map((packet) => ({ packet, number: one.number })))
      // What was taken for a turn is in that turn, if it is anywhere.
      for (const { packet, number } of used)
        expect(acknowledged.filter((one) => one.packet === packet).map((one) => one.number)).toEqual([number])
      expect(new Set(used.map(({ packet }) => packet)).size).toBe(used.length)
      for (const packet of packets.values()) expect(used.some((one) => one.packet === packet)).toBe(false)
      if (chosen.policy === 'strict')
        for (const one of resolved)
          expect(one.packets.some(({ orders, isReady }) => orders !== null && isReady)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('[TURN-5] a server that fails again and again before the end does not hold a turn up for ever', () => {
  const fail: readonly Act[] = [
    { passMs: 1_000, kind: 'outage' },
    { passMs: 100, kind: 'beat' },
  ]
  const acts: readonly Act[] = [
    { passMs: 1, kind: 'join', who: 0 },
    { passMs: 1, kind: 'beat' },
    ...Array.from({ length: 15 }, () => fail).flat(),
    { passMs: 60_000, kind: 'beat' },
  ]
  const { resolved } = playGame(hybrid, acts)
  expect(resolved).toMatchObject([{ number: 1, dueAt: 321_002 }])
})
