import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balance } from '../../../../../modules/space-combat/balance.ts'
import { compareIds } from '../../../../../modules/space-combat/combat/compare-ids.ts'
import { drawsOfRound, mulberry32 } from '../../../../../modules/space-combat/combat/draws.ts'
import { fleeChance } from '../../../../../modules/space-combat/combat/flee-attempts.ts'
import { garrisonCommit } from '../../../../../modules/space-combat/combat/garrison-commit.ts'
import { hitChance, mitigationOf } from '../../../../../modules/space-combat/combat/hit-chance.ts'
import { roundResult } from '../../../../../modules/space-combat/combat/round-result.ts'
import type { ActionName, EffectiveAction } from '../../../../../modules/space-combat/combat/round-types.ts'
import { shieldLossOf } from '../../../../../modules/space-combat/combat/shield-loss.ts'
import vectors from './vectors.json' with { type: 'json' }

const rules = balance.combat
const { mitigation, p_hit: hits, flee_chance: flights, shield_loss: losses, garrison_commit: commits } = vectors.tables
const notBracing: readonly ActionName[] = ['attack', 'flee', 'pay']

describe('tables', () => {
  test.each(mitigation)('mitigation of $shields shields', ({ shields, plain, brace }) => {
    for (const action of notBracing) expect(mitigationOf({ shields, action }, rules)).toBe(plain)
    expect(mitigationOf({ shields, action: 'brace' }, rules)).toBe(brace)
  })

  test.each(hits)('chance to hit, $attacker_shields against $target_shields and $target_action', (row) => {
    const targetAction = row.target_action as ActionName
    const attackerMitigation = mitigationOf({ shields: row.attacker_shields, action: 'attack' }, rules)
    const targetMitigation = mitigationOf({ shields: row.target_shields, action: targetAction }, rules)
    expect(hitChance({ attackerMitigation, targetMitigation }, rules)).toBe(row.p)
  })

  test.each(flights)('chance to flee, $fleer_tpw from $opponent_tpw', ({ fleer_tpw, opponent_tpw, p }) => {
    expect(fleeChance({ fleerTurns: fleer_tpw, opponentTurns: opponent_tpw }, rules)).toBe(p)
  })

  test.each(losses)(
    'shields lost for $defensive_losses hits',
    ({ defensive_losses: defensiveLosses, plain, brace }) => {
      for (const action of notBracing) expect(shieldLossOf({ defensiveLosses, action }, rules)).toBe(plain)
      expect(shieldLossOf({ defensiveLosses, action: 'brace' }, rules)).toBe(brace)
    },
  )

  test.each(commits)(
    'a garrison of $fighters commits',
    ({ fighters, offensive, defensive, toll_actual_after_demand }) => {
      const commit = (stance: Parameters<typeof garrisonCommit>[0]['stance']) =>
        garrisonCommit({ stance, fighters }, balance.garrisons)
      expect(commit({ mode: 'offensive' })).toBe(offensive)
      expect(commit({ mode: 'defensive' })).toBe(defensive)
      expect(commit({ mode: 'toll', toll: 'unpaid' })).toBe(toll_actual_after_demand)
      expect(commit({ mode: 'toll', toll: 'demanded' })).toBe(0)
      expect(commit({ mode: 'toll', toll: 'paid' })).toBe(0)
    },
  )

  test('a garrison that attacks commits one fighter at least, whatever the balance says', () => {
    const none = { ...balance.garrisons, offensiveShare: 0, offensiveMin: 0, defensiveShare: 0, defensiveMin: 0 }
    expect(garrisonCommit({ stance: { mode: 'offensive' }, fighters: 3 }, none)).toBe(1)
    expect(garrisonCommit({ stance: { mode: 'defensive' }, fighters: 0 }, none)).toBe(0)
  })
})

describe('properties of the formulas', () => {
  const shields = fc.nat({ max: 5_000 })
  const action = fc.constantFrom<ActionName>(...notBracing)

  test('[P7] who braces is never hit more easily, and never loses more shields, than who does anything else', () => {
    fc.assert(
      fc.property(shields, shields, action, fc.nat({ max: 10_000 }), (own, attackers, other, defensiveLosses) => {
        const attackerMitigation = mitigationOf({ shields: attackers, action: 'attack' }, rules)
        const chance = (doing: ActionName) =>
          hitChance(
            { attackerMitigation, targetMitigation: mitigationOf({ shields: own, action: doing }, rules) },
            rules,
          )
        const lost = (doing: ActionName) => shieldLossOf({ defensiveLosses, action: doing }, rules)
        expect(chance('brace')).toBeLessThanOrEqual(chance(other))
        expect(lost('brace')).toBeLessThanOrEqual(lost(other))
      }),
    )
  })

  test('[P8] chances to hit are from 0.2 to 0.55, chances to flee from 0.2 to 0.9', () => {
    const turns = fc.nat({ max: 10 })
    fc.assert(
      fc.property(shields, shields, fc.constantFrom<ActionName>('brace', ...notBracing), turns, turns, (...given) => {
        const [attackers, targets, doing, fleerTurns, opponentTurns] = given
        const attackerMitigation = mitigationOf({ shields: attackers, action: 'attack' }, rules)
        const targetMitigation = mitigationOf({ shields: targets, action: doing }, rules)
        const hit = hitChance({ attackerMitigation, targetMitigation }, rules)
        const flight = fleeChance({ fleerTurns, opponentTurns }, rules)
        expect(hit >= 0.2 && hit <= 0.55 && flight >= 0.2 && flight <= 0.9).toBe(true)
      }),
    )
  })

  test('[P9] shields lost are half of the hits, and four fifths of that when bracing, each rounded up, for any number', () => {
    for (let defensiveLosses = 0; defensiveLosses <= 20_000; defensiveLosses++) {
      const plain = (defensiveLosses + (defensiveLosses % 2)) / 2
      const braced = (4 * plain + ((5 - ((4 * plain) % 5)) % 5)) / 5
      if (shieldLossOf({ defensiveLosses, action: 'pay' }, rules) !== plain) expect.fail(`${defensiveLosses} hits`)
      if (shieldLossOf({ defensiveLosses, action: 'brace' }, rules) !== braced)
        expect.fail(`${defensiveLosses} hits, braced`)
    }
  })
})

describe('the result of a round', () => {
  const attack: EffectiveAction = { action: 'attack', commit: 1, targetId: 'b', toSector: null, timedOut: false }
  const resultOf = (fighters: Record<string, number>, fledIds: readonly string[] = []) =>
    roundResult({
      actions: new Map([['a', attack]]),
      flights: { fledIds: new Set(fledIds), firstByDrawId: fledIds[0] ?? null },
      fighters: new Map(Object.entries(fighters)),
    })

  test.each<[string | null, Record<string, number>, string[]]>([
    ['mutual_defeat', { a: 0, b: 0 }, []],
    ['mutual_defeat', { a: 0, b: 0, c: 0 }, ['c']],
    ['stalemate', { a: 0, b: 0, c: 1 }, ['c']],
    ['stalemate', { a: 1, c: 1 }, ['c']],
    ['stalemate', { a: 1 }, []],
    ['b_defeated', { a: 1, b: 0 }, []],
    ['b_defeated', { a: 1, b: 0, c: 0 }, ['c']],
    ['victory', { a: 1, b: 0, c: 0 }, []],
    [null, { a: 1, b: 1 }, []],
    [null, { a: 1, b: 1, c: 0, d: 0 }, []],
  ])('%s: %j are left, %j fled', (result, fighters, fledIds) => expect(resultOf(fighters, fledIds)).toBe(result))
})

describe('ids', () => {
  test('[INV-E8] are ordered by code points, not by UTF-16 units nor by a locale', () => {
    const ordered = ['', 'B', 'B1', 'a', 'a\u{1F680}', 'a\u{1F681}', 'garrison:1:z', 'é', '\uFF21', '\u{1F680}']
    expect([...ordered].reverse().sort(compareIds)).toEqual(ordered)
    expect([...ordered].sort().at(-1)).toBe('\uFF21')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        const points = (text: string) =>
          [...text].map((letter) => String(letter.codePointAt(0)).padStart(7, '0')).join()
        const expected = points(one) < points(other) ? -1 : points(one) > points(other) ? 1 : 0
        expect(Math.sign(compareIds(one, other))).toBe(expected)
      }),
    )
  })
})

describe('draws', () => {
  const take = (draw: () => number, count = 4) => Array.from({ length: count }, draw)

  test('mulberry32 gives the recorded numbers', () => {
    const recorded = vectors.engine.find(({ id }) => id === 'E36')?.draws ?? []
    expect(recorded).toHaveLength(202)
    expect(take(mulberry32(20250930), 202)).toEqual(recorded)
  })

  test('[INV-E8] the same seed and round give the same draws, in any process', () => {
    // Computed by another program: FNV-1a of the UTF-8 of seed, NUL and round, and mulberry32 from there.
    expect(take(drawsOfRound('seed', 1))).toEqual([
      0.37295603076927364, 0.5487240890506655, 0.26849407772533596, 0.8809227158781141,
    ])
    expect(take(drawsOfRound('sé\u{1F680}d', 12))).toEqual([
      0.9181074376683682, 0.9184778684284538, 0.9576566712930799, 0.12370521947741508,
    ])
  })

  test('each round has its own draws, and seed and round do not run together', () => {
    const first = (seed: string, round: number) => drawsOfRound(seed, round)()
    expect(first('1', 23)).not.toBe(first('12', 3))
    expect(first('a', 1)).not.toBe(first('b', 1))
    expect(new Set(Array.from({ length: 500 }, (_, round) => first('a', round))).size).toBe(500)
  })

  test('lie in [0, 1), and half of them below a half', () => {
    const drawn = Array.from({ length: 200 }, (_, round) => take(drawsOfRound('fair', round), 50)).flat()
    expect(drawn.every((draw) => draw >= 0 && draw < 1)).toBe(true)
    const low = drawn.filter((draw) => draw < 0.5).length / drawn.length
    expect(Math.abs(low - 0.5)).toBeLessThan(0.02)
  })
})
