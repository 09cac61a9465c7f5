import { beforeEach, describe, expect, test } from 'vitest'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { type Asked, codes, stage } from '../stage/stage.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

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

describe('S. salvage', () => {
  test('[INV-S1] of two who claim a container at once one gets it', async () => {
    const region = await stage({
      ships: { a: { sector: 1 }, b: { sector: 1 } },
      salvage: [{ id: 'box', sector: 1, scrap: 10, credits: 5 }],
    })
    const claim = { salvageId: 'box' }
    const codes = await region.ask(['a', 'collect_salvage', claim], ['b', 'collect_salvage', claim])
    expect(codes).toEqual([undefined, 'salvage_gone'])
    expect([region.ship('a').cargo.equipment, region.ship('b').cargo.equipment]).toEqual([10, 0])
    expect(region.credits()).toBe(2_005)
  })

  test('[INV-S2] until its time comes it can be claimed; then no more', async () => {
    const settled = async (ticks: number) => {
      const region = await stage({
        ships: { a: { sector: 1 } },
        salvage: [{ id: 'box', sector: 1, scrap: 10, ttlMs: 3_000 }],
      })
      await region.zone.tick(ticks)
      const [code] = await region.ask(['a', 'collect_salvage', { salvageId: 'box' }])
      return { code, left: (region.zone.clock.now() - Date.UTC(2030, 0, 1) - 3_000) / 500 }
    }
    expect(await settled(3)).toEqual({ code: undefined, left: -1 })
    expect(await settled(4)).toEqual({ code: 'salvage_gone', left: 0 })
  })

  test('[INV-S3] no hold is more than full, and what does not fit stays where it was', async () => {
    const region = await stage({
      ships: { a: { sector: 1, cargo: { organics: 20 } }, b: { sector: 1, cargo: { organics: 25 } } },
      salvage: [{ id: 'box', sector: 1, cargo: { fuel_ore: 4, organics: 3 }, scrap: 6 }],
    })
    const units = () => {
      const holds = ['a', 'b'].map((name) => Object.values(region.ship(name).cargo))
      const boxes = region.salvage().map(({ cargo, scrap }) => [...Object.values(cargo), scrap])
      return [...holds, ...boxes].flat().reduce((sum, count) => sum + count, 0)
    }
    const before = units()
    await region.must(['a', 'collect_salvage', { salvageId: 'box' }])
    expect(region.ship('a').cargo).toEqual({ fuel_ore: 4, organics: 20, equipment: 6 })
    expect(region.salvage()).toMatchObject([{ cargo: { fuel_ore: 0, organics: 3 }, scrap: 0 }])
    expect((await region.refusal('a', 'collect_salvage', { salvageId: 'box' })).code).toBe('nothing_fits')
    expect(units()).toBe(before)
    await region.must(['b', 'collect_salvage', { salvageId: 'box' }])
    expect([region.ship('b').cargo.organics, region.salvage(), units()]).toEqual([28, [], before])
  })
})
