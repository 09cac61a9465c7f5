import { beforeEach, describe, expect, test } from 'vitest'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { type Asked, codes, stage } from '../stage/stage.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

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
