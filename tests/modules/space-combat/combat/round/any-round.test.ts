import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../../../../../modules/space-combat/combat/draws.ts'
import type { RoundAction } from '../../../../../modules/space-combat/combat/round-types.ts'
import { size } from '../../../../lanes/size.ts'
import { attack, brace, party, pay, type Round, resolve } from './traced-round.ts'

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

/** For any round and any draws; enough of them that each kind of round is met. */
function holdsAlways(
  check: (round: Round, result: ReturnType<typeof resolve>, seed: number) => void,
  options: fc.Parameters<[Round, number]> = {},
): void {
  fc.assert(
    fc.property(anyRound, seed, (round, from) => check(round, resolve(round, mulberry32(from)), from)),
    { numRuns: size({ usual: 150, long: 10_000 }), ...options },
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
    holdsAlways(count, { seed: 1, numRuns: 1_000 })
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
