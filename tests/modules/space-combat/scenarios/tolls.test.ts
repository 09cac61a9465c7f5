import { beforeEach, describe, expect, test } from 'vitest'
import { attack, brace, ended, moved, type Round, resolved, started, status, waiting } from '../stage/frames.ts'
import { countDrawn, loadDice } from '../stage/loaded-dice.ts'
import { stage } from '../stage/stage.ts'

beforeEach(() => loadDice(0.1))

/** A toll garrison of an absent owner in sector 3, and somebody about to come there. */
function tollGate(runner: object, garrison: object = {}, others: { readonly [name: string]: object } = {}) {
  return stage({
    ships: { runner: { sector: 1, fighters: 120, ...runner }, owner: { sector: 9, credits: 500 }, ...others },
    garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'toll', toll: 23, ...garrison }],
  })
}

describe('tolls', () => {
  const participants = { runner: [120, 150], 'garrison:3:owner': [20, 0] } as const

  test('[S03] paid in the round of the demand: satisfied, and the owner collects', async () => {
    const region = await tollGate({ credits: 100 })
    await region.must(['runner', 'move', { toSector: 3 }])
    const garrisons = [['owner', 20, 'toll']]
    const start = started({ round: 1, sector: 3, initiator: 'runner', participants })
    const wait = waiting({ round: 1, sector: 3, participants })
    const own = { sector: 3, credits: 100, fighters: 120, warpPower: 297, garrisons }
    expect(region.heard('runner')).toEqual([start, status(own), wait, moved('runner', 1, 3)])
    expect(region.heard('owner')).toEqual([start, wait])
    expect(region.pending(3)).toEqual({ 'garrison:3:owner': ['brace', 0, null] })
    expect(region.fightIn(3).data.tolls).toEqual([
      {
        ...{ garrisonId: 'garrison:3:owner', ownerId: 'owner', amount: 23, targetId: 'runner' },
        ...{ isPaid: false, paidRound: null, demandRound: 1 },
      },
    ])

    await region.must(region.act('runner', 'pay'))
    const round: Round = {
      ...{ round: 1, sector: 3, result: 'toll_satisfied' },
      participants: { runner: [120, 150, 0, 0], 'garrison:3:owner': [20, 0, 0, 0] },
      actions: { 'garrison:3:owner': brace, runner: ['pay', 0, 'garrison:3:owner', null, false] },
    }
    const paid = status({ ...own, credits: 77 })
    expect(region.heard('runner')).toEqual([paid, resolved(round), paid, ended(round)])
    const deployedAt = region.told('owner')[2]?.payload as { garrisons: { deployedAt: string }[] }
    const record = {
      ...{ ownerId: 'owner', fighters: 20, mode: 'toll', tollAmount: 23, tollBalance: 23 },
      deployedAt: deployedAt.garrisons[0]?.deployedAt,
    }
    expect(region.heard('owner')).toEqual([
      resolved(round),
      status({ sector: 9, credits: 500 }),
      { event: 'sector.garrison_updated', sector: 3, garrisons: [record] },
      ended(round),
    ])
    expect(region.ship('runner')).toMatchObject({ credits: 77, fighters: 120, shields: 150, warpPower: 297 })
    expect(region.garrison(3)).toMatchObject({ fighters: 20, tollBalance: 23 })

    await region.operate('owner', 'set_ship', { playerId: 'owner', shipType: 'kestrel_courier', fighters: 280 })
    await region.operate('owner', 'place', { playerId: 'owner', sector: 3 })
    await region.must(['owner', 'collect_fighters', { sector: 3, quantity: 5 }])
    expect(region.heard('owner')[0]).toEqual({
      event: 'sector.garrison_updated',
      ...{ sector: 3, garrisons: [{ ...record, fighters: 15, tollBalance: 0 }] },
    })
    expect(region.ship('owner')).toMatchObject({ fighters: 285, credits: 523 })
    expect(region.garrison(3)).toMatchObject({ fighters: 15, tollBalance: 0 })
    expect(countDrawn()).toBe(0)
  })

  test('[S04] not enough to pay with: the garrison attacks with all it has from the next round on', async () => {
    const region = await tollGate({ credits: 10 })
    await region.must(['runner', 'move', { toSector: 3 }])
    loadDice(0.1, 0.9)
    await region.must(region.act('runner', 'pay'))
    const garrisons = [['owner', 20, 'toll']]
    const own = { sector: 3, credits: 10, fighters: 120, warpPower: 297, garrisons }
    const first = resolved({
      ...{ round: 1, sector: 3, result: null },
      participants: { runner: [120, 150, 0, 0], 'garrison:3:owner': [20, 0, 0, 0] },
      actions: { 'garrison:3:owner': brace, runner: brace },
    })
    const wait = waiting({ round: 2, sector: 3, participants })
    expect(region.heard('runner')).toEqual([first, status(own), wait])
    expect(region.heard('owner')).toEqual([first, wait])
    expect(region.pending(3)).toEqual({ 'garrison:3:owner': ['attack', 20, 'runner'] })

    await region.must(region.act('runner', 'brace'))
    const second = resolved({
      ...{ round: 2, sector: 3, result: null },
      participants: { runner: [110, 146, -10, -4], 'garrison:3:owner': [10, 0, -10, 0] },
      actions: { 'garrison:3:owner': attack(20, 'runner'), runner: brace },
    })
    const more = waiting({
      ...{ round: 3, sector: 3 },
      participants: { runner: [110, 146], 'garrison:3:owner': [10, 0] },
    })
    // The losses of a garrison count at once, not at the end of the fight.
    const hurt = status({ ...own, fighters: 110, shields: 146, garrisons: [['owner', 10, 'toll']] })
    expect(region.heard('runner')).toEqual([second, hurt, more])
    expect(region.heard('owner')).toEqual([second, more])
    expect(region.garrison(3)).toMatchObject({ fighters: 10, tollBalance: 0 })
    expect(region.ship('runner').credits).toBe(10)
    expect(countDrawn()).toBe(20)
  })

  test('[S05] paid a round later: the attack that waits is withdrawn', async () => {
    const region = await tollGate({ credits: 100 })
    await region.must(['runner', 'move', { toSector: 3 }])
    await region.must(region.act('runner', 'brace'))
    expect(region.pending(3)['garrison:3:owner']).toEqual(['attack', 20, 'runner'])
    await region.must(region.act('runner', 'pay'))
    expect(region.heard('runner').at(-1)).toMatchObject({
      ...{ event: 'combat.ended', round: 2, result: 'toll_satisfied' },
      participants: { runner: [120, 150, 0, 0], 'garrison:3:owner': [20, 0, 0, 0] },
    })
    expect(region.ship('runner')).toMatchObject({ credits: 77, fighters: 120, shields: 150 })
    expect(region.garrison(3)).toMatchObject({ fighters: 20, tollBalance: 23 })
    expect(countDrawn()).toBe(0)
  })

  test('[S06] paid while somebody attacks: not satisfied; the next time all brace it is a stalemate', async () => {
    const region = await tollGate({ credits: 100 }, {}, { raider: { sector: 3 } })
    await region.must(['runner', 'move', { toSector: 3 }])
    await region.must(
      region.act('raider', 'attack', { commit: 3, targetId: 'garrison:3:owner' }),
      region.act('runner', 'pay'),
    )
    expect(region.fightIn(3).data.round).toBe(2)
    expect(region.heard('runner').at(-1)).toMatchObject({ event: 'combat.round_waiting', round: 2 })
    expect(region.garrison(3)).toMatchObject({ fighters: 17, tollBalance: 23 })
    expect(region.pending(3)['garrison:3:owner']).toEqual(['brace', 0, null])
    await region.must(region.act('raider', 'brace'), region.act('runner', 'brace'))
    expect(region.heard('raider').at(-1)).toMatchObject({ event: 'combat.ended', round: 2, result: 'stalemate' })
    expect(region.garrison(3)).toMatchObject({ fighters: 17, tollBalance: 23 })
  })

  test('[S07] destroyed: its bank goes to the victor, and scrap is left', async () => {
    const region = await stage({
      ships: { raider: { sector: 1, fighters: 200, credits: 1 }, owner: { sector: 9, credits: 7 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 15, mode: 'toll', toll: 5, bank: 50 }],
    })
    await region.must(['raider', 'move', { toSector: 3 }])
    await region.must(region.act('raider', 'attack', { commit: 30, targetId: 'garrison:3:owner' }))
    const round: Round = {
      ...{ round: 1, sector: 3, result: 'garrison:3:owner_defeated' },
      participants: { raider: [200, 150, 0, 0], 'garrison:3:owner': [0, 0, -15, 0] },
      actions: { 'garrison:3:owner': brace, raider: attack(30, 'garrison:3:owner') },
    }
    const own = { sector: 3, fighters: 200, warpPower: 297 }
    expect(region.heard('raider')).toEqual([
      resolved(round),
      status({ ...own, credits: 1 }),
      status({ ...own, credits: 51, salvage: 1 }),
      ended(round, 1),
    ])
    expect(region.heard('owner')).toEqual([
      resolved(round),
      status({ sector: 9, credits: 7 }),
      { event: 'sector.garrison_updated', sector: 3, garrisons: [] },
      ended(round, 1),
    ])
    expect(region.ship('raider')).toMatchObject({ credits: 51, fighters: 200 })
    expect(region.garrison(3)).toBeUndefined()
    expect(region.salvage()).toMatchObject([{ scrap: 5, credits: 0, victorId: 'raider' }])
    expect(countDrawn()).toBe(15)
  })

  test('[S20] a third captain pays: satisfied for all', async () => {
    const region = await tollGate({ credits: 0 }, {}, { friend: { sector: 3, credits: 30 } })
    await region.must(['runner', 'move', { toSector: 3 }])
    await region.must(region.act('runner', 'brace'), region.act('friend', 'pay'))
    for (const name of ['runner', 'friend', 'owner'])
      expect(region.heard(name).at(-1)).toMatchObject({ event: 'combat.ended', result: 'toll_satisfied' })
    expect([region.ship('runner').credits, region.ship('friend').credits]).toEqual([0, 7])
    expect(region.garrison(3)?.tollBalance).toBe(23)
  })
})

test('[S15] the commands of garrisons, one after another', async () => {
  const ship = { sector: 5, fighters: 100 }
  const region = await stage({ ships: { o: { ...ship, credits: 10 }, p: ship, payer: { sector: 0, credits: 46 } } })
  const fighters = () => ({ o: region.ship('o').fighters, p: region.ship('p').fighters })
  const refused = async (who: string, type: string, payload: object) => {
    const before = [region.all('garrison'), fighters()]
    const { code } = await region.refusal(who, type, payload)
    expect([region.all('garrison'), fighters()]).toEqual(before)
    expect(region.heard(who)).toEqual([])
    return code
  }
  const leave = { sector: 5, quantity: 10, mode: 'toll', tollAmount: 30 }
  expect(await refused('o', 'leave_fighters', { ...leave, quantity: 0 })).toBe('invalid')
  expect(await refused('o', 'leave_fighters', { ...leave, mode: 'passive' })).toBe('invalid')
  expect(await refused('o', 'leave_fighters', { ...leave, sector: 9 })).toBe('not_in_sector')
  expect(await refused('o', 'leave_fighters', { ...leave, quantity: 101 })).toBe('insufficient_fighters')
  // [INV-C6] What makes no sense is refused rather than corrected.
  expect(await refused('o', 'leave_fighters', { ...leave, tollAmount: -4 })).toBe('invalid')

  await region.must(['o', 'leave_fighters', { sector: 5, quantity: 30, mode: 'toll', tollAmount: 0 }])
  expect(region.garrison(5)).toMatchObject({ fighters: 30, mode: 'toll', tollAmount: 0, tollBalance: 0 })
  expect(fighters()).toEqual({ o: 70, p: 100 })
  const [told] = region.told('o')
  expect(told).toMatchObject({
    event: 'sector.garrison_updated',
    payload: { sector: 5, garrisons: [{ fighters: 30 }] },
  })
  expect(region.heard('p')).toEqual([])
  expect(await refused('p', 'leave_fighters', leave)).toBe('sector_taken')

  await region.must(['o', 'set_garrison_mode', { sector: 5, mode: 'toll', tollAmount: 46 }])
  expect(region.garrison(5)).toMatchObject({ fighters: 30, tollAmount: 46 })
  await region.must(['payer', 'move', { toSector: 5 }])
  await region.must(region.act('payer', 'pay'), region.act('p', 'brace'), region.act('o', 'brace'))
  expect(region.garrison(5)).toMatchObject({ tollBalance: 46 })

  await region.must(['o', 'leave_fighters', leave])
  expect(region.garrison(5)).toMatchObject({ fighters: 40, tollAmount: 30, tollBalance: 46 })
  expect(fighters()).toEqual({ o: 60, p: 100 })
  expect(await refused('p', 'set_garrison_mode', { sector: 5, mode: 'toll' })).toBe('no_garrison')
  expect(await refused('p', 'collect_fighters', { sector: 5, quantity: 1 })).toBe('no_garrison')
  expect(await refused('o', 'collect_fighters', { sector: 5, quantity: 41 })).toBe('insufficient_fighters')
  await region.must(['o', 'collect_fighters', { sector: 5, quantity: 15 }])
  expect(region.garrison(5)).toMatchObject({ fighters: 25, tollAmount: 30, tollBalance: 0 })
  expect(region.ship('o')).toMatchObject({ fighters: 75, credits: 56 })
  await region.must(['o', 'collect_fighters', { sector: 5, quantity: 25 }])
  expect(region.garrison(5)).toBeUndefined()
  expect(region.heard('o')[0]).toEqual({ event: 'sector.garrison_updated', sector: 5, garrisons: [] })
  expect(fighters()).toEqual({ o: 100, p: 100 })
})
