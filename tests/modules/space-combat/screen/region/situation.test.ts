import { beforeAll, describe, expect, test } from 'vitest'
import { balance } from '../../../../../modules/space-combat/balance.ts'
import { commodities } from '../../../../../modules/space-combat/commodities.ts'
import {
  chosenIn,
  chosenWords,
  farFightWords,
  meansOf,
  sidesOf,
  targetsOf,
  tollIn,
} from '../../../../../modules/space-combat/screen/region/fight.ts'
import { createFightLog } from '../../../../../modules/space-combat/screen/region/fight-log.ts'
import { outcomeOf } from '../../../../../modules/space-combat/screen/region/outcome.ts'
import { readSituation } from '../../../../../modules/space-combat/screen/region/situation.ts'
import {
  chartLocalMap,
  chartMyMap,
  chartPlace,
  chartPort,
} from '../../../../../modules/space-combat/screen/region/star-chart.ts'
import { bestOffer, offersOf } from '../../../../../modules/space-combat/screen/sector/trade-limits.ts'
import { usualDepot } from '../../../../../modules/space-combat/screen/sector/usual-depot.ts'
import { happeningOf } from '../../../../../modules/space-combat/screen/words/happening-words.ts'
import { commodityList } from '../../../../../modules/space-combat/screen/words/names.ts'
import type { Reader } from '../../../../../modules/space-combat/screen/words/round-words.ts'
import { sectorLabel, sectorWords } from '../../../../../modules/space-combat/screen/words/sector-words.ts'
import { ask, fightOf, operate, withCaptains } from '../../captains.ts'
import { asked, heard, playing, viewOf } from '../region-view.ts'

type Zone = Awaited<ReturnType<typeof withCaptains>>

function readerOf(playerId: string): Reader {
  return { playerId, nameOf: (id) => id }
}

/** What the log of the page says of all that a captain heard. */
function logOf(zone: Zone, playerId: string): string[] {
  return zone
    .events(playerId)
    .flatMap(({ event, payload }) => happeningOf(event, payload as never, readerOf(playerId)) ?? [])
    .map(({ text }) => text)
}

async function act(zone: Zone, playerId: string, action: string, more: object = {}): Promise<void> {
  expect(
    await ask(zone, playerId, 'combat_action', { combatId: fightOf(zone, playerId), action, ...more }),
  ).toBeUndefined()
}

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

describe('a fight', () => {
  let zone: Zone
  beforeAll(async () => {
    zone = await withCaptains(['ann', 'bob', 'cem'])
    await operate(zone, 'cem', 'set_ship', { playerId: 'cem', shipType: 'escape_pod' })
    await operate(zone, 'cem', 'set_ship', { playerId: 'bob', shipType: 'kestrel_courier', fighters: 2, shields: 0 })
    await ask(zone, 'ann', 'initiate_combat')
  })

  test('the own side stands first; who has fighters can be shot at; a pod can do nothing', () => {
    const { fight } = playing(zone, 'ann')
    if (fight === undefined) throw new Error('no fight')
    expect(sidesOf(fight, 'ann').map(({ ownerId, isOwn }) => [ownerId, isOwn])).toEqual([
      ['ann', true],
      ['bob', false],
      ['cem', false],
    ])
    expect(targetsOf(fight, 'ann').map(({ id }) => id)).toEqual(['bob'])
    expect(targetsOf(fight, 'bob').map(({ id }) => id)).toEqual(['ann'])
    expect(meansOf(fight, 'ann')).toBe('all')
    expect(meansOf(fight, 'cem')).toBe('none')
    expect(tollIn(fight, playing(zone, 'ann').garrison)).toBeUndefined()
  })

  test('what was submitted is shown to the one who did, until it is over', async () => {
    const chosen = (name: string) => {
      const { fight, extras } = playing(zone, name)
      return fight && chosenIn(fight, extras)
    }
    expect(chosen('ann')).toBeUndefined()
    await act(zone, 'ann', 'attack', { targetId: 'bob', commit: 1200 })
    expect(chosen('ann')).toEqual({ action: 'attack', commit: 300, targetId: 'bob' })
    expect(chosen('bob')).toBeUndefined()
    const { fight } = playing(zone, 'ann')
    expect(fight && chosenWords({ action: 'attack', commit: 1, targetId: 'bob' }, fight)).toBe(
      'You attack bob with 1 fighter.',
    )
  })

  test('the rounds in words, and the end as each one reads it', async () => {
    const logs = ['ann', 'bob', 'cem'].map((playerId) => {
      const log = createFightLog({
        reader: readerOf(playerId),
        ask: () => Promise.reject(new Error('not asked')),
        onChange() {},
      })
      return { playerId, log }
    })
    await act(zone, 'bob', 'brace')
    expect(playing(zone, 'ann').fight).toBeUndefined()
    for (const { playerId, log } of logs)
      for (const { event, payload } of zone.events(playerId)) log.hear(event, payload as never)
    const [ann, bob, cem] = logs.map(({ log }) => log)

    expect(ann?.rounds[0]).toMatchObject({ round: 1 })
    const told = ann?.rounds[0]?.sentences.join(' ') ?? ''
    expect(told).toMatch(/^You sent 300 fighters at bob: 2 hits, (none|\d+) lost\. bob braced\./)
    expect(told).toContain('bob lost the last fighter, and was shot down.')
    expect(bob?.rounds[0]?.sentences.join(' ')).toContain('You lost the last fighter, and were shot down.')

    expect(ann?.outcome).toMatchObject({ tone: 'good', title: 'bob was defeated' })
    expect(ann?.outcome?.text).toContain('Salvage lies')
    expect(bob?.outcome).toMatchObject({ tone: 'bad', title: 'Your ship was lost' })
    expect(cem?.outcome).toMatchObject({ tone: 'good', title: 'bob was defeated' })
    expect(playing(zone, 'bob').own.isEscapePod).toBe(true)
    expect(playing(zone, 'ann').containers).toMatchObject([{ loserName: 'bob', scrap: 25, credits: 0 }])

    ann?.dismiss()
    expect(ann?.outcome).toBeUndefined()
  })

  test('rounds that were missed are asked for, and none is told twice', async () => {
    const later = await withCaptains(['ann', 'bob'])
    await ask(later, 'ann', 'initiate_combat')
    for (let round = 1; round <= 2; round += 1) {
      await act(later, 'ann', 'attack', { targetId: 'bob', commit: 1 })
      await act(later, 'bob', 'brace')
    }
    const log = createFightLog({
      reader: readerOf('ann'),
      ask: (combatId) => Promise.resolve(asked(later, 'ann', 'combat_status', { combatId, includeLog: true })),
      onChange() {},
    })
    log.look(playing(later, 'ann').fight)
    await Promise.resolve()
    await Promise.resolve()
    expect(log.rounds.map(({ round }) => round)).toEqual([1, 2])
    for (const payload of heard(later, 'ann', 'combat.round_resolved')) log.hear('combat.round_resolved', payload)
    expect(log.rounds.map(({ round }) => round)).toEqual([1, 2])
  })

  test('who got away reads so, also while the others fight on; the others are not told where to', async () => {
    const region = await withCaptains(['ann', 'bob'], { combat: { fleeMin: 1, fleeMax: 1, fleeBase: 1 } })
    await ask(region, 'ann', 'initiate_combat')
    await act(region, 'bob', 'flee', { toSector: 1 })
    await act(region, 'ann', 'brace')
    const [ended] = heard(region, 'bob', 'combat.ended')
    const [seen] = heard(region, 'ann', 'combat.ended')
    expect(ended && outcomeOf(ended, readerOf('bob'))).toEqual({
      tone: 'good',
      title: 'You got away',
      text: 'You are in sector 1.',
    })
    expect(seen && outcomeOf(seen, readerOf('ann')).title).toBe('bob got away')
    const log = createFightLog({
      reader: readerOf('bob'),
      ask: () => Promise.reject(new Error('not asked')),
      onChange() {},
    })
    for (const { event, payload } of region.events('bob')) {
      log.hear(event, payload as never)
      if (event === 'combat.round_resolved') break
    }
    expect(log.outcome?.title).toBe('You got away')
  })

  test('who was shot down reads so at the end, also when the others fought on', async () => {
    const region = await withCaptains(['ann', 'bob', 'cem'], { combat: { fleeMin: 1, fleeMax: 1, fleeBase: 1 } })
    await operate(region, 'cem', 'set_ship', { playerId: 'bob', shipType: 'kestrel_courier', fighters: 2, shields: 0 })
    await ask(region, 'ann', 'initiate_combat')
    await act(region, 'ann', 'attack', { targetId: 'bob', commit: 200 })
    await act(region, 'bob', 'brace')
    await act(region, 'cem', 'brace')
    const { fight } = playing(region, 'bob')
    expect(fight && meansOf(fight, 'bob')).toBe('none')
    await act(region, 'ann', 'brace')
    await act(region, 'cem', 'flee', { toSector: 1 })
    const [ended] = heard(region, 'bob', 'combat.ended')
    expect(ended && outcomeOf(ended, readerOf('bob')).title).toBe('Your ship was lost')
    const [seen] = heard(region, 'ann', 'combat.ended')
    expect(seen && outcomeOf(seen, readerOf('ann')).title).toBe('cem got away')
  })

  test('a toll can be paid to somebody else’s garrison in the fight, and to no other', async () => {
    const region = await withCaptains(['ann', 'bob'])
    await ask(region, 'ann', 'move', { toSector: 1 })
    await ask(region, 'ann', 'leave_fighters', { sector: 1, quantity: 20, mode: 'toll', tollAmount: 23 })
    await ask(region, 'ann', 'move', { toSector: 0 })
    await ask(region, 'bob', 'move', { toSector: 1 })
    const bob = playing(region, 'bob')
    expect(bob.fight && tollIn(bob.fight, bob.garrison)?.tollAmount).toBe(23)
    expect(bob.fight && bob.garrison && tollIn(bob.fight, { ...bob.garrison, isOwn: true })).toBeUndefined()
    const ann = playing(region, 'ann')
    expect(ann.fight).toBeUndefined()
    expect(ann.fightsElsewhere.map((fight) => farFightWords(fight, 'ann'))).toEqual([
      'Your garrison in sector 1 fights bob: round 1, 20 fighters left.',
    ])
    await act(region, 'bob', 'pay')
    const [ended] = heard(region, 'bob', 'combat.ended')
    expect(ended && outcomeOf(ended, readerOf('bob')).title).toBe('The toll was paid')
    expect(logOf(region, 'ann').at(-1)).toBe('Sector 1: The toll was paid.')
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
    const after = chartPort(before, 1, update ?? null)
    expect(after.get(1)?.port).toMatchObject({ code: 'BBS', stock: { equipment: 674 } })
    expect(chartPort(before, 7, update ?? null)).toBe(before)
    expect(chartPort(before, 1, null)).toBe(before)
  })
})
