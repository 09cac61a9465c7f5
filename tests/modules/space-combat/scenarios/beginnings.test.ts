import { beforeEach, describe, expect, test } from 'vitest'
import { attack, moved, resolved, seenMoving, started, status, timedOut, waiting } from '../stage/frames.ts'
import { countDrawn, loadDice } from '../stage/loaded-dice.ts'
import { stage } from '../stage/stage.ts'

beforeEach(() => loadDice(0.1))

test('[S02] arrival at an offensive garrison with a bystander; nobody submits anything', async () => {
  const region = await stage({
    ships: { mover: {}, bystander: { sector: 1, shipType: 'sparrow_scout' }, owner: { sector: 9 } },
    garrisons: [{ owner: 'owner', sector: 1, fighters: 40, mode: 'defensive' }],
  })
  // Only now, as it would not have let the bystander in peace either.
  await region.must(['owner', 'set_garrison_mode', { sector: 1, mode: 'offensive' }])
  await region.must(['mover', 'move', { toSector: 1 }])
  const participants = { mover: [300, 150], bystander: [200, 120], 'garrison:1:owner': [40, 0] } as const
  const garrisons = [['owner', 40, 'offensive']]
  const start = started({ round: 1, sector: 1, initiator: 'mover', participants })
  const wait = waiting({ round: 1, sector: 1, participants })
  expect(region.heard('mover')).toEqual([
    start,
    status({ sector: 1, warpPower: 297, garrisons }),
    wait,
    moved('mover', 0, 1),
  ])
  expect(region.heard('bystander')).toEqual([start, wait, seenMoving('mover', 'arrive')])
  expect(region.heard('owner')).toEqual([start, wait])

  await region.deadline(1)
  const round = resolved({
    ...{ round: 1, sector: 1, result: null },
    participants: {
      mover: [260, 134, -40, -16],
      bystander: [200, 120, 0, 0],
      'garrison:1:owner': [40, 0, 0, 0],
    },
    actions: { bystander: timedOut, 'garrison:1:owner': attack(40, 'mover'), mover: timedOut },
  })
  const next = { mover: [260, 134], bystander: [200, 120], 'garrison:1:owner': [40, 0] } as const
  const again = waiting({ round: 2, sector: 1, participants: next })
  const hurt = { fighters: 260, shields: 134, warpPower: 297 }
  const scout = { shipType: 'sparrow_scout', fighters: 200, shields: 120, warpPower: 280 }
  expect(region.heard('mover')).toEqual([round, status({ sector: 1, garrisons, ...hurt }), again])
  expect(region.heard('bystander')).toEqual([round, status({ sector: 1, garrisons, ...scout }), again])
  expect(region.heard('owner')).toEqual([round, again])
  expect(region.ship('mover')).toMatchObject(hurt)
  expect(region.garrison(1)).toMatchObject({ fighters: 40, tollBalance: 0 })
  expect(countDrawn()).toBe(40)
})

describe('how fights begin', () => {
  test('[S13] a bystander moves in: added; round, deadline and what was submitted stay', async () => {
    const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 }, c: { sector: 0 } } })
    await region.must(['a', 'initiate_combat'])
    await region.must(region.act('a', 'attack', { commit: 5, targetId: 'b' }))
    const { deadline } = region.fightIn(1).data
    await region.zone.tick(3)
    await region.must(['c', 'move', { toSector: 1 }])
    const participants = { a: [300, 150], b: [300, 150], c: [300, 150] } as const
    const wait = waiting({ round: 1, sector: 1, participants })
    expect(region.heard('c')).toEqual([
      started({ round: 1, sector: 1, initiator: 'a', participants }),
      status({ sector: 1, warpPower: 297 }),
      wait,
      moved('c', 0, 1),
    ])
    for (const name of ['a', 'b']) expect(region.heard(name)).toEqual([wait, seenMoving('c', 'arrive')])
    expect(region.fightIn(1).data).toMatchObject({ round: 1, deadline })
    expect(region.pending(1)).toEqual({ a: ['attack', 5, 'b'] })
    // All three are awaited now.
    await region.must(region.act('b', 'brace'))
    expect(region.fightIn(1).data.round).toBe(1)
    await region.must(region.act('c', 'brace'))
    expect(region.fightIn(1).data.round).toBe(2)
  })

  test('[S14] why nobody can be fought', async () => {
    const region = await stage({ ships: { alone: { sector: 4 }, bare: { sector: 1, fighters: 0 }, b: { sector: 1 } } })
    expect((await region.refusal('alone', 'initiate_combat')).code).toBe('no_opponents')
    expect((await region.refusal('bare', 'initiate_combat')).code).toBe('no_fighters')
    expect((await region.refusal('b', 'initiate_combat', { targetId: 7 })).code).toBe('invalid')
    // An intent is always that of the captain who sent it: there is nobody else to name.
    expect((await region.refusal('b', 'initiate_combat', { playerId: 'alone' })).code).toBe('invalid')
    expect(region.all('encounter')).toEqual([])
  })

  test('[S16] an offensive garrison is left where others are', async () => {
    const region = await stage({ ships: { o: { sector: 5, fighters: 100 }, p: { sector: 5, fighters: 100 } } })
    await region.must(['o', 'leave_fighters', { sector: 5, quantity: 60, mode: 'offensive' }])
    const participants = { o: [40, 150], p: [100, 150], 'garrison:5:o': [60, 0] } as const
    const begin = [
      started({ round: 1, sector: 5, initiator: 'o', participants }),
      waiting({ round: 1, sector: 5, participants }),
    ]
    const [updated, ...rest] = region.heard('o')
    expect(updated).toMatchObject({
      event: 'sector.garrison_updated',
      ...{ sector: 5, garrisons: [{ ownerId: 'o', fighters: 60, mode: 'offensive', tollAmount: 0, tollBalance: 0 }] },
    })
    expect(rest).toEqual(begin)
    expect(region.heard('p')).toEqual(begin)
    expect(region.pending(5)).toEqual({ 'garrison:5:o': ['attack', 50, 'p'] })
    expect(region.ship('o').fighters).toBe(40)
  })

  test.each([
    ['offensive', 'move', 'mover', true],
    ['toll', 'move', 'mover', true],
    ['defensive', 'move', 'mover', false],
    ['offensive', 'join', 'mover', true],
    ['toll', 'join', 'mover', false],
    ['defensive', 'join', 'mover', false],
    ['offensive', 'move', 'owner', false],
    ['toll', 'move', 'owner', false],
    ['offensive', 'join', 'owner', false],
  ] as const)('[S17] %s garrison, somebody comes by %s: %s, fight %s', async (mode, way, who, begins) => {
    const isLate = way === 'join'
    const region = await stage({
      ships: { mover: { sector: isLate ? 3 : 1 }, owner: { sector: isLate ? 3 : 1 } },
      absent: isLate ? ['mover', 'owner'] : [],
      garrisons: [{ owner: 'owner', sector: 3, fighters: 10, mode, toll: 5 }],
    })
    if (isLate) await region.zone.join(who)
    else await region.must([who, 'move', { toSector: 3 }])
    expect(region.all('encounter').map(({ data }) => data.initiatorId)).toEqual(begins ? [who] : [])
  })

  test('[S24] a pod meets an offensive garrison: no fight, as there is nobody to fight', async () => {
    const region = await stage({
      ships: { pod: { sector: 1, shipType: 'escape_pod', credits: 9 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 40, mode: 'offensive' }],
    })
    await region.must(['pod', 'move', { toSector: 3 }])
    expect(region.heard('pod').map(({ event }) => event)).toEqual(['status.update', 'character.moved'])
    expect(region.all('encounter')).toEqual([])
    expect(region.ship('pod')).toMatchObject({ sector: 3, warpPower: 799, credits: 9 })
  })

  test('[S24] a pod is not drawn into the fight of others: it hears nothing of it, cannot act in it, and may leave', async () => {
    const region = await stage({
      ships: { a: { sector: 1 }, b: { sector: 1 }, pod: { sector: 1, shipType: 'escape_pod', credits: 9 } },
    })
    await region.must(['a', 'initiate_combat'])
    expect(Object.keys(region.told('a')[0]?.payload.participants ?? {})).toEqual(['a', 'b'])
    expect(region.heard('pod')).toEqual([])
    const acts = (['flee', 'brace', 'pay', 'attack'] as const).map((action) => region.interfere('pod', action))
    expect(await region.ask(...acts)).toEqual(['escape_pod', 'escape_pod', 'escape_pod', 'no_fighters'])
    const atPod = region.act('a', 'attack', { commit: 5, targetId: 'pod' })
    expect((await region.refusal(...atPod)).code).toBe('no_target')
    await region.must(['pod', 'move', { toSector: 3 }])
    await region.must(region.act('a', 'brace'), region.act('b', 'brace'))
    expect(region.heard('pod')).toEqual([])
    expect(region.ship('pod')).toMatchObject({ sector: 3, shipType: 'escape_pod', credits: 9, warpPower: 799 })
  })
})
