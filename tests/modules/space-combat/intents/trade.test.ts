import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startEncounter } from '../../../../modules/space-combat/combat/start-encounter.ts'
import { type Commodity, cargoUsed, commodities } from '../../../../modules/space-combat/commodities.ts'
import { recharge } from '../../../../modules/space-combat/intents/recharge.ts'
import { regeneratePorts } from '../../../../modules/space-combat/intents/regenerate-ports.ts'
import { resetPorts } from '../../../../modules/space-combat/intents/reset-ports.ts'
import { trade } from '../../../../modules/space-combat/intents/trade.ts'
import { transferWarp } from '../../../../modules/space-combat/intents/transfer-warp.ts'
import { checkTrade } from '../../../../modules/space-combat/queries/check-trade.ts'
import type { Region } from '../../../../modules/space-combat/region.ts'
import { ask, eventsOf, heardBy, openFixture, sectorNow, shipNow, startMs } from '../open-fixture.ts'

const timestamp = new Date(startMs).toISOString()

function stockIn(region: Region, sector: number) {
  return sectorNow(region, sector).data.port?.stock
}

/** All that a trade could change. */
function books(region: Region, name: string, sector: number) {
  const { credits, cargo, warpPower } = shipNow(region, name)
  return { credits, cargo, warpPower, stock: stockIn(region, sector) }
}

describe('trade', () => {
  const merchant = () =>
    openFixture({ t: { sector: 1, cargo: { fuel_ore: 10, organics: 0, equipment: 0 } }, w: { sector: 1 }, far: {} })

  test('[S18] buys and sells at the price of the stock before, for all units', () => {
    const { region } = merchant()
    expect(ask(region, 't', trade, { side: 'buy', commodity: 'equipment', quantity: 5 })).toBeUndefined()
    expect(books(region, 't', 1)).toMatchObject({
      credits: 810,
      stock: { fuel_ore: 300, organics: 300, equipment: 695 },
    })
    expect(ask(region, 't', trade, { side: 'sell', commodity: 'fuel_ore', quantity: 10 })).toBeUndefined()
    expect(books(region, 't', 1)).toMatchObject({
      credits: 1_120,
      cargo: { fuel_ore: 0, organics: 0, equipment: 5 },
      stock: { fuel_ore: 310, organics: 300, equipment: 695 },
    })
    expect(ask(region, 't', trade, { side: 'buy', commodity: 'equipment', quantity: 25 })).toBeUndefined()
    expect(books(region, 't', 1)).toMatchObject({ credits: 170, stock: { equipment: 670 } })
    expect(cargoUsed(shipNow(region, 't').cargo)).toBe(30)
  })

  test('[1.6] the trader is told of the trade, all in the sector of the port, nobody elsewhere', () => {
    const { region } = merchant()
    ask(region, 't', trade, { side: 'buy', commodity: 'equipment', quantity: 5 })
    const stock = { fuel_ore: 300, organics: 300, equipment: 695 }
    const prices = { fuel_ore: 31, organics: 12, equipment: 38 }
    const update = { event: 'port.update', payload: { code: 'BBS', prices, stock } }
    expect(heardBy(region, 't').map(({ event }) => event)).toEqual(['trade.executed', 'port.update', 'status.update'])
    expect(heardBy(region, 't')[0]?.payload).toEqual({
      characterId: 't',
      sector: 1,
      tradeType: 'buy',
      commodity: 'equipment',
      units: 5,
      pricePerUnit: 38,
      totalPrice: 190,
      newCredits: 810,
      newCargo: { fuel_ore: 10, organics: 0, equipment: 5 },
      newPrices: prices,
      timestamp,
    })
    expect(heardBy(region, 'w')).toEqual([update])
    expect(heardBy(region, 'far')).toEqual([])
  })

  test.each([
    ['not_traded', 'buy', 'fuel_ore', 1, {}, undefined],
    ['not_traded', 'sell', 'equipment', 1, {}, undefined],
    ['insufficient_stock', 'buy', 'equipment', 701, { shipType: 'sovereign_starcruiser', credits: 99_999 }, [701, 700]],
    ['insufficient_holds', 'buy', 'equipment', 21, {}, [21, 20]],
    ['insufficient_holds', 'buy', 'equipment', 1, { shipType: 'escape_pod' }, [1, 0]],
    ['insufficient_credits', 'buy', 'equipment', 5, { credits: 189 }, [190, 189]],
    ['insufficient_cargo', 'sell', 'fuel_ore', 11, {}, [11, 10]],
    ['insufficient_cargo', 'sell', 'organics', 1, {}, [1, 0]],
  ] as const)('[1.6] %s: %s %s %i changes nothing', (code, side, commodity, quantity, wish, numbers) => {
    const cargo = { fuel_ore: 10, organics: 0, equipment: 0 }
    const { region } = openFixture({ t: { sector: 1, cargo, ...wish } })
    const before = books(region, 't', 1)
    const refusal = ask(region, 't', trade, { side, commodity, quantity })
    expect(refusal).toMatchObject({ code })
    const [required, available] = numbers ?? []
    expect(refusal?.details).toEqual(numbers === undefined ? undefined : { required, available })
    expect(books(region, 't', 1)).toEqual(before)
    expect(eventsOf(region)).toEqual([])
  })

  test('[1.6] just enough credits, holds and stock is enough', () => {
    const { region } = openFixture({ t: { sector: 1, credits: 190 } })
    expect(ask(region, 't', trade, { side: 'buy', commodity: 'equipment', quantity: 5 })).toBeUndefined()
    expect(shipNow(region, 't').credits).toBe(0)
  })

  test('[INV-C7] a port takes no more than it has room for, and exactly that', () => {
    const cargo = { fuel_ore: 300, organics: 0, equipment: 0 }
    const captain = { sector: 1, cargo, shipType: 'atlas_hauler' } as const
    const { region } = openFixture({ t: captain, u: captain, v: captain })
    const sell = (name: string, quantity: number) =>
      ask(region, name, trade, { side: 'sell', commodity: 'fuel_ore', quantity })
    expect([sell('t', 300), sell('u', 300)]).toEqual([undefined, undefined])
    expect(sell('v', 101)).toMatchObject({ code: 'port_full', details: { required: 101, available: 100 } })
    expect(sell('v', 100)).toBeUndefined()
    expect(stockIn(region, 1)?.fuel_ore).toBe(1_000)
    expect(sell('v', 1)).toMatchObject({ code: 'port_full' })
  })

  test('[INV-C7] two buyers in one tick do not get the same last unit', () => {
    const rich = { sector: 1, credits: 1_000_000, shipType: 'atlas_hauler' } as const
    const { region } = openFixture({ a: rich, b: rich, c: rich })
    const buy = (name: string, quantity: number) =>
      ask(region, name, trade, { side: 'buy', commodity: 'equipment', quantity })
    expect([buy('a', 300), buy('b', 300), buy('c', 100)]).toEqual([undefined, undefined, undefined])
    expect(buy('c', 1)).toMatchObject({ code: 'insufficient_stock', details: { required: 1, available: 0 } })
  })

  test('[1.6] there is no trade without a port, or without a ship', () => {
    const { region } = openFixture({ t: { sector: 0 } })
    const wish = { side: 'buy', commodity: 'equipment', quantity: 1 } as const
    expect(ask(region, 't', trade, wish)).toMatchObject({ code: 'no_port' })
    expect(ask(region, 'nobody', trade, wish)).toMatchObject({ code: 'no_ship' })
  })

  test('[INV-C1] goods are only moved, credits change by the price, stock stays between 0 and its maximum', () => {
    const wishes = fc.array(
      fc.record({
        side: fc.constantFrom('buy' as const, 'sell' as const),
        commodity: fc.constantFrom(...commodities),
        quantity: fc.integer({ min: 1, max: 400 }),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(fc.constantFrom(1, 3, 5, 9), wishes, (sector, list) => {
        const cargo = { fuel_ore: 100, organics: 100, equipment: 100 }
        const { region, base } = openFixture({ t: { sector, cargo, shipType: 'atlas_hauler', credits: 5_000 } })
        const total = (name: Commodity) => (stockIn(region, sector)?.[name] ?? 0) + shipNow(region, 't').cargo[name]
        const totals = commodities.map(total)
        for (const wish of list) {
          const creditsBefore = shipNow(region, 't').credits
          const preview = checkTrade.answer({ base, playerId: 't', input: wish }) as {
            canTrade: boolean
            totalPrice: number
          }
          const refusal = ask(region, 't', trade, wish)
          expect(preview.canTrade).toBe(refusal === undefined)
          const paid = refusal === undefined ? preview.totalPrice * (wish.side === 'buy' ? 1 : -1) : 0
          expect(shipNow(region, 't').credits).toBe(creditsBefore - paid)
          expect(shipNow(region, 't').credits).toBeGreaterThanOrEqual(0)
          expect(commodities.map(total)).toEqual(totals)
          expect(cargoUsed(shipNow(region, 't').cargo)).toBeLessThanOrEqual(300)
          for (const stock of Object.values(stockIn(region, sector) ?? {})) {
            expect(stock).toBeGreaterThanOrEqual(0)
            expect(stock).toBeLessThanOrEqual(1_000)
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('check_trade', () => {
  test('[S18] says what a trade would cost, and changes nothing', () => {
    const { region, base } = openFixture({ t: { sector: 1, cargo: { fuel_ore: 10, organics: 0, equipment: 0 } } })
    const before = region.entities.deltas()
    const ask = (quantity: number) =>
      checkTrade.answer({ base, playerId: 't', input: { side: 'buy', commodity: 'equipment', quantity } })
    const current = {
      currentCredits: 1_000,
      currentCargo: { fuel_ore: 10, organics: 0, equipment: 0 },
      cargoCapacity: 30,
      cargoUsed: 10,
    }
    expect(ask(5)).toEqual({ canTrade: true, pricePerUnit: 38, totalPrice: 190, ...current })
    expect(ask(21)).toMatchObject({
      canTrade: false,
      error: { code: 'insufficient_holds' },
      totalPrice: 798,
      ...current,
    })
    expect(region.entities.deltas()).toEqual(before)
    expect(eventsOf(region)).toEqual([])
  })
})

describe('recharge', () => {
  test('[S18] two credits a unit in sector 0, no more than fits', () => {
    const { region } = openFixture({ u: { credits: 100, warpPower: 200 } })
    expect(ask(region, 'u', recharge, { units: 30 })).toBeUndefined()
    expect(shipNow(region, 'u')).toMatchObject({ credits: 40, warpPower: 230 })
    expect(heardBy(region, 'u').map(({ event }) => event)).toEqual(['warp.purchase', 'status.update'])
    expect(heardBy(region, 'u')[0]?.payload).toEqual({
      characterId: 'u',
      sector: 0,
      units: 30,
      pricePerUnit: 2,
      totalCost: 60,
      timestamp,
    })
  })

  test('[1.5] nothing is bought where the units that fit cost too much; the last fitting unit is', () => {
    const { region } = openFixture({ u: { credits: 139, warpPower: 230 }, v: { credits: 140, warpPower: 230 } })
    expect(ask(region, 'u', recharge, { units: 500 })).toMatchObject({
      code: 'insufficient_credits',
      details: { required: 140, available: 139 },
    })
    expect(shipNow(region, 'u')).toMatchObject({ credits: 139, warpPower: 230 })
    expect(ask(region, 'v', recharge, { units: 500 })).toBeUndefined()
    expect(shipNow(region, 'v')).toMatchObject({ credits: 0, warpPower: 300 })
    expect(ask(region, 'v', recharge, { units: 1 })).toMatchObject({ code: 'tank_full' })
  })

  test('[1.5] there is one depot', () => {
    const { region } = openFixture({ u: { sector: 1, warpPower: 0 } })
    expect(ask(region, 'u', recharge, { units: 1 })).toMatchObject({ code: 'no_depot' })
    expect(ask(region, 'nobody', recharge, { units: 1 })).toMatchObject({ code: 'no_ship' })
  })
})

describe('transfer_warp', () => {
  test('[S18] moves what fits, and tells both', () => {
    const { region } = openFixture({ u: { warpPower: 230 }, v: { warpPower: 290 }, w: {} })
    expect(ask(region, 'u', transferWarp, { toPlayerId: 'v', units: 20 })).toBeUndefined()
    expect([shipNow(region, 'u').warpPower, shipNow(region, 'v').warpPower]).toEqual([220, 300])
    const payload = { fromCharacterId: 'u', toCharacterId: 'v', sector: 0, units: 10, timestamp }
    for (const name of ['u', 'v']) {
      expect(heardBy(region, name)[0]).toEqual({ event: 'warp.transfer', payload })
      expect(heardBy(region, name).map(({ event }) => event)).toEqual(['warp.transfer', 'status.update'])
    }
    expect(heardBy(region, 'w')).toEqual([])
  })

  test('[1.5] refusals move nothing', () => {
    const { region } = openFixture({
      u: { warpPower: 220 },
      v: { warpPower: 200 },
      full: {},
      far: { sector: 1, warpPower: 0 },
    })
    const give = (toPlayerId: string, units: number) => ask(region, 'u', transferWarp, { toPlayerId, units })
    expect(give('v', 221)).toMatchObject({ code: 'not_enough_warp', details: { required: 221, available: 220 } })
    expect(give('full', 1)).toMatchObject({ code: 'tank_full' })
    expect(give('u', 1)).toMatchObject({ code: 'same_captain' })
    expect(give('nobody', 1)).toMatchObject({ code: 'no_such_captain' })
    expect(give('far', 1)).toMatchObject({ code: 'not_in_sector' })
    expect(ask(region, 'nobody', transferWarp, { toPlayerId: 'v', units: 1 })).toMatchObject({ code: 'no_ship' })
    expect([shipNow(region, 'u').warpPower, shipNow(region, 'v').warpPower]).toEqual([220, 200])
    expect(give('v', 100)).toBeUndefined()
    expect([shipNow(region, 'u').warpPower, shipNow(region, 'v').warpPower]).toEqual([120, 300])
  })
})

describe('in a fight', () => {
  test('[INV-A4] nobody trades, recharges or hands over warp power; a preview says so', () => {
    const { region, base } = openFixture({ a: { sector: 1, warpPower: 100 }, b: { sector: 1, warpPower: 100 } })
    startEncounter(region, { sector: 1, initiatorId: 'a', reason: 'manual' })
    const code = 'in_combat'
    const wish = { side: 'buy', commodity: 'equipment', quantity: 1 } as const
    const before = [books(region, 'a', 1), books(region, 'b', 1)]
    const refusal = ask(region, 'a', trade, wish)
    expect(refusal).toMatchObject({ code, details: { combatId: expect.any(String), deadline: expect.any(String) } })
    expect(ask(region, 'a', recharge, { units: 1 })).toMatchObject({ code })
    expect(ask(region, 'a', transferWarp, { toPlayerId: 'b', units: 1 })).toMatchObject({ code })
    expect(checkTrade.answer({ base, playerId: 'a', input: wish })).toMatchObject({ canTrade: false, error: { code } })
    expect([books(region, 'a', 1), books(region, 'b', 1)]).toEqual(before)
  })
})

describe('restocking', () => {
  test('[1.6] regeneration fills what a port sells and uses up what it buys, within bounds', () => {
    const { region } = openFixture({ t: { sector: 1 }, far: {} })
    expect(ask(region, 'root', regeneratePorts, {})).toBeUndefined()
    expect(stockIn(region, 1)).toEqual({ fuel_ore: 50, organics: 50, equipment: 950 })
    expect(ask(region, 'root', regeneratePorts, { fraction: 0.0999 })).toBeUndefined()
    expect(stockIn(region, 1)).toEqual({ fuel_ore: 0, organics: 0, equipment: 1_000 })
    const payload = { portsRegenerated: 4, fraction: 0.25, timestamp }
    for (const name of ['t', 'far']) expect(heardBy(region, name)[0]).toEqual({ event: 'port.regenerated', payload })
  })

  test('[1.6] a reset brings back the first stock', () => {
    const { region } = openFixture({ t: { sector: 1 } })
    ask(region, 'root', regeneratePorts, { fraction: 1 })
    ask(region, 'root', resetPorts, {})
    expect(stockIn(region, 1)).toEqual({ fuel_ore: 300, organics: 300, equipment: 700 })
    expect(stockIn(region, 9)).toEqual({ fuel_ore: 300, organics: 300, equipment: 300 })
    expect(heardBy(region, 't').at(-1)).toEqual({ event: 'port.reset', payload: { portsReset: 4, timestamp } })
  })
})
