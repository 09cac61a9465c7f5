import { beforeEach, describe, expect, test } from 'vitest'
import { mulberry32 } from '../../../../modules/space-combat/combat/draws.ts'
import { attack, brace, ended, type Round, resolved, started, status, waiting } from '../stage/frames.ts'
import { countDrawn, loadDice, loadRounds } from '../stage/loaded-dice.ts'
import { stage } from '../stage/stage.ts'

beforeEach(() => loadDice(0.1))

describe('wrecks', () => {
  test('[S08] one of three is shot down: a pod at once, the credits to the victor at the end, salvage for anybody', async () => {
    const region = await stage({
      ships: {
        hunter: { sector: 1, shipType: 'corsair_raider', fighters: 100, credits: 500 },
        prey: {
          ...{ sector: 1, shipType: 'wayfarer_freighter', fighters: 3, shields: 10, credits: 777 },
          cargo: { fuel_ore: 100, equipment: 7 },
        },
        vulture: { sector: 1, cargo: { equipment: 29 } },
      },
    })
    await region.must(['hunter', 'initiate_combat', { targetId: 'prey' }])
    const participants = { hunter: [100, 400], prey: [3, 10], vulture: [300, 150] } as const
    const begin = [
      started({ round: 1, sector: 1, initiator: 'hunter', participants }),
      waiting({ round: 1, sector: 1, participants }),
    ]
    for (const name of ['hunter', 'prey', 'vulture']) expect(region.heard(name)).toEqual(begin)
    expect(region.told('prey')[0]?.payload.participants).toMatchObject({
      prey: {
        ...{ combatantId: 'prey', combatantType: 'character', name: 'prey', maxFighters: 600, maxShields: 300 },
        ...{ turnsPerWarp: 3, isEscapePod: false, ownerCharacterId: 'prey', shipType: 'wayfarer_freighter' },
      },
    })

    await region.must(
      region.act('hunter', 'attack', { commit: 10, targetId: 'prey' }),
      region.act('prey', 'brace'),
      region.act('vulture', 'brace'),
    )
    const first = resolved({
      ...{ round: 1, sector: 1, result: null },
      participants: { hunter: [100, 400, 0, 0], prey: [0, 8, -3, -2], vulture: [300, 150, 0, 0] },
      actions: { hunter: attack(10, 'prey'), prey: brace, vulture: brace },
    })
    const next = waiting({
      ...{ round: 2, sector: 1 },
      participants: { hunter: [100, 400], vulture: [300, 150] },
    })
    const corsair = { sector: 1, shipType: 'corsair_raider', fighters: 100, shields: 400, warpPower: 700 }
    const pod = { sector: 1, shipType: 'escape_pod', credits: 0, fighters: 0, shields: 0, warpPower: 800 }
    expect(region.heard('hunter')).toEqual([first, status({ ...corsair, credits: 500 }), next])
    expect(region.heard('prey')).toEqual([first, status(pod)])
    expect(region.heard('vulture')).toEqual([first, status({ sector: 1 }), next])
    expect(region.ship('prey')).toMatchObject({ shipType: 'escape_pod', credits: 0, warpPower: 800 })
    expect(countDrawn()).toBe(3)

    const shot = region.interfere('prey', 'attack', { commit: 1, targetId: 'hunter' })
    expect((await region.refusal(...shot)).code).toBe('no_fighters')
    // The pod is out of the fight.
    await region.must(region.act('hunter', 'brace'), region.act('vulture', 'brace'))
    const last: Round = {
      ...{ round: 2, sector: 1, result: 'stalemate' },
      participants: { hunter: [100, 400, 0, 0], vulture: [300, 150, 0, 0] },
      actions: { hunter: brace, vulture: brace },
    }
    expect(region.heard('hunter')).toEqual([
      resolved(last),
      status({ ...corsair, credits: 500 }),
      status({ ...corsair, credits: 1_277, salvage: 1 }),
      ended(last, 1),
    ])
    expect(region.heard('prey')).toEqual([ended(last, 1)])
    expect(region.heard('vulture')).toEqual([resolved(last), status({ sector: 1 }), ended(last, 1)])
    expect(region.ship('hunter').credits).toBe(1_277)
    const [container] = region.salvage()
    expect(container).toMatchObject({
      ...{ sector: 1, victorId: 'hunter', cargo: { fuel_ore: 100, organics: 0, equipment: 7 }, scrap: 120 },
      ...{ credits: 0, loserName: 'prey', shipType: 'wayfarer_freighter' },
    })
    expect((container?.expiresAt ?? 0) - (container?.createdAt ?? 0)).toBe(900_000)

    // Anybody may claim it; what does not fit into the hold stays.
    const salvageId = region.all('salvage')[0]?.id
    await region.must(['vulture', 'collect_salvage', { salvageId }])
    expect(region.ship('vulture').cargo).toEqual({ fuel_ore: 0, organics: 0, equipment: 30 })
    expect(region.salvage()).toMatchObject([{ scrap: 119, cargo: { fuel_ore: 100, organics: 0, equipment: 7 } }])
    expect((await region.refusal('vulture', 'collect_salvage', { salvageId })).code).toBe('nothing_fits')
  })

  test('[S08] a container that was emptied is gone for the next one', async () => {
    const region = await stage({
      ships: { first: { sector: 1 }, second: { sector: 1 } },
      salvage: [{ id: 'box', sector: 1, scrap: 5 }],
    })
    const both = [
      ['first', 'collect_salvage', { salvageId: 'box' }],
      ['second', 'collect_salvage', { salvageId: 'box' }],
    ] as const
    expect(await region.ask(...both)).toEqual([undefined, 'salvage_gone'])
  })

  test('[S09] a duel ends with the defeat', async () => {
    const prey = { sector: 1, fighters: 3, shields: 10, credits: 777, cargo: { organics: 4 } }
    const region = await stage({ ships: { hunter: { sector: 1, fighters: 100, credits: 500 }, prey } })
    await region.must(['hunter', 'initiate_combat'])
    await region.must(region.act('hunter', 'attack', { commit: 10, targetId: 'prey' }))
    expect(region.pending(1)).toEqual({ hunter: ['attack', 10, 'prey'] })
    await region.must(region.act('prey', 'brace'))
    const round: Round = {
      ...{ round: 1, sector: 1, result: 'prey_defeated' },
      participants: { hunter: [100, 150, 0, 0], prey: [0, 8, -3, -2] },
      actions: { hunter: attack(10, 'prey'), prey: brace },
    }
    expect(region.told('hunter')[0]?.payload).toMatchObject({
      ...{ hits: { hunter: 3, prey: 0 }, offensiveLosses: { hunter: 0, prey: 0 } },
      ...{ defensiveLosses: { hunter: 0, prey: 3 }, shieldLoss: { hunter: 0, prey: 2 } },
      ...{ fightersRemaining: { hunter: 100, prey: 0 }, shieldsRemaining: { hunter: 150, prey: 8 } },
      fleeResults: { hunter: false, prey: false },
    })
    const hunter = { sector: 1, fighters: 100 }
    expect(region.heard('hunter')).toEqual([
      resolved(round),
      status({ ...hunter, credits: 500 }),
      status({ ...hunter, credits: 1_277, salvage: 1 }),
      ended(round, 1),
    ])
    const pod = { sector: 1, shipType: 'escape_pod', credits: 0, fighters: 0, shields: 0, warpPower: 800 }
    expect(region.heard('prey')).toEqual([resolved(round), status(pod), ended(round, 1)])
    expect(region.salvage()).toMatchObject([
      { cargo: { fuel_ore: 0, organics: 4, equipment: 0 }, scrap: 25, credits: 0, victorId: 'hunter' },
    ])
    expect(region.all('encounter')).toEqual([])
    expect(countDrawn()).toBe(3)
  })
})

test('[S21] a whole fight of three rounds, each with its own draws', async () => {
  loadRounds((round) => mulberry32(1_000 + round))
  const region = await stage({
    ships: { k: { sector: 1, credits: 10, cargo: { fuel_ore: 5 } }, owner: { sector: 9 } },
    garrisons: [{ owner: 'owner', sector: 3, fighters: 120, mode: 'offensive' }],
  })
  const guard = 'garrison:3:owner'
  await region.must(['k', 'move', { toSector: 3 }])
  const rounds = [
    {
      action: 'attack',
      commit: 40,
      auto: 60,
      hits: [21, 24],
      missed: [39, 16],
      left: [57, 263],
      shields: 139,
      drawn: 100,
    },
    { action: 'brace', commit: 0, auto: 50, hits: [25, 0], missed: [25, 0], left: [32, 238], shields: 128, drawn: 50 },
    {
      action: 'attack',
      commit: 40,
      auto: 32,
      hits: [16, 16],
      missed: [16, 17],
      left: [0, 205],
      shields: 120,
      drawn: 65,
    },
  ]
  let drawn = 0
  for (const [at, round] of rounds.entries()) {
    expect(region.pending(3)).toEqual({ [guard]: ['attack', round.auto, 'k'] })
    await region.must(
      region.act('k', round.action, round.action === 'attack' ? { commit: round.commit, targetId: guard } : {}),
    )
    const [garrison, k] = [0, 1]
    expect(region.told('owner')[0]?.payload).toMatchObject({
      ...{ round: at + 1, result: at === 2 ? `${guard}_defeated` : null },
      hits: { [guard]: round.hits[garrison], k: round.hits[k] },
      offensiveLosses: { [guard]: round.missed[garrison], k: round.missed[k] },
      defensiveLosses: { [guard]: round.hits[k], k: round.hits[garrison] },
      fightersRemaining: { [guard]: round.left[garrison], k: round.left[k] },
      shieldsRemaining: { [guard]: 0, k: round.shields },
    })
    expect(countDrawn() - drawn).toBe(round.drawn)
    drawn = countDrawn()
  }
  expect(drawn).toBe(215)
  expect(region.ship('k')).toMatchObject({ sector: 3, fighters: 205, shields: 120, warpPower: 297, credits: 10 })
  expect(region.garrison(3)).toBeUndefined()
})

test('[S25] who submits again: the last one counts', async () => {
  const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 } } })
  await region.must(['a', 'initiate_combat'])
  await region.must(
    region.act('a', 'attack', { commit: 50, targetId: 'b' }),
    region.act('a', 'flee', { toSector: 3 }),
    region.act('a', 'attack', { commit: 5, targetId: 'b' }),
  )
  expect(region.pending(1)).toEqual({ a: ['attack', 5, 'b'] })
  await region.must(region.act('b', 'brace'))
  expect(region.heard('a')[0]).toMatchObject({
    participants: { a: [300, 150, 0, 0], b: [295, 147, -5, -3] },
    actions: { a: attack(5, 'b') },
  })
  expect(countDrawn()).toBe(5)
})
