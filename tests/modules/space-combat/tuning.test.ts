import { beforeEach, describe, expect, test } from 'vitest'
import { balance } from '../../../modules/space-combat/balance.ts'
import { mulberry32 } from '../../../modules/space-combat/combat/draws.ts'
import { firingTiesOf } from '../../../modules/space-combat/combat/firing-ties.ts'
import { garrisonCommit } from '../../../modules/space-combat/combat/garrison-commit.ts'
import { resolveRound } from '../../../modules/space-combat/combat/resolve-round.ts'
import { balanceOf, configSchema } from '../../../modules/space-combat/config.ts'
import type { Encounter } from '../../../modules/space-combat/kinds.ts'
import { fixDraws, inTurn } from './fixed-draws.ts'
import { storedParty } from './stage/props.ts'
import { stage } from './stage/stage.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

describe('[3.3] what an unpaid toll garrison sends', () => {
  const stance = { mode: 'toll', toll: 'unpaid' } as const
  const share = { ...balance.garrisons, tollCommit: 'share' as const }

  test.each([
    [10, 10],
    [60, 50],
    [150, 50],
    [151, 50],
    [200, 66],
    [1_000, 330],
  ])('of %i fighters: all, or with a share of a third %i', (fighters, sent) => {
    expect(garrisonCommit({ stance, fighters }, balance.garrisons)).toBe(fighters)
    expect(garrisonCommit({ stance, fighters }, share)).toBe(sent)
    expect(garrisonCommit({ stance: { mode: 'toll', toll: 'paid' }, fighters }, share)).toBe(0)
    expect(garrisonCommit({ stance: { mode: 'toll', toll: 'demanded' }, fighters }, share)).toBe(0)
  })

  test('in a fight, as the config says', async () => {
    const region = await stage({
      ships: { runner: { sector: 1 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 200, mode: 'toll', toll: 5 }],
      config: { balance: { garrisons: { tollCommit: 'share', tollCommitShare: 0.25, tollCommitMin: 10 } } },
    })
    await region.must(['runner', 'move', { toSector: 3 }])
    await region.must(region.act('runner', 'brace'))
    expect(region.pending(3)['garrison:3:owner']).toEqual(['attack', 50, 'runner'])
  })
})

describe('how long a container stays', () => {
  test('one of a garrison as long as the config says for those, counted from the end of the fight', async () => {
    const region = await stage({
      ships: { a: { sector: 3 }, b: { sector: 3, fighters: 1 }, c: { sector: 3 } },
      garrisons: [{ owner: 'o', sector: 3, fighters: 1, mode: 'defensive' }],
      config: { salvageTtlMs: 60_000, balance: { salvage: { garrisonTtlMs: 5_000 } } },
    })
    await region.must(['a', 'initiate_combat'])
    const brace = (...names: readonly string[]) => names.map((name) => region.act(name, 'brace'))
    await region.must(region.act('a', 'attack', { commit: 1, targetId: 'garrison:3:o' }), ...brace('b', 'c'))
    const wreck = () => region.salvage().find(({ shipType }) => shipType === null)
    expect(wreck()?.expiresAt).toBe(region.fightIn(3).data.deadline + 5_000)
    await region.must(region.act('a', 'attack', { commit: 1, targetId: 'b' }), ...brace('b', 'c'))
    await region.must(...brace('a', 'c'))
    const now = region.zone.clock.now()
    expect(region.salvage().map(({ shipType, expiresAt }) => [shipType, expiresAt - now])).toEqual(
      expect.arrayContaining([
        [null, 5_000],
        ['kestrel_courier', 60_000],
      ]),
    )
    await region.zone.advance(5_000)
    expect(region.salvage().map(({ shipType }) => shipType)).toEqual(['kestrel_courier'])
    await region.zone.advance(55_000)
    expect(region.salvage()).toEqual([])
  })

  test('no container stays for no time', () => {
    for (const garrisonTtlMs of [0, -1, 1.5])
      expect(configSchema.safeParse({ balance: { salvage: { garrisonTtlMs } } }).success).toBe(false)
  })
})

describe('who of equals fires first', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const fight = (seed: string, round: number) =>
    ({ data: { seed, round, participants: ids.map((id) => storedParty(id)) } }) as unknown as Encounter
  const orderIn = (seed: string, round: number, firingTies: 'id' | 'shuffle') => {
    const fired: string[] = []
    resolveRound({
      participants: ids.map((id) => ({ id, fighters: 9, shields: 0, turnsPerWarp: 3 })),
      actions: new Map(ids.map((id) => [id, { action: 'attack', targetId: id === 'a' ? 'b' : 'a', commit: 1 }])),
      draw: (roll) => {
        if (roll.kind === 'shot') fired.push(roll.attackerId)
        return 0.1
      },
      rules: balance.combat,
      compareTies: firingTiesOf(fight(seed, round), { ...balance.combat, firingTies }),
    })
    return fired.join('')
  }
  /** The chance of a text, as short as a test can have it. */
  const chanceOf = (text: string) => mulberry32([...text].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))

  test('the lowest id, unless the config says otherwise', () => {
    expect(balanceOf(configSchema.parse({})).combat.firingTies).toBe('id')
    expect(orderIn('seed', 1, 'id')).toBe('abcde')
  })

  test('shuffled: everybody is first now and then, and the same fight has the same order', () => {
    fixDraws((round) => chanceOf(`${round}`))
    const orders = Array.from({ length: 200 }, (_, round) => orderIn('seed', round + 1, 'shuffle'))
    expect(orders).toEqual(Array.from({ length: 200 }, (_, round) => orderIn('seed', round + 1, 'shuffle')))
    for (const id of ids) {
      const first = orders.filter((order) => order.startsWith(id)).length
      expect(first, id).toBeGreaterThan(15)
      expect(first, id).toBeLessThan(75)
    }
  })

  test('shuffled, the weaker and the faster still go first, and the shots draw what they draw without it', async () => {
    const asked: string[] = []
    const shoot = async (firingTies: 'id' | 'shuffle') => {
      fixDraws((round) => {
        asked.push(`${firingTies} ${round}`)
        return () => 0.1
      })
      const region = await stage({
        ships: { a: { sector: 1, fighters: 50 }, b: { sector: 1, fighters: 40 }, c: { sector: 1, fighters: 50 } },
        config: { combat: { firingTies } },
      })
      await region.must(['a', 'initiate_combat'])
      await region.must(
        region.act('a', 'attack', { commit: 2, targetId: 'b' }),
        region.act('b', 'attack', { commit: 2, targetId: 'a' }),
        region.act('c', 'brace'),
      )
      return ['a', 'b', 'c'].map((name) => region.ship(name).fighters)
    }
    expect(await shoot('shuffle')).toEqual(await shoot('id'))
    expect(asked).toEqual(['shuffle 1', 'shuffle 1', 'id 1'])
  })
})

test('[MOD-20] a config of the first release has none of the later numbers, and means what it meant', () => {
  const { combat, balance: numbers, ...rest } = configSchema.parse({})
  const { firingTies: _ties, ...oldCombat } = combat
  const { tollCommit: _what, tollCommitShare: _share, tollCommitMin: _min, ...oldGarrisons } = numbers.garrisons
  const old = { ...rest, combat: oldCombat, balance: { ...numbers, garrisons: oldGarrisons } }
  expect(configSchema.safeEncode(old).success).toBe(true)
  expect(balanceOf(old)).toEqual(balance)
})
