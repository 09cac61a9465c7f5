import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../../../../../modules/space-combat/combat/draws.ts'
import type { RoundAction } from '../../../../../modules/space-combat/combat/round-types.ts'
import { attack, brace, flee, party, pay, type Round, resolve } from './traced-round.ts'

const cycle = (...values: number[]) => {
  let taken = 0
  return () => values[taken++ % values.length] as number
}

describe('actions', () => {
  const parties = [party('a', 10), party('b', 10)]
  const effective = (action: RoundAction) =>
    resolve({ participants: parties, actions: [['a', action]] }, () => 0).outcome.effectiveActions.a
  const braced = { action: 'brace', commit: 0, targetId: null, toSector: null, timedOut: false }

  test('keep what belongs to them, and nothing else', () => {
    const all = { commit: 4, targetId: 'b', toSector: 7 }
    expect(effective({ action: 'attack', ...all })).toEqual({ ...braced, action: 'attack', commit: 4, targetId: 'b' })
    expect(effective({ action: 'flee', ...all })).toEqual({ ...braced, action: 'flee', toSector: 7 })
    expect(effective({ action: 'pay', ...all })).toEqual({ ...braced, action: 'pay', targetId: 'b' })
    expect(effective({ action: 'brace', ...all })).toEqual(braced)
    expect(effective({ action: 'pay' })).toEqual({ ...braced, action: 'pay' })
    expect(effective({ action: 'flee' })).toEqual({ ...braced, action: 'flee' })
  })

  test('an attack without a target or a commit is a brace; nothing submitted is one as well, and timed out', () => {
    for (const wrong of [
      attack('a', 1),
      attack('ghost', 1),
      attack('b', 0),
      attack('b', -3),
      { action: 'attack' } as const,
    ])
      expect(effective(wrong)).toEqual(braced)
    expect(effective({ action: 'attack', targetId: null, commit: 3 })).toEqual(braced)
    expect(effective({ action: 'attack', targetId: 'b' })).toEqual(braced)
    expect(effective(attack('b', 11))).toMatchObject({ action: 'attack', commit: 10 })
    const { outcome } = resolve({ participants: parties, actions: [] }, () => 0)
    expect(outcome.effectiveActions).toEqual({ a: { ...braced, timedOut: true }, b: { ...braced, timedOut: true } })
  })

  test('who has no fighters cannot attack', () => {
    const round: Round = { participants: [party('a', 0), party('b', 1)], actions: [['a', attack('b', 1)]] }
    const { outcome, rolls } = resolve(round, () => 0)
    expect(outcome.effectiveActions.a).toEqual(braced)
    expect(rolls).toEqual([])
    expect(outcome.result).toBe('stalemate')
  })
})

describe('shots', () => {
  test('a draw just below the chance hits, the chance itself misses', () => {
    const participants = [party('a', 300, 150), party('b', 300, 150)]
    const round: Round = {
      participants,
      actions: [
        ['a', attack('b', 2)],
        ['b', pay],
      ],
    }
    const { outcome } = resolve(round, cycle(0.4625 - 1e-9, 0.4625))
    expect(outcome.hits).toEqual({ a: 1, b: 0 })
    expect(outcome.offensiveLosses).toEqual({ a: 1, b: 0 })
  })

  test('the weaker fires first, then who has fewer turns per warp, then the lower id', () => {
    const participants = [
      ...[party('A slow', 50, 0, 4), party('b', 50), party('a', 50), party('weak', 49), party('Z', 50)],
      party('target', 900),
    ]
    const actions = participants.slice(0, 5).map(({ id }): [string, RoundAction] => [id, attack('target', 2)])
    const { rolls } = resolve({ participants, actions }, () => 0.1)
    const pass = ['weak', 'Z', 'a', 'b', 'A slow']
    expect(rolls.map((roll) => roll.kind === 'shot' && roll.attackerId)).toEqual([...pass, ...pass])
  })

  test('hits on who braces cost fewer shields', () => {
    const participants = [party('a', 100), party('b', 50, 100)]
    const round: Round = {
      participants,
      actions: [
        ['a', attack('b', 5)],
        ['b', brace],
      ],
    }
    const { outcome } = resolve(round, () => 0.1)
    expect(outcome.shieldLoss.b).toBe(3)
    expect([outcome.fightersRemaining.b, outcome.shieldsRemaining.b]).toEqual([45, 97])
  })

  test('a destroyer against two corsairs, 900 shots', () => {
    const participants = [party('d', 4000, 1200, 4), party('c1', 1500, 400), party('c2', 1500, 400)]
    const actions: [string, RoundAction][] = [
      ['d', attack('c1', 300)],
      ['c1', attack('d', 300)],
      ['c2', attack('d', 300)],
    ]
    const { outcome, rolls } = resolve({ participants, actions }, mulberry32(99))
    expect(rolls).toHaveLength(900)
    expect(outcome.fightersRemaining).toEqual({ d: 3715, c1: 1130, c2: 1255 })
    expect(outcome.shieldsRemaining).toEqual({ d: 1143, c1: 335, c2: 400 })
    expect(outcome.result).toBe(null)
  })

  test('who was shot stays in the table, and what is aimed at who fled is forfeited', () => {
    const participants = [party('a', 10), party('b', 10), party('c', 1)]
    const actions: [string, RoundAction][] = [
      ['a', flee],
      ['b', attack('a', 5)],
      ['c', attack('b', 1)],
    ]
    const { outcome, rolls } = resolve({ participants, actions }, cycle(0, 0.9))
    expect(rolls).toHaveLength(2)
    expect(outcome.fightersRemaining).toEqual({ a: 10, b: 10, c: 0 })
    expect(outcome.result).toBe('c_defeated')
  })
})

describe('flights', () => {
  test('the last one left needs no luck, and does not name the result', () => {
    const participants = [party('a', 10), party('b', 10)]
    const round: Round = {
      participants,
      actions: [
        ['a', flee],
        ['b', flee],
      ],
    }
    const { outcome, rolls } = resolve(round, () => 0.1)
    expect(outcome.fleeResults).toEqual({ a: true, b: true })
    expect(outcome.result).toBe('a_fled')
    expect(rolls).toEqual([{ kind: 'flee', actorId: 'a', opponentId: 'b', chance: 0.5 }])
  })

  test('of several who were lucky, the first names the result', () => {
    const participants = [party('c', 10), party('b', 10), party('a', 10)]
    const round: Round = {
      participants,
      actions: [
        ['b', flee],
        ['a', flee],
      ],
    }
    const { outcome, rolls } = resolve(round, () => 0.1)
    expect([outcome.fleeResults, outcome.result]).toEqual([{ a: true, b: true, c: false }, 'a_fled'])
    expect(rolls).toHaveLength(2)
  })

  test('who is alone flees without a draw, and that is a stalemate', () => {
    const { outcome, rolls } = resolve({ participants: [party('a', 10)], actions: [['a', flee]] }, () => 0.99)
    expect([outcome.fleeResults.a, outcome.result, rolls.length]).toEqual([true, 'stalemate', 0])
  })

  test('the opponent is the strongest of those still there, also one of no fighters', () => {
    const participants = [party('a', 10), party('b', 20, 0, 4), party('c', 5, 0, 2)]
    const round: Round = {
      participants,
      actions: [
        ['b', flee],
        ['a', flee],
        ['c', flee],
      ],
    }
    const { rolls } = resolve(round, cycle(0.9, 0.1, 0.9))
    expect(rolls.map((roll) => roll.kind === 'flee' && [roll.actorId, roll.opponentId])).toEqual([
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'a'],
    ])
    const pods: Round = { participants: [party('a', 0), party('b', 0, 0, 1)], actions: [['a', flee]] }
    expect(resolve(pods, () => 0.69).outcome.result).toBe('a_fled')
  })
})
