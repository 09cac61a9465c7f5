import { beforeEach, describe, expect, test } from 'vitest'
import { fixDraws, inTurn } from './fixed-draws.ts'
import { stage } from './stage/stage.ts'

// What a game of this kind got wrong once, each as it has to be.

beforeEach(() => fixDraws(inTurn(0.1)))

const emptyHold = { fuel_ore: 0, organics: 0, equipment: 0 }

describe('tolls and banks', () => {
  test('[B01] who pays twice in one round is charged once', async () => {
    const region = await stage({
      ships: { runner: { sector: 1, fighters: 120, credits: 100 }, raider: { sector: 3 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'toll', toll: 23 }],
    })
    await region.must(['runner', 'move', { toSector: 3 }])
    await region.must(region.act('runner', 'pay'), region.act('runner', 'pay'))
    expect(region.ship('runner').credits).toBe(77)
    expect(region.garrison(3)?.tollBalance).toBe(23)
    await region.must(region.act('raider', 'brace'))
    expect(region.heard('runner').at(-1)).toMatchObject({ event: 'combat.ended', result: 'toll_satisfied' })
    expect([region.ship('runner').credits, region.garrison(3)?.tollBalance]).toEqual([77, 23])
  })

  test('[B02] an owner without fighters beside the own garrison keeps ship, credits and cargo when a visitor pays', async () => {
    const region = await stage({
      ships: {
        runner: { sector: 1, fighters: 120, credits: 100 },
        owner: { sector: 3, fighters: 0, credits: 500, cargo: { organics: 3 } },
      },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'toll', toll: 23 }],
    })
    await region.must(['runner', 'move', { toSector: 3 }])
    await region.must(region.act('runner', 'pay'))
    expect(region.heard('owner').at(-1)).toMatchObject({ event: 'combat.ended', result: 'toll_satisfied' })
    expect(region.ship('owner')).toMatchObject({
      ...{ shipType: 'kestrel_courier', shields: 150, warpPower: 300, credits: 500 },
      cargo: { ...emptyHold, organics: 3 },
    })
    expect(region.salvage()).toEqual([])
    expect(region.credits()).toBe(600)
  })

  test.each([
    ['set_garrison_mode', { sector: 5, mode: 'defensive' }, 70],
    ['leave_fighters', { sector: 5, quantity: 1, mode: 'defensive' }, 69],
    ['collect_fighters', { sector: 5, quantity: 30 }, 100],
  ])('[B04] %s pays the bank to the owner when no toll is taken any more', async (type, payload, fighters) => {
    const region = await stage({
      ships: { o: { sector: 5, fighters: 70, credits: 10 } },
      garrisons: [{ owner: 'o', sector: 5, fighters: 30, mode: 'toll', toll: 23, bank: 46 }],
    })
    await region.must(['o', type, payload])
    expect(region.ship('o')).toMatchObject({ credits: 56, fighters })
    expect(region.garrison(5)?.tollBalance ?? 0).toBe(0)
  })

  test('[B07] two who come to one garrison: its bank is paid once, and a dead garrison is not waited for', async () => {
    const region = await stage({
      ships: {
        r1: { sector: 1, fighters: 200, credits: 0 },
        r2: { sector: 1, fighters: 10, credits: 0 },
        owner: { sector: 9, credits: 0 },
      },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 15, mode: 'toll', toll: 5, bank: 50 }],
    })
    await region.must(['r1', 'move', { toSector: 3 }])
    await region.must(['r2', 'move', { toSector: 3 }])
    const { participants, tolls } = region.fightIn(3).data
    expect(participants.map(({ id }) => id)).toEqual(['garrison:3:owner', 'r1', 'r2'])
    expect(tolls).toHaveLength(1)
    await region.must(
      region.act('r1', 'attack', { commit: 30, targetId: 'garrison:3:owner' }),
      region.act('r2', 'brace'),
    )
    expect(region.garrison(3)).toBeUndefined()
    expect(region.fightIn(3).data.round).toBe(2)
    await region.must(region.act('r1', 'brace'), region.act('r2', 'brace'))
    expect(region.all('encounter')).toEqual([])
    const creditsOf = ['r1', 'r2', 'owner'].map((name) => region.ship(name).credits)
    expect(creditsOf).toEqual([50, 0, 0])
  })

  test('[B10] a garrison shoots a runner down: its owner, who has no fighters, gets the credits and loses nothing', async () => {
    const region = await stage({
      ships: { runner: { sector: 1, fighters: 2, credits: 100 }, owner: { sector: 3, fighters: 0, credits: 500 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'offensive' }],
    })
    await region.must(['runner', 'move', { toSector: 3 }])
    await region.must(region.act('runner', 'brace'))
    expect(region.heard('owner').at(-1)).toMatchObject({ event: 'combat.ended', result: 'runner_defeated' })
    expect(region.ship('owner')).toMatchObject({ shipType: 'kestrel_courier', credits: 600 })
    expect(region.ship('runner')).toMatchObject({ shipType: 'escape_pod', credits: 0 })
    expect(region.salvage()).toMatchObject([{ loserName: 'runner', scrap: 25, victorId: 'owner' }])
    expect(region.credits()).toBe(600)
  })
})

describe('fighters', () => {
  test('[B03] in a fight no fighters are deployed, collected or given other orders', async () => {
    const region = await stage({
      ships: { a: { sector: 5, fighters: 100 }, b: { sector: 5 } },
      garrisons: [{ owner: 'a', sector: 9, fighters: 5, mode: 'defensive' }],
    })
    await region.must(['b', 'initiate_combat'])
    const orders = [
      ['a', 'leave_fighters', { sector: 5, quantity: 60, mode: 'defensive' }],
      ['a', 'collect_fighters', { sector: 9, quantity: 1 }],
      ['a', 'set_garrison_mode', { sector: 9, mode: 'toll' }],
    ] as const
    expect(await region.ask(...orders)).toEqual(['in_combat', 'in_combat', 'in_combat'])
    fixDraws(inTurn(0.9))
    await region.must(region.act('a', 'attack', { commit: 1, targetId: 'b' }), region.act('b', 'brace'))
    expect(region.ship('a').fighters).toBe(99)
    expect(region.all('garrison').map(({ data }) => data.fighters)).toEqual([5])
  })

  test('[B03] nor from a garrison that is attacked while its owner is elsewhere', async () => {
    const region = await stage({
      ships: { o: { sector: 9, fighters: 100 }, raider: { sector: 5 } },
      garrisons: [{ owner: 'o', sector: 5, fighters: 60, mode: 'defensive' }],
    })
    await region.must(['raider', 'initiate_combat'])
    expect((await region.refusal('o', 'set_garrison_mode', { sector: 5, mode: 'toll' })).code).toBe('in_combat')
    expect(region.garrison(5)?.mode).toBe('defensive')
  })

  test('[B05] fighters are collected where they are, and no more than fit', async () => {
    const region = await stage({
      ships: { o: { sector: 9, fighters: 290 }, p: { sector: 5, fighters: 290 } },
      garrisons: [
        { owner: 'o', sector: 5, fighters: 50, mode: 'defensive' },
        { owner: 'p', sector: 6, fighters: 50, mode: 'defensive' },
      ],
    })
    const collect = { sector: 5, quantity: 50 }
    expect((await region.refusal('o', 'collect_fighters', collect)).code).toBe('not_in_sector')
    expect([region.ship('o').fighters, region.garrison(5)?.fighters]).toEqual([290, 50])
    await region.operate('o', 'place', { playerId: 'o', sector: 5 })
    await region.must(['o', 'collect_fighters', collect])
    expect([region.ship('o').fighters, region.garrison(5)?.fighters]).toEqual([300, 40])
    expect((await region.refusal('o', 'collect_fighters', { sector: 5, quantity: 1 })).code).toBe('no_room')
    expect([region.ship('o').fighters, region.garrison(5)?.fighters]).toEqual([300, 40])
  })

  test('[B14] who comes second to a sector keeps all fighters', async () => {
    const region = await stage({
      ships: { o: { sector: 5, fighters: 100 }, p: { sector: 5, fighters: 100 } },
    })
    const refusals = await region.ask(
      ['p', 'leave_fighters', { sector: 5, quantity: 10, mode: 'defensive' }],
      ['o', 'leave_fighters', { sector: 5, quantity: 30, mode: 'defensive' }],
    )
    expect(refusals).toEqual([undefined, 'sector_taken'])
    expect([region.ship('p').fighters, region.ship('o').fighters]).toEqual([90, 100])
    expect(region.all('garrison')).toMatchObject([{ ownerId: 'p', data: { fighters: 10 } }])
  })
})

describe('quantities and places', () => {
  test('[B06] warp power cannot be sold back', async () => {
    const region = await stage({ ships: { u: { warpPower: 200, credits: 100 } } })
    expect((await region.refusal('u', 'recharge', { units: -100 })).code).toBe('invalid')
    expect(region.ship('u')).toMatchObject({ warpPower: 200, credits: 100 })
  })

  test('[B08] nobody is taken out of a fight: not by an operator, not by joining again', async () => {
    const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 } } })
    await region.must(['b', 'initiate_combat'])
    expect(await region.operate('a', 'place', { playerId: 'a', sector: 9 })).toBe('in_combat')
    region.zone.leave('a')
    await region.zone.tick()
    await region.zone.join('a')
    expect(region.ship('a').sector).toBe(1)
    expect(region.fightOf('a').data.participants.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('[B09] salvage is taken where it is', async () => {
    const region = await stage({
      ships: { far: { sector: 9, cargo: { equipment: 29 } } },
      salvage: [{ id: 'box', sector: 1, cargo: { fuel_ore: 100 }, scrap: 120, credits: 5 }],
    })
    expect((await region.refusal('far', 'collect_salvage', { salvageId: 'box' })).code).toBe('not_in_sector')
    expect(region.ship('far')).toMatchObject({ credits: 1_000, cargo: { ...emptyHold, equipment: 29 } })
    expect(region.salvage()).toMatchObject([{ scrap: 120, credits: 5 }])
  })
})

describe('fights', () => {
  test('[B11] a captain and the own garrison are no enemies', async () => {
    const region = await stage({
      ships: { o: { sector: 3 }, other: { sector: 1 } },
      garrisons: [{ owner: 'o', sector: 3, fighters: 20, mode: 'offensive' }],
    })
    expect((await region.refusal('o', 'initiate_combat')).code).toBe('no_opponents')
    expect(region.all('encounter')).toEqual([])
    await region.must(['other', 'move', { toSector: 3 }])
    const atOwn = region.act('o', 'attack', { commit: 5, targetId: 'garrison:3:o' })
    expect((await region.refusal(...atOwn)).code).toBe('own_side')
    expect(region.pending(3)).toEqual({ 'garrison:3:o': ['attack', 20, 'other'] })
  })

  test('[B12] who was shot down is a pod in that very round: not waited for, and with nothing to flee with', async () => {
    const region = await stage({
      ships: { a: { sector: 1 }, b: { sector: 1, fighters: 5, credits: 90, cargo: { organics: 2 } }, c: { sector: 1 } },
    })
    await region.must(['a', 'initiate_combat'])
    await region.must(
      region.act('a', 'attack', { commit: 5, targetId: 'b' }),
      region.act('b', 'brace'),
      region.act('c', 'brace'),
    )
    expect(region.ship('b')).toMatchObject({ shipType: 'escape_pod', credits: 0, shields: 0, cargo: emptyHold })
    expect(region.fightIn(1).data.round).toBe(2)
    expect((await region.refusal(...region.interfere('b', 'flee', { toSector: 3 }))).code).toBe('escape_pod')
    expect((await region.refusal(...region.interfere('b', 'attack', { targetId: 'a', commit: 1 }))).code).toBe(
      'no_fighters',
    )
    await region.must(region.act('a', 'brace'), region.act('c', 'brace'))
    expect(region.all('encounter')).toEqual([])
    expect(region.ship('b').sector).toBe(1)
  })

  test('[B13] who comes to a hostile garrison without fighters loses nothing without a shot', async () => {
    const region = await stage({
      ships: { z: { sector: 1, fighters: 0, credits: 70, cargo: { organics: 9 } }, owner: { sector: 9, credits: 0 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'offensive' }],
    })
    await region.must(['z', 'move', { toSector: 3 }])
    await region.zone.advance(60_000)
    expect(region.ship('z')).toMatchObject({
      ...{ shipType: 'kestrel_courier', credits: 70, shields: 150, cargo: { ...emptyHold, organics: 9 } },
    })
    expect(region.ship('owner').credits).toBe(0)
    expect(region.salvage()).toEqual([])
    expect(region.all('encounter')).toEqual([])
  })

  test('[B15] a round is fought once, whatever is submitted around its end', async () => {
    fixDraws(inTurn(0.9))
    const region = await stage({
      ships: { runner: { sector: 1, credits: 100 }, raider: { sector: 3 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'toll', toll: 23 }],
    })
    await region.must(['runner', 'move', { toSector: 3 }])
    const strike = region.act('raider', 'attack', { commit: 3, targetId: 'garrison:3:owner', round: 1 })
    const refusals = await region.ask(strike, region.act('runner', 'pay', { round: 1 }), strike)
    expect(refusals).toEqual([undefined, undefined, 'stale_round'])
    expect(region.fightIn(3).data.log.map(({ round }) => round)).toEqual([1])
    expect(region.heard('raider').filter(({ event }) => event === 'combat.round_resolved')).toHaveLength(1)
    expect(region.fightIn(3).data).toMatchObject({ round: 2 })
    expect(region.pending(3)).toEqual({ 'garrison:3:owner': ['brace', 0, null] })
  })

  test('[B16] where somebody flees to is told to nobody else, in no window', async () => {
    const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 }, c: { sector: 1 } } })
    await region.must(['b', 'initiate_combat'])
    await region.must(
      region.act('a', 'flee', { toSector: 3 }),
      region.act('b', 'attack', { commit: 1, targetId: 'c' }),
      region.act('c', 'brace'),
    )
    const combatId = region.fightIn(1).id
    const destinations = (name: string) =>
      region
        .told(name)
        .filter(({ payload }) => payload.actions !== undefined)
        .map(({ payload }) => (payload.actions as { a?: { destinationSector: unknown } }).a?.destinationSector)
    expect(destinations('a')).toEqual([3])
    expect(destinations('b')).toEqual([null])
    const logOf = (name: string) =>
      JSON.stringify(region.zone.query(name, 'combat_status', { combatId, includeLog: true }))
    expect(logOf('a')).toContain('"destinationSector":3')
    expect(logOf('b')).not.toContain('"destinationSector":3')
    expect(JSON.stringify(region.zone.view('b'))).not.toContain('"toSector":3')
  })

  test('[B17] a kill ends the fight where only one side is left: captain and garrison together', async () => {
    const region = await stage({
      ships: { v: { sector: 1, fighters: 2, credits: 30 }, o: { sector: 3, fighters: 50, credits: 50 } },
      garrisons: [{ owner: 'o', sector: 3, fighters: 20, mode: 'defensive' }],
    })
    await region.must(['v', 'move', { toSector: 3 }])
    await region.must(['o', 'initiate_combat'])
    await region.must(region.act('o', 'attack', { commit: 5, targetId: 'v' }), region.act('v', 'brace'))
    expect(region.heard('o').at(-1)).toMatchObject({ event: 'combat.ended', round: 1, result: 'v_defeated' })
    expect(region.ship('v')).toMatchObject({ shipType: 'escape_pod', credits: 0 })
    expect(region.ship('o')).toMatchObject({ fighters: 50, credits: 80 })
    expect(region.garrison(3)?.fighters).toBe(20)
  })
})
