import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balance } from '../../../../modules/space-combat/balance.ts'
import { mulberry32 } from '../../../../modules/space-combat/combat/draws.ts'
import { resolveRound } from '../../../../modules/space-combat/combat/resolve-round.ts'
import type {
  Roll,
  RoundAction,
  RoundCombatant,
  RoundOutcome,
} from '../../../../modules/space-combat/combat/round-types.ts'

const rules = balance.combat

type Round = { readonly participants: readonly RoundCombatant[]; readonly actions: readonly [string, RoundAction][] }

/** The outcome, and what each draw was for. */
function resolve(
  { participants, actions }: Round,
  draw: () => number,
): { outcome: RoundOutcome; rolls: readonly Roll[] } {
  const rolls: Roll[] = []
  const traced = (roll: Roll) => {
    rolls.push(roll)
    return draw()
  }
  const outcome = resolveRound({ participants, actions: new Map(actions), draw: traced, rules })
  return { outcome, rolls }
}

const cycle = (...values: number[]) => {
  let taken = 0
  return () => values[taken++ % values.length] as number
}

const party = (id: string, fighters: number, shields = 0, turnsPerWarp = 3): RoundCombatant => ({
  ...{ id, fighters, shields, turnsPerWarp },
})

const attack = (targetId: string, commit: number): RoundAction => ({ action: 'attack', targetId, commit })
const flee: RoundAction = { action: 'flee', toSector: 7 }
const brace: RoundAction = { action: 'brace' }
const pay: RoundAction = { action: 'pay' }

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

const ids = ['B', 'a', 'b', 'garrison:3:b', '\uFF21', '\u{1F680}']

const anyCombatants = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...ids),
    fighters: fc.oneof(fc.constant(0), fc.nat({ max: 4 }), fc.integer({ min: 5, max: 60 })),
    shields: fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 2_500 })),
    turnsPerWarp: fc.nat({ max: 4 }),
  }),
  { minLength: 1, maxLength: 6, size: 'max', selector: ({ id }) => id },
)

/** Mostly at those who are there; sometimes nonsense, which a round must bear. */
const anyActionAt = (targets: readonly string[]) =>
  fc.record(
    {
      action: fc.constantFrom<RoundAction['action']>('attack', 'attack', 'attack', 'brace', 'flee', 'pay'),
      commit: fc.oneof({ arbitrary: fc.integer({ min: 1, max: 70 }), weight: 9 }, fc.integer({ min: -2, max: 0 })),
      targetId: fc.oneof({ arbitrary: fc.constantFrom(...targets), weight: 9 }, fc.constantFrom('ghost', null)),
      toSector: fc.nat({ max: 9 }),
    },
    { requiredKeys: ['action', 'commit', 'targetId'] },
  )

const anyRound: fc.Arbitrary<Round> = anyCombatants.chain((participants) => {
  const targets = participants.map(({ id }) => id)
  const actions = ids.map((id) =>
    fc.option(
      anyActionAt(targets).map((action): [string, RoundAction] => [id, action]),
      { freq: 8 },
    ),
  )
  return fc.tuple(...actions).map((given) => ({ participants, actions: given.filter((action) => action !== null) }))
})

const seed = fc.integer()
const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0)

/** For any round and any draws; enough of them that each kind of round is met many times. */
function holdsAlways(
  check: (round: Round, result: ReturnType<typeof resolve>, seed: number) => void,
  options: fc.Parameters<[Round, number]> = {},
): void {
  fc.assert(
    fc.property(anyRound, seed, (round, from) => check(round, resolve(round, mulberry32(from)), from)),
    { numRuns: 1_000, ...options },
  )
}

describe('any round', () => {
  test('the rounds tried are of all kinds', () => {
    const met = new Map<string, number>()
    const meet = (kind: string) => met.set(kind, (met.get(kind) ?? 0) + 1)
    const count = (_round: Round, { outcome, rolls }: ReturnType<typeof resolve>) => {
      meet(String(outcome.result).replace(/^.*_/, ''))
      if (rolls.length > 20) meet('long')
    }
    // The same rounds each time: how often a rare one is met is chance.
    holdsAlways(count, { seed: 1 })
    const kinds = ['stalemate', 'victory', 'defeated', 'fled', 'null', 'long']
    expect(kinds.filter((kind) => (met.get(kind) ?? 0) < 10)).toEqual([])
  })

  test('[P1] [P2] [INV-D6] each shot costs one fighter: fighters lost = shots = hits + misses', () => {
    holdsAlways(({ participants }, { outcome, rolls }) => {
      const before = participants.reduce((total, { fighters }) => total + fighters, 0)
      const shots = rolls.filter(({ kind }) => kind === 'shot').length
      expect(before - sum(outcome.fightersRemaining)).toBe(shots)
      expect(sum(outcome.hits) + sum(outcome.offensiveLosses)).toBe(shots)
      expect(sum(outcome.hits)).toBe(sum(outcome.defensiveLosses))
      for (const { id, fighters } of participants)
        expect(outcome.fightersRemaining[id]).toBe(
          fighters - (outcome.offensiveLosses[id] ?? 0) - (outcome.defensiveLosses[id] ?? 0),
        )
    })
  })

  test('[P3] [INV-D6] nobody shoots more often than committed, nor commits more than there is', () => {
    holdsAlways(({ participants }, { outcome, rolls }) => {
      for (const { id, fighters } of participants) {
        const shots = rolls.filter((roll) => roll.kind === 'shot' && roll.attackerId === id).length
        const commit = outcome.effectiveActions[id]?.commit ?? 0
        expect(shots).toBe((outcome.hits[id] ?? 0) + (outcome.offensiveLosses[id] ?? 0))
        expect(shots <= commit && commit <= fighters).toBe(true)
      }
    })
  })

  test('[P4] somebody keeps a fighter, if anybody had one', () => {
    holdsAlways(({ participants }, { outcome }) => {
      const hadFighters = participants.some(({ fighters }) => fighters > 0)
      expect(sum(outcome.fightersRemaining) > 0).toBe(hadFighters)
      expect(outcome.result).not.toBe('mutual_defeat')
    })
  })

  test('[P5] nothing is negative or broken', () => {
    holdsAlways((_round, { outcome }) => {
      const { hits, offensiveLosses, defensiveLosses, shieldLoss, fightersRemaining, shieldsRemaining } = outcome
      const counts = [hits, offensiveLosses, defensiveLosses, shieldLoss, fightersRemaining, shieldsRemaining]
      const wrong = counts.flatMap(Object.values).filter((count) => !Number.isInteger(count) || count < 0)
      expect(wrong).toEqual([])
    })
  })

  test('[P6] [INV-E8] the order in which parties and actions are given makes no difference, nor do strangers', () => {
    holdsAlways(({ participants, actions }, { outcome, rolls }, from) => {
      const turned: Round = { participants: [...participants].reverse(), actions: [...actions].reverse() }
      expect(resolve(turned, mulberry32(from))).toEqual({ outcome, rolls })
      const stranger: Round = { participants, actions: [...actions, ['stranger', attack('a', 5)]] }
      expect(resolve(stranger, mulberry32(from))).toEqual({ outcome, rolls })
    })
  })

  test('[INV-E8] what is given is not changed', () => {
    holdsAlways((round, { outcome }, from) => {
      const before = structuredClone(round)
      const again = resolve(round, mulberry32(from))
      expect(round).toEqual(before)
      expect(again.outcome).toEqual(outcome)
    })
  })

  test('[P7] who would have braced loses no more to the same shots', () => {
    const braced = fc.nat({ max: 2_500 }).map((shields) => party('b', 40, shields))
    fc.assert(
      fc.property(braced, fc.nat({ max: 2_500 }), seed, (target, shields, from) => {
        const participants = [party('a', 40, shields), target]
        const lossesWhen = (action: RoundAction) => {
          const round: Round = {
            participants,
            actions: [
              ['a', attack('b', 10)],
              ['b', action],
            ],
          }
          return resolve(round, mulberry32(from)).outcome
        }
        const [careful, other] = [lossesWhen(brace), lossesWhen(pay)]
        expect(careful.defensiveLosses.b ?? 0).toBeLessThanOrEqual(other.defensiveLosses.b ?? 0)
        expect(careful.shieldLoss.b ?? 0).toBeLessThanOrEqual(other.shieldLoss.b ?? 0)
      }),
    )
  })

  test('[P8] chances stay within their bounds', () => {
    holdsAlways((_round, { rolls }) => {
      const wrong = rolls.filter(({ kind, chance }) => chance < 0.2 || chance > (kind === 'shot' ? 0.55 : 0.9))
      expect(wrong).toEqual([])
    })
  })

  test('[P9] shields follow from the hits', () => {
    holdsAlways(({ participants }, { outcome }) => {
      for (const { id, shields } of participants) {
        const plain = Math.ceil((outcome.defensiveLosses[id] ?? 0) / 2)
        const isBraced = outcome.effectiveActions[id]?.action === 'brace'
        const loss = isBraced ? Math.ceil((4 * plain) / 5) : plain
        expect([outcome.shieldLoss[id], outcome.shieldsRemaining[id]]).toEqual([loss, Math.max(0, shields - loss)])
      }
    })
  })

  test('[P10] [INV-D8] who fled neither shoots nor is shot at, and loses nothing', () => {
    holdsAlways(({ participants }, { outcome, rolls }) => {
      for (const { id, fighters, shields } of participants.filter((one) => outcome.fleeResults[one.id] === true)) {
        const inShots = rolls.some((roll) => roll.kind === 'shot' && (roll.attackerId === id || roll.targetId === id))
        expect(inShots).toBe(false)
        expect([outcome.hits[id], outcome.shieldLoss[id]]).toEqual([0, 0])
        expect([outcome.fightersRemaining[id], outcome.shieldsRemaining[id]]).toEqual([fighters, shields])
      }
    })
  })

  test('flights are drawn before shots, ascending, and only for those who flee and have an opponent', () => {
    holdsAlways((_round, { outcome, rolls }) => {
      const kinds = rolls.map(({ kind }) => kind).join(' ')
      expect(kinds).toMatch(/^(flee ?)*(shot ?)*$/)
      const fleers = ids.filter((id) => outcome.effectiveActions[id]?.action === 'flee')
      const drawn = rolls.flatMap((roll) => (roll.kind === 'flee' ? [roll.actorId] : []))
      const isAlone = fleers.length > 0 && Object.values(outcome.fleeResults).every(Boolean)
      expect(drawn).toEqual(isAlone ? fleers.slice(0, -1) : fleers)
    })
  })
})
