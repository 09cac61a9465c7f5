import { describe, expect, test } from 'vitest'
import { balance } from '../../../../../modules/space-combat/balance.ts'
import { commodities } from '../../../../../modules/space-combat/commodities.ts'
import { readSituation } from '../../../../../modules/space-combat/screen/region/situation.ts'
import {
  chartLocalMap,
  chartMyMap,
  chartPlace,
  chartPort,
} from '../../../../../modules/space-combat/screen/region/star-chart.ts'
import { bestOffer, offersOf } from '../../../../../modules/space-combat/screen/sector/trade-limits.ts'
import { usualDepot } from '../../../../../modules/space-combat/screen/sector/usual-depot.ts'
import { commodityList } from '../../../../../modules/space-combat/screen/words/names.ts'
import { sectorLabel, sectorWords } from '../../../../../modules/space-combat/screen/words/sector-words.ts'
import { ask, operate, withCaptains } from '../../captains.ts'
import { asked, heard, logOf, playing, viewOf } from '../region-view.ts'

describe('what the page makes of a view', () => {
  test('without a ship the captain is arriving; with one, ship, sector and others are there', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    const nothing = { ...viewOf(zone, 'ann'), entities: new Map() }
    expect(readSituation(nothing, 'ann')).toEqual({ phase: 'arriving' })

    await ask(zone, 'ann', 'move', { toSector: 1 })
    const { own, place, others } = playing(zone, 'ann')
    expect(own).toMatchObject({ name: 'ann', typeName: 'kestrel_courier', sector: 1, fighters: 300, credits: 1000 })
    expect(own).toMatchObject({ most: { fighters: 300, cargoHolds: 30, warpPower: 300 }, warpPower: 297, cargoUsed: 0 })
    expect(place).toMatchObject({ sector: 1, warps: [0, 3, 4], port: { class: 1 } })
    expect(others).toEqual([])
    expect(playing(zone, 'bob').others).toEqual([])
  })

  test('a part is the same object as long as its entity is, and another one when it changed', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    const before = playing(zone, 'ann')
    expect(playing(zone, 'ann').own).toBe(before.own)
    await ask(zone, 'ann', 'leave_fighters', { sector: 0, quantity: 20, mode: 'defensive' })
    const after = playing(zone, 'ann')
    expect(after.own).not.toBe(before.own)
    expect(after.place).toBe(before.place)
    expect(after.others[0]).toBe(before.others[0])
  })

  test('own garrisons are known anywhere with their bank; the one that holds the sector is shown whosever it is', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'ann', 'leave_fighters', { sector: 0, quantity: 20, mode: 'toll', tollAmount: 9 })
    await ask(zone, 'ann', 'move', { toSector: 1 })
    const ann = playing(zone, 'ann')
    expect(ann.garrison).toBeUndefined()
    expect(ann.ownGarrisons).toMatchObject([{ sector: 0, isOwn: true, tollBalance: 0, tollAmount: 9 }])
    const bob = playing(zone, 'bob')
    expect(bob.ownGarrisons).toEqual([])
    expect(bob.garrison).toMatchObject({ isOwn: false, ownerName: 'ann', fighters: 20, tollBalance: null })
  })

  test('the names and numbers that the page has beside the module are those of the module', () => {
    expect(commodityList).toEqual(commodities)
    expect(usualDepot).toEqual({ sector: balance.warp.depotSector, pricePerUnit: balance.warp.pricePerUnit })
  })
})

describe('trade', () => {
  test('a port offers what its code says, as much as purse, holds and stock allow', async () => {
    const zone = await withCaptains(['ann'])
    await ask(zone, 'ann', 'move', { toSector: 1 })
    const { own, place } = playing(zone, 'ann')
    const chart = chartMyMap(new Map(), asked(zone, 'ann', 'my_map'))
    const port = chart.get(1)?.port
    if (!port || place.port === null) throw new Error('no port')
    const offers = offersOf(port, place.port.stock, own)
    expect(offers).toEqual([
      { commodity: 'fuel_ore', side: 'sell', price: 31, stock: 300, most: 0 },
      { commodity: 'organics', side: 'sell', price: 12, stock: 300, most: 0 },
      { commodity: 'equipment', side: 'buy', price: 38, stock: 700, most: 26 },
    ])
    expect(bestOffer(offers)?.commodity).toBe('equipment')
    for (const [quantity, refusal] of [
      [26, undefined],
      [1, 'insufficient_credits'],
    ] as const)
      expect(await ask(zone, 'ann', 'trade', { side: 'buy', commodity: 'equipment', quantity })).toBe(refusal)
  })

  test('what was traded, bought and taken is told in words', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'ann', 'transfer_warp', { toPlayerId: 'bob', units: 1 })
    await ask(zone, 'ann', 'move', { toSector: 1 })
    await ask(zone, 'bob', 'move', { toSector: 1 })
    await ask(zone, 'ann', 'trade', { side: 'buy', commodity: 'equipment', quantity: 2 })
    await ask(zone, 'ann', 'move', { toSector: 0 })
    await ask(zone, 'ann', 'recharge', { units: 1 })
    await operate(zone, 'bob', 'place', { playerId: 'ann', sector: 9 })
    expect(logOf(zone, 'ann')).toEqual([
      'bob is here now, in a Kestrel Courier.',
      'You flew from sector 0 to sector 1.',
      'bob arrived, in a Kestrel Courier.',
      'You bought 2 equipment at 38, for 76 credits.',
      'You flew from sector 1 to sector 0.',
      'You bought 1 unit of warp power for 2 credits.',
      'You were brought to sector 9.',
    ])
    expect(logOf(zone, 'bob')).toContain('ann departed.')
  })
})

describe('the chart', () => {
  test('joins what was visited with what is seen from there, and keeps what it knows better', async () => {
    const zone = await withCaptains(['ann'])
    await ask(zone, 'ann', 'move', { toSector: 1 })
    const visited = chartMyMap(new Map(), asked(zone, 'ann', 'my_map'))
    expect([...visited.keys()]).toEqual([0, 1])
    const chart = chartLocalMap(visited, asked(zone, 'ann', 'local_map', { hops: 10 }))
    expect([...chart.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5])
    expect(chart.get(1)?.port).toEqual(visited.get(1)?.port)
    expect(chart.get(4)).toEqual({ sector: 4, x: 24, y: 8, isVisited: false, warps: [], port: null })

    const now = playing(zone, 'ann')
    expect(chartPlace(chart, now.place)).toBe(chart)
    const arrived = chartPlace(new Map(), now.place)
    expect(arrived.get(1)).toMatchObject({ isVisited: true, warps: [0, 3, 4], port: null })
    const at = (sector: number) => chart.get(sector) ?? { sector, x: 0, y: 0, isVisited: false, warps: [], port: null }
    expect(sectorWords(at(1), now).join(' ')).toBe(
      'You are here. Warps lead to 0, 3 and 4. Port BBS: buys fuel ore and organics, sells equipment.',
    )
    expect(sectorWords(at(4), now)[0]).toBe('One warp away: 3 warp power.')
    expect(sectorLabel(at(5), now.place)).toBe('Sector 5, not visited')
    expect(sectorWords(at(0), now)).toContain('Warp power is sold here.')
    expect(sectorLabel(at(0), now.place)).toContain('warp power depot')
  })

  test('prices follow the port while the captain is there', async () => {
    const zone = await withCaptains(['ann'])
    await ask(zone, 'ann', 'move', { toSector: 1 })
    const before = chartMyMap(new Map(), asked(zone, 'ann', 'my_map'))
    await ask(zone, 'ann', 'trade', { side: 'buy', commodity: 'equipment', quantity: 26 })
    const [update] = heard(zone, 'ann', 'port.update')
    if (update === undefined) throw new Error('no update of the port')
    const port = { ...update, observedAt: undefined }
    const after = chartPort(before, 1, port)
    expect(after.get(1)?.port).toMatchObject({ code: 'BBS', stock: { equipment: 674 } })
    expect(chartPort(before, 7, port)).toBe(before)
  })
})
