import { beforeEach, expect, test } from 'vitest'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { type Stage, stage } from '../stage/stage.ts'
import { checkOrder, checkRound } from './combat-protocol.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

const duel = (config: object = {}) => stage({ ships: { a: { sector: 1 }, b: { sector: 1 } }, config })

const active = (region: Stage) => new Set(region.all('encounter').map(({ id }) => id))

test('[INV-E1] everybody is told in order: from the start, who comes late, who flees, who owns a garrison far away', async () => {
  const region = await stage({
    ships: { a: { sector: 3 }, b: { sector: 3 }, late: { sector: 1 }, owner: { sector: 9 }, far: { sector: 8 } },
    garrisons: [{ owner: 'owner', sector: 3, fighters: 40, mode: 'defensive' }],
  })
  const everybody = ['a', 'b', 'late', 'owner', 'far']
  const inOrder = () => {
    for (const name of everybody) checkOrder(region.zone.events(name) as never, active(region), name)
  }
  await region.must(['a', 'initiate_combat'])
  inOrder()
  await region.must(['late', 'move', { toSector: 3 }])
  const all = (action: string, more: object = {}) =>
    region.must(...['a', 'b', 'late'].map((name) => region.act(name, action, more)))
  await all('attack', { commit: 2, targetId: 'garrison:3:owner' })
  inOrder()
  await region.must(
    region.act('b', 'flee', { toSector: 4 }),
    region.act('a', 'attack', { commit: 2, targetId: 'late' }),
    region.act('late', 'brace'),
  )
  inOrder()
  // Back again, into the same fight.
  await region.must(['b', 'move', { toSector: 3 }])
  inOrder()
  await all('attack', { commit: 300, targetId: 'garrison:3:owner' })
  await all('brace')
  inOrder()
  expect(active(region).size).toBe(0)
  const ends = everybody.map((name) => region.zone.events(name).filter(({ event }) => event === 'combat.ended').length)
  expect(ends).toEqual([1, 1, 1, 1, 0])
})

test('[INV-E2] the last submission and the deadline in one tick: one round', async () => {
  const region = await duel()
  await region.must(['a', 'initiate_combat'])
  await region.must(region.act('a', 'attack', { commit: 1, targetId: 'b' }))
  const { deadline } = region.fightIn(1).data
  while (region.zone.clock.now() < deadline - 500) await region.zone.tick()
  await region.must(region.act('b', 'brace'))
  expect(region.zone.clock.now()).toBe(deadline)
  expect(region.fightIn(1).data).toMatchObject({ round: 2, deadline: deadline + 15_000 })
  expect(region.ship('b').fighters).toBe(299)
  expect(region.heard('b').filter(({ event }) => event === 'combat.round_resolved')).toHaveLength(1)
})

test('[INV-E3] a garrison submits once a round, however often it is asked', async () => {
  const region = await stage({
    ships: { a: { sector: 1 }, b: { sector: 1, fighters: 200 }, c: { sector: 1 }, owner: { sector: 9 } },
    garrisons: [{ owner: 'owner', sector: 3, fighters: 120, mode: 'offensive' }],
  })
  for (const name of ['b', 'a', 'c']) {
    await region.must([name, 'move', { toSector: 3 }])
    const { pending } = region.fightIn(3).data
    expect(pending.map(({ id, action, commit }) => [id, action, commit])).toEqual([['garrison:3:owner', 'attack', 60]])
  }
  await region.must(...['a', 'b', 'c'].map((name) => region.act(name, 'brace')))
  expect(region.told('a')[0]?.payload).toMatchObject({ hits: { 'garrison:3:owner': 60 } })
})

test('[INV-E4] an action is for the round it names, or for none', async () => {
  const region = await duel()
  await region.must(['a', 'initiate_combat'])
  const attack = { commit: 1, targetId: 'b' }
  const codes = await region.ask(
    region.act('a', 'attack', { ...attack, round: 1 }),
    region.act('b', 'brace', { round: 1 }),
    region.act('a', 'attack', { ...attack, commit: 99, round: 1 }),
  )
  expect(codes).toEqual([undefined, undefined, 'stale_round'])
  expect(region.zone.refusals('a').at(-1)?.details).toEqual({ round: 2 })
  expect(region.pending(1)).toEqual({})
  expect(region.ship('b').fighters).toBe(299)
})

test('[INV-E5] a round that its deadline closes does all that a round does, whoever is there to hear of it', async () => {
  const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 }, c: { sector: 1 } } })
  await region.must(['a', 'initiate_combat'])
  await region.must(region.act('a', 'flee', { toSector: 3 }), region.act('b', 'attack', { commit: 5, targetId: 'c' }))
  region.zone.disconnect('a')
  region.zone.disconnect('b')
  await region.deadline(1)
  expect(region.ship('a')).toMatchObject({ sector: 3, warpPower: 297 })
  expect(region.ship('c').fighters).toBe(295)
  const next = region.fightIn(1).data
  expect(next).toMatchObject({ round: 2, deadline: region.zone.clock.now() + 15_000 })
  expect(region.heard('c').map(({ event }) => event)).toEqual([
    'combat.round_resolved',
    'status.update',
    'character.moved',
    'combat.round_waiting',
  ])
})

test('[INV-E6] a round is open for 15 seconds, whoever joins, and then it is closed', async () => {
  const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 }, c: { sector: 0 } } })
  await region.must(['a', 'initiate_combat'])
  const opened = region.zone.clock.now()
  await region.zone.tick(10)
  await region.must(['c', 'move', { toSector: 1 }])
  expect(region.fightIn(1).data.deadline).toBe(opened + 15_000)
  while (region.zone.clock.now() < opened + 14_500) await region.zone.tick()
  expect(region.fightIn(1).data.round).toBe(1)
  await region.zone.tick()
  expect(region.all('encounter')).toEqual([])
})

test('[INV-E7] who arrive at the same time are in one fight', async () => {
  const names = ['a', 'b', 'c']
  const region = await stage({
    ships: { ...Object.fromEntries(names.map((name) => [name, { sector: 1 }])), owner: { sector: 9 } },
    garrisons: [{ owner: 'owner', sector: 3, fighters: 40, mode: 'offensive' }],
  })
  await region.must(...names.map((name) => [name, 'move', { toSector: 3 }] as const))
  expect(region.all('encounter')).toHaveLength(1)
  expect(region.fightIn(3).data.participants.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'garrison:3:owner'])
  await region.must(['a', 'initiate_combat'], ['b', 'initiate_combat'])
  expect(region.all('encounter')).toHaveLength(1)
})

test('[INV-E9] a fight is over as soon as one side is left, and nobody shoots at the own one', async () => {
  const region = await stage({
    ships: { owner: { sector: 3, fighters: 9 }, a: { sector: 1, fighters: 5 }, b: { sector: 1, fighters: 40 } },
    garrisons: [{ owner: 'owner', sector: 3, fighters: 60, mode: 'offensive' }],
  })
  await region.must(['a', 'move', { toSector: 3 }])
  expect(region.pending(3)).toEqual({ 'garrison:3:owner': ['attack', 50, 'a'] })
  await region.must(['b', 'move', { toSector: 3 }])
  expect(region.pending(3)).toEqual({ 'garrison:3:owner': ['attack', 50, 'b'] })
  await region.must(...['owner', 'a', 'b'].map((name) => region.act(name, 'brace')))
  expect(region.pending(3)).toEqual({ 'garrison:3:owner': ['attack', 50, 'a'] })
  await region.must(region.act('owner', 'brace'), region.act('a', 'brace'))
  expect(region.all('encounter')).toEqual([])
  expect(region.heard('owner').at(-1)).toMatchObject({ event: 'combat.ended', round: 2 })
  expect(region.ship('owner')).toMatchObject({ fighters: 9, credits: 3_000 })
})

test('[INV-E10] who fled is there at once, has paid for the way, and can act in the same tick', async () => {
  const region = await duel()
  await region.must(['a', 'initiate_combat'])
  await region.must(
    region.act('a', 'flee', { toSector: 3 }),
    region.act('b', 'brace'),
    ['a', 'trade', { side: 'buy', commodity: 'organics', quantity: 1 }],
    ['a', 'move', { toSector: 7 }],
  )
  expect(region.ship('a')).toMatchObject({ sector: 7, warpPower: 294, cargo: { organics: 1 } })
})

test('[INV-E11] a fight that waits holds up no other', async () => {
  const region = await stage({
    ships: { a: { sector: 1 }, b: { sector: 1 }, c: { sector: 5 }, d: { sector: 5 } },
  })
  await region.must(['a', 'initiate_combat'], ['c', 'initiate_combat'])
  const waiting = region.fightIn(1)
  for (let round = 1; round <= 4; round++) {
    await region.must(region.act('c', 'attack', { commit: 1, targetId: 'd' }), region.act('d', 'brace'))
    expect(region.fightIn(5).data.round).toBe(round + 1)
  }
  expect(region.fightIn(1)).toEqual(waiting)
  await region.deadline(1)
  expect(region.all('encounter').map(({ data }) => data.sector)).toEqual([5])
})

test('[INV-E12] each round tells what it took, the first one as well; of newcomers nothing', async () => {
  const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 }, c: { sector: 0 } } })
  await region.must(['a', 'initiate_combat'])
  const strike = region.act('a', 'attack', { commit: 5, targetId: 'b' })
  const deltas = () => {
    const round = region.told('b').find(({ event }) => event === 'combat.round_resolved')?.payload
    checkRound(round)
    const parties = round?.participants as Record<string, { fightersDelta: number; shieldsDelta: number }>
    return Object.entries(parties).map(([id, party]) => [id, party.fightersDelta, party.shieldsDelta])
  }
  await region.must(strike, region.act('b', 'brace'))
  expect(deltas()).toEqual([
    ['a', 0, 0],
    ['b', -5, -3],
  ])
  await region.must(['c', 'move', { toSector: 1 }])
  await region.must(strike, region.act('b', 'pay'), region.act('c', 'brace'))
  expect(deltas()).toEqual([
    ['a', 0, 0],
    ['b', -5, -3],
    ['c', 0, 0],
  ])
})
