import { beforeEach, describe, expect, test, vi } from 'vitest'
import { fixDraws, inTurn } from './fixed-draws.ts'
import { type Asked, type Stage, stage } from './stage.ts'

vi.mock('../../../modules/space-combat/combat/draws.ts', () => import('./fixed-draws.ts'))

beforeEach(() => fixDraws(inTurn(0.1)))

const codes = async (region: Stage, ...asked: readonly Asked[]) =>
  (await region.ask(...asked)).map((code) => code ?? '')

describe('A. authority', () => {
  test('[INV-A1] one acts for oneself alone, and hears of oneself alone', async () => {
    const region = await stage({
      ships: { ann: { sector: 1 }, bob: { sector: 1 } },
      garrisons: [{ owner: 'bob', sector: 1, fighters: 5, mode: 'defensive' }],
    })
    const asBob = { playerId: 'bob' }
    const refused = await codes(
      region,
      ['ann', 'move', { toSector: 3, ...asBob }],
      ['ann', 'trade', { side: 'buy', commodity: 'equipment', quantity: 1, ...asBob }],
      ['ann', 'collect_fighters', { sector: 1, quantity: 1 }],
      ['ann', 'set_garrison_mode', { sector: 1, mode: 'offensive' }],
    )
    expect(refused).toEqual(['invalid', 'invalid', 'no_garrison', 'no_garrison'])
    expect(await codes(region, ['ann', 'grant_credits', { playerId: 'ann', amount: 5 }])).toEqual(['forbidden'])
    await region.must(['ann', 'trade', { side: 'buy', commodity: 'equipment', quantity: 1 }])
    expect(region.heard('bob').map(({ event }) => event)).toEqual(['port.update'])
    await region.must(['ann', 'initiate_combat'])
    await region.must(region.act('ann', 'brace'))
    expect(Object.keys(region.pending(1))).toEqual(['garrison:1:bob', 'ann'])
    for (const name of ['ann', 'bob'])
      for (const { event, payload } of region.zone.events(name) as { event: string; payload: object }[])
        if (event === 'status.update') expect(payload).toMatchObject({ characterId: name })
  })

  test('[INV-A1] who left acts no more', async () => {
    const region = await stage({ ships: { ann: {}, bob: {} } })
    region.zone.leave('ann')
    await region.zone.tick()
    region.zone.intent('ann', 'move', { toSector: 1 })
    await region.zone.tick()
    expect(region.zone.refusals('ann')).toMatchObject([{ code: 'not_a_member' }])
    expect(region.ship('ann').sector).toBe(0)
  })

  test('[INV-A2] what is no move, no flight and no act of an operator moves nobody', async () => {
    const region = await stage({
      ships: { ann: { sector: 1, fighters: 290 }, bob: { sector: 1, warpPower: 100 } },
      garrisons: [{ owner: 'ann', sector: 1, fighters: 5, mode: 'defensive' }],
      salvage: [{ id: 'box', sector: 1, scrap: 2 }],
    })
    await region.must(
      ['ann', 'trade', { side: 'buy', commodity: 'equipment', quantity: 1 }],
      ['ann', 'transfer_warp', { toPlayerId: 'bob', units: 5 }],
      ['ann', 'collect_salvage', { salvageId: 'box' }],
      ['ann', 'collect_fighters', { sector: 1, quantity: 1 }],
      ['ann', 'set_garrison_mode', { sector: 1, mode: 'toll', tollAmount: 3 }],
      ['ann', 'leave_fighters', { sector: 1, quantity: 1, mode: 'defensive' }],
      ['ann', 'send_message', { scope: 'broadcast', content: 'hello' }],
      ['ann', 'initiate_combat'],
    )
    await region.must(region.act('ann', 'attack', { commit: 1, targetId: 'bob' }), region.act('bob', 'brace'))
    expect([region.ship('ann').sector, region.ship('bob').sector]).toEqual([1, 1])
  })

  test('[INV-A2] out of a fight there is only flight', async () => {
    const region = await stage({ ships: { ann: { sector: 1 }, bob: { sector: 1 } } })
    await region.must(['bob', 'initiate_combat'])
    expect(await codes(region, ['ann', 'move', { toSector: 3 }])).toEqual(['in_combat'])
    expect(await region.operate('bob', 'place', { playerId: 'ann', sector: 9 })).toBe('in_combat')
    await region.must(region.act('ann', 'flee', { toSector: 3 }))
    expect(region.ship('ann').sector).toBe(1)
    await region.must(region.act('bob', 'brace'))
    expect(region.ship('ann').sector).toBe(3)
    expect(await region.operate('bob', 'place', { playerId: 'ann', sector: 9 })).toBeUndefined()
    expect(region.ship('ann').sector).toBe(9)
  })

  test('[INV-A3] who deploys, collects or claims has to be there', async () => {
    const region = await stage({
      ships: { ann: { sector: 9, fighters: 100 } },
      garrisons: [{ owner: 'ann', sector: 1, fighters: 5, mode: 'defensive' }],
      salvage: [{ id: 'box', sector: 1, scrap: 2 }],
    })
    const orders: Asked[] = [
      ['ann', 'leave_fighters', { sector: 1, quantity: 1, mode: 'defensive' }],
      ['ann', 'collect_fighters', { sector: 1, quantity: 1 }],
      ['ann', 'collect_salvage', { salvageId: 'box' }],
    ]
    expect(await codes(region, ...orders)).toEqual(['not_in_sector', 'not_in_sector', 'not_in_sector'])
    expect(region.fighters()).toBe(105)
    await region.operate('ann', 'place', { playerId: 'ann', sector: 1 })
    await region.must(...orders)
    expect([region.ship('ann').fighters, region.garrison(1)?.fighters]).toEqual([100, 5])
  })

  test('[INV-A4] in a fight one fights: all else is refused, and says which fight and until when', async () => {
    const region = await stage({
      ships: { ann: { warpPower: 100 }, bob: {}, cem: { sector: 1 } },
      garrisons: [{ owner: 'ann', sector: 9, fighters: 5, mode: 'toll', toll: 1 }],
      salvage: [{ id: 'box', sector: 0, scrap: 2 }],
    })
    await region.must(['bob', 'initiate_combat'])
    const { id: combatId, data } = region.fightIn(0)
    const before = [region.ship('ann'), region.salvage(), region.garrison(9)]
    const details = { combatId, deadline: new Date(data.deadline).toISOString() }
    for (const [type, payload] of [
      ['move', { toSector: 1 }],
      ['trade', { side: 'buy', commodity: 'equipment', quantity: 1 }],
      ['recharge', { units: 1 }],
      ['transfer_warp', { toPlayerId: 'bob', units: 1 }],
      ['leave_fighters', { sector: 0, quantity: 1, mode: 'defensive' }],
      ['collect_fighters', { sector: 9, quantity: 1 }],
      ['set_garrison_mode', { sector: 9, mode: 'defensive' }],
      ['collect_salvage', { salvageId: 'box' }],
    ] as const)
      expect([type, await region.refusal('ann', type, payload)]).toEqual([type, { code: 'in_combat', details }])
    for (const [type, payload] of [
      ['place', { playerId: 'ann', sector: 1 }],
      ['set_ship', { playerId: 'ann', shipType: 'pike_frigate' }],
    ] as const)
      expect(await region.operate('bob', type, payload)).toBe('in_combat')
    expect([region.ship('ann'), region.salvage(), region.garrison(9)]).toEqual(before)
    // Who stands outside is not told which fight somebody else is in.
    await region.operate('cem', 'place', { playerId: 'cem', sector: 5 })
    expect(await region.refusal('cem', 'move', { toSector: 6 })).toEqual({ code: undefined, details: undefined })
  })
})

describe('C. credits', () => {
  test('[INV-C1] the sum of credits stays the same over payment, death, collection, orders, a crash and salvage', async () => {
    const region = await stage({
      ships: {
        runner: { sector: 1, credits: 100, fighters: 3 },
        raider: { sector: 1, credits: 40 },
        owner: { sector: 9, credits: 500 },
        third: { sector: 9, credits: 7 },
      },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'toll', toll: 23, bank: 50 }],
      config: { combat: { roundTimeoutMs: 2_000 } },
    })
    const sum = region.credits()
    const holds = () => expect(region.credits()).toBe(sum)
    await region.must(['runner', 'move', { toSector: 3 }])
    await region.must(region.act('runner', 'pay'))
    holds()
    await region.must(['owner', 'set_garrison_mode', { sector: 3, mode: 'defensive' }])
    expect(region.ship('owner').credits).toBe(573)
    await region.must(['owner', 'set_garrison_mode', { sector: 3, mode: 'toll', tollAmount: 9 }])
    holds()
    await region.must(['raider', 'move', { toSector: 3 }])
    await region.must(region.act('raider', 'pay'), region.act('runner', 'brace'))
    holds()
    await region.must(['raider', 'initiate_combat'])
    await region.must(region.act('raider', 'attack', { commit: 9, targetId: 'runner' }), region.act('runner', 'brace'))
    // The runner is dead, and the fight goes on: the credits are in the container.
    expect([region.ship('runner').credits, region.salvage()[0]?.credits]).toEqual([0, 77])
    holds()
    await region.zone.crash()
    await region.must(region.act('raider', 'attack', { commit: 30, targetId: 'garrison:3:owner' }))
    expect(region.all('encounter')).toEqual([])
    expect(region.ship('raider').credits).toBe(40 - 9 + 77 + 9)
    holds()
    const [salvageId] = region.all('salvage').map(({ id }) => id)
    await region.must(['raider', 'collect_salvage', { salvageId }])
    await region.zone.advance(20 * 60_000)
    holds()
  })

  test('[INV-C1] the credits of a fight that nobody won wait in the container, then go back to who lost them', async () => {
    const region = await stage({
      ships: { a: { sector: 1 }, b: { sector: 1 }, x: { sector: 1, fighters: 2, credits: 434 }, late: { sector: 0 } },
      config: { salvageTtlMs: 5_000 },
    })
    const sum = region.credits()
    await region.must(['a', 'initiate_combat'])
    await region.must(
      region.act('a', 'attack', { commit: 2, targetId: 'x' }),
      region.act('b', 'brace'),
      region.act('x', 'brace'),
    )
    await region.must(region.act('a', 'flee', { toSector: 3 }), region.act('b', 'flee', { toSector: 4 }))
    expect(region.heard('x').at(-1)).toMatchObject({ event: 'combat.ended', result: 'a_fled', salvage: 1 })
    expect(region.salvage()).toMatchObject([{ credits: 434, victorId: null }])
    await region.zone.tick(9)
    expect([region.ship('x').credits, region.credits()]).toEqual([0, sum])
    region.forget()
    await region.zone.tick()
    expect(region.salvage()).toEqual([])
    expect([region.ship('x').credits, region.credits()]).toEqual([434, sum])
    expect(region.heard('x')).toMatchObject([{ event: 'status.update', credits: 434, shipType: 'escape_pod' }])
  })

  test('[INV-C2] nobody owes: what costs more than there is fails, and changes nothing', async () => {
    const region = await stage({
      ships: { poor: { credits: 10, warpPower: 100 }, payer: { sector: 1, credits: 22 } },
      garrisons: [{ owner: 'poor', sector: 3, fighters: 20, mode: 'toll', toll: 23 }],
    })
    expect(await codes(region, ['poor', 'recharge', { units: 6 }])).toEqual(['insufficient_credits'])
    expect(region.ship('poor')).toMatchObject({ credits: 10, warpPower: 100 })
    expect(await region.operate('poor', 'grant_credits', { playerId: 'poor', amount: -11 })).toBe(
      'insufficient_credits',
    )
    await region.must(['payer', 'move', { toSector: 3 }])
    await region.must(region.act('payer', 'pay'))
    expect(region.heard('payer')[0]).toMatchObject({ actions: { payer: ['brace', 0, null, null, false] } })
    expect([region.ship('payer').credits, region.garrison(3)?.tollBalance]).toEqual([22, 0])
  })

  test('[INV-C3] a toll is charged once in a fight, whoever pays again, and stays paid', async () => {
    const region = await stage({
      ships: { a: { sector: 1 }, b: { sector: 3 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'toll', toll: 23 }],
    })
    await region.must(['a', 'move', { toSector: 3 }])
    await region.must(region.act('a', 'pay'), region.act('a', 'attack', { commit: 1, targetId: 'b' }))
    await region.must(region.act('a', 'pay'), region.act('b', 'attack', { commit: 1, targetId: 'a' }))
    await region.must(region.act('b', 'pay'), region.act('a', 'attack', { commit: 1, targetId: 'b' }))
    expect([region.ship('a').credits, region.ship('b').credits]).toEqual([977, 1_000])
    expect(region.garrison(3)?.tollBalance).toBe(23)
  })

  test('[INV-C4] of many purchases at once as many succeed as the credits are enough for', async () => {
    const region = await stage({ ships: { t: { sector: 1, credits: 1_000 } } })
    const buy = ['t', 'trade', { side: 'buy', commodity: 'equipment', quantity: 5 }] as const
    const results = await codes(region, buy, buy, buy, buy, buy, buy, buy)
    const refused = 'insufficient_credits'
    expect(results).toEqual(['', '', '', '', '', refused, refused])
    expect(region.ship('t')).toMatchObject({ credits: 1_000 - 5 * 190, cargo: { equipment: 25 } })
  })

  test('[INV-C5] a bank is paid once: on collection, on other orders, or to the winner', async () => {
    const banked = (fighters: number, ships: object) =>
      stage({
        ships: { o: { sector: 3, fighters: 100, credits: 0 }, ...ships },
        garrisons: [{ owner: 'o', sector: 3, fighters, mode: 'toll', toll: 23, bank: 46 }],
      })
    const twice: Asked[] = [
      ['o', 'collect_fighters', { sector: 3, quantity: 1 }],
      ['o', 'collect_fighters', { sector: 3, quantity: 1 }],
      ['o', 'set_garrison_mode', { sector: 3, mode: 'defensive' }],
      ['o', 'set_garrison_mode', { sector: 3, mode: 'offensive' }],
      ['o', 'collect_fighters', { sector: 3, quantity: 8 }],
    ]
    const peaceful = await banked(10, {})
    await peaceful.must(...twice)
    expect([peaceful.ship('o').credits, peaceful.garrison(3)]).toEqual([46, undefined])

    const beaten = await banked(2, { raider: { sector: 1, credits: 0 } })
    await beaten.operate('o', 'place', { playerId: 'o', sector: 9 })
    await beaten.must(['raider', 'move', { toSector: 3 }])
    await beaten.must(beaten.act('raider', 'attack', { commit: 5, targetId: 'garrison:3:o' }))
    await beaten.zone.tick(4)
    expect([beaten.ship('raider').credits, beaten.ship('o').credits]).toEqual([46, 0])
    expect(beaten.salvage()).toMatchObject([{ credits: 0 }])
  })

  test('[INV-C6] what is no sensible quantity is refused, and changes nothing', async () => {
    const region = await stage({
      ships: { ann: { sector: 0, warpPower: 100 }, bob: { sector: 0, warpPower: 100 } },
      garrisons: [{ owner: 'ann', sector: 0, fighters: 5, mode: 'toll', toll: 3 }],
    })
    const before = region.zone.entities.all()
    const bad = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, '3', null]
    for (const amount of bad) {
      const orders: Asked[] = [
        ['ann', 'recharge', { units: amount }],
        ['ann', 'transfer_warp', { toPlayerId: 'bob', units: amount }],
        ['ann', 'trade', { side: 'buy', commodity: 'equipment', quantity: amount }],
        ['ann', 'leave_fighters', { sector: 0, quantity: amount, mode: 'toll' }],
        ['ann', 'collect_fighters', { sector: 0, quantity: amount }],
      ]
      if (amount !== 0) orders.push(['ann', 'set_garrison_mode', { sector: 0, mode: 'toll', tollAmount: amount }])
      expect([amount, ...(await codes(region, ...orders))]).toEqual([amount, ...orders.map(() => 'invalid')])
    }
    expect(region.zone.entities.all()).toEqual(before)

    await region.must(['bob', 'initiate_combat'])
    for (const [commit, code] of [
      [0, 'no_commit'],
      [-2, 'no_commit'],
      [1.5, 'invalid'],
      [2 ** 60, 'invalid'],
    ] as const)
      expect(await codes(region, region.act('bob', 'attack', { targetId: 'ann', commit }))).toEqual([code])
    await expect(stage({ ships: {}, config: { salvageTtlMs: 0 } })).rejects.toThrow('/salvageTtlMs')
  })

  test('[INV-C7] of two who want the last unit one gets it, and no port is more than full', async () => {
    const region = await stage({
      ships: { a: { sector: 1 }, b: { sector: 1, cargo: { fuel_ore: 5 } } },
      stocks: { 1: { fuel_ore: 998, organics: 1_000, equipment: 1 } },
    })
    const buy = { side: 'buy', commodity: 'equipment', quantity: 1 }
    expect(await codes(region, ['a', 'trade', buy], ['b', 'trade', buy])).toEqual(['', 'insufficient_stock'])
    const sell = { side: 'sell', commodity: 'fuel_ore', quantity: 2 }
    expect(await codes(region, ['b', 'trade', sell], ['b', 'trade', sell])).toEqual(['', 'port_full'])
    const port = () => region.all('sector').find(({ data }) => data.sector === 1)?.data.port?.stock
    expect(port()).toEqual({ fuel_ore: 1_000, organics: 1_000, equipment: 0 })
    for (const fraction of [1, 1, 0.5]) await region.operate('a', 'regenerate_ports', { fraction })
    expect(port()).toEqual({ fuel_ore: 0, organics: 0, equipment: 1_000 })
  })
})
