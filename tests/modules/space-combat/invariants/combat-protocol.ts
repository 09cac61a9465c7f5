import { expect } from 'vitest'

type Told = { readonly event: string; readonly payload: unknown }
type CombatEvent = { readonly event: string; readonly combatId: string; readonly round: number }

/**
 * [INV-E1] The order in which somebody with an unbroken connection is told of each fight: it has started, then round for
 * round that all are awaited and what came of it, each round the next one, and once, at last, that it is over. Who fled and
 * came back hears of the start again. What goes on now has no end yet.
 */
export function checkOrder(events: readonly Told[], activeIds: ReadonlySet<string>, who: string): void {
  const fights = new Map<string, CombatEvent[]>()
  for (const { event, payload } of events) {
    if (!event.startsWith('combat.')) continue
    const { combatId, round } = payload as { combatId: string; round: number }
    fights.set(combatId, [...(fights.get(combatId) ?? []), { event, combatId, round }])
  }
  for (const [combatId, told] of fights) {
    const last = told.reduce(next, { event: 'nothing', combatId, round: 0 })
    const text = `${who}: ${told.map(({ event, round }) => `${event.slice(7)} ${round}`).join(', ')}`
    expect(['combat.ended', 'combat.error'].includes(last.event), text).toBe(!activeIds.has(combatId))
  }
}

/** Which events may follow which. */
function next(before: CombatEvent, now: CombatEvent): CombatEvent {
  const isNext = () => {
    switch (now.event) {
      case 'combat.started':
        // Once; or again, for who fled and came back.
        return before.event === 'nothing' || before.event === 'combat.round_resolved'
      case 'combat.round_waiting':
        if (before.event === 'combat.round_resolved') return now.round === before.round + 1
        // Again, as somebody came into this round.
        return ['combat.started', 'combat.round_waiting'].includes(before.event) && now.round === before.round
      case 'combat.round_resolved':
        return before.event === 'combat.round_waiting' && now.round === before.round
      case 'combat.error':
        return before.event.startsWith('combat.')
      case 'combat.ended':
        // Who fled hears of no rounds between.
        return before.event === 'combat.round_resolved' && now.round >= before.round
      default:
        return false
    }
  }
  expect(isNext(), `${now.event} ${now.round} after ${before.event} ${before.round}`).toBe(true)
  return now
}

type RoundPayload = {
  readonly actions: Readonly<Record<string, { readonly action: string; readonly commit: number }>>
  readonly fleeResults: Readonly<Record<string, boolean>>
  readonly participants: Readonly<Record<string, { readonly fighters: number; readonly fightersDelta: number }>>
} & Readonly<
  Record<'hits' | 'offensiveLosses' | 'defensiveLosses' | 'fightersRemaining', Readonly<Record<string, number>>>
>

/** [INV-D6] [INV-D8] What the numbers of a round always come to, as `combat.round_resolved` tells them. */
export function checkRound(payload: unknown): void {
  const { hits, offensiveLosses, defensiveLosses, actions, fleeResults, participants, fightersRemaining } =
    payload as RoundPayload
  const sum = (record: Readonly<Record<string, number>>) => Object.values(record).reduce((one, other) => one + other, 0)
  expect(sum(hits), 'hits').toBe(sum(defensiveLosses))
  for (const [id, { commit, action }] of Object.entries(actions)) {
    const lost = (offensiveLosses[id] ?? 0) + (defensiveLosses[id] ?? 0)
    const shots = (hits[id] ?? 0) + (offensiveLosses[id] ?? 0)
    expect(shots, `shots of ${id}`).toBeLessThanOrEqual(action === 'attack' ? commit : 0)
    expect(commit, `what ${id} commits`).toBeLessThanOrEqual((fightersRemaining[id] ?? 0) + lost)
    if (fleeResults[id]) expect(lost, `losses of ${id}, who fled`).toBe(0)
    const party = participants[id]
    // Without -0, which is another number for some.
    if (party !== undefined) expect(party.fightersDelta + lost, `delta of ${id}`).toBe(0)
  }
}
