import { beforeEach, expect, test } from 'vitest'
import { moved, seenMoving, status } from '../stage/frames.ts'
import { loadDice } from '../stage/loaded-dice.ts'
import { stage } from '../stage/stage.ts'

beforeEach(() => loadDice(0.1))

test('[S01] a move: what it costs, and who is told what', async () => {
  const region = await stage({ ships: { Mover: {}, OriginW: {}, DestW: { sector: 1 }, Far: { sector: 9 } } })
  await region.must(['Mover', 'move', { toSector: 1 }])
  expect(region.heard('Mover')).toEqual([status({ sector: 1, warpPower: 297 }), moved('Mover', 0, 1)])
  expect(region.heard('DestW')).toEqual([seenMoving('Mover', 'arrive')])
  expect(region.heard('OriginW')).toEqual([seenMoving('Mover', 'depart')])
  expect(region.heard('Far')).toEqual([])
  const keys = ['movement', 'moveType', 'name', 'shipType', 'timestamp']
  for (const observer of ['DestW', 'OriginW'])
    expect(Object.keys(region.told(observer)[0]?.payload ?? {}).sort()).toEqual(keys.sort())
  expect(region.ship('Mover')).toMatchObject({ sector: 1, warpPower: 297, credits: 1_000 })
})

test('[S01] where a move cannot go', async () => {
  const region = await stage({ ships: { Mover: { sector: 1, warpPower: 2 }, OriginW: {}, DestW: { sector: 1 } } })
  const codeOf = async (toSector?: number) =>
    (await region.refusal('Mover', 'move', toSector === undefined ? {} : { toSector })).code
  expect(await codeOf(9)).toBe('not_adjacent')
  expect(await codeOf()).toBe('invalid')
  expect(await codeOf(-1)).toBe('invalid')
  expect(await codeOf(77)).toBe('unknown_sector')
  expect(await region.refusal('Mover', 'move', { toSector: 0 })).toEqual({
    code: 'not_enough_warp',
    details: { required: 3, available: 2 },
  })
  expect(region.heard('DestW')).toEqual([])
  expect(region.ship('Mover')).toMatchObject({ sector: 1, warpPower: 2 })

  // An operator may put a ship anywhere; observers see no more of it than of a move.
  expect(await region.operate('Mover', 'place', { playerId: 'Mover', sector: 0 })).toBeUndefined()
  expect(region.heard('Mover')).toHaveLength(2)
  expect(region.heard('Mover')).toContainEqual(moved('Mover', 1, 0, 'teleport'))
  expect(region.heard('Mover')).toContainEqual(status({ sector: 0, warpPower: 2 }))
  expect(region.heard('OriginW')).toEqual([seenMoving('Mover', 'arrive', { moveType: 'teleport' })])
  expect(region.heard('DestW')).toEqual([seenMoving('Mover', 'depart', { moveType: 'teleport' })])
})

test('[S18] trade, recharge, transfer', async () => {
  const region = await stage({
    ships: {
      t: { sector: 1, cargo: { fuel_ore: 10 } },
      u: { sector: 0, warpPower: 200, credits: 100 },
      v: { sector: 0, warpPower: 290 },
    },
  })
  const stock = () => region.all('sector').find(({ data }) => data.sector === 1)?.data.port?.stock
  const order = (side: string, commodity: string, quantity: number) => ({ side, commodity, quantity })
  const refused = async (side: string, commodity: string, quantity: number) => {
    const before = [stock(), region.ship('t')]
    const { code, details } = await region.refusal('t', 'trade', order(side, commodity, quantity))
    expect([stock(), region.ship('t')]).toEqual(before)
    return details === undefined ? code : [code, details]
  }
  expect(stock()).toEqual({ fuel_ore: 300, organics: 300, equipment: 700 })
  expect(region.zone.query('t', 'check_trade', order('buy', 'equipment', 5))).toMatchObject({
    value: { result: { canTrade: true, pricePerUnit: 38, totalPrice: 190, cargoUsed: 10, cargoCapacity: 30 } },
  })
  await region.must(['t', 'trade', order('buy', 'equipment', 5)])
  expect(region.told('t')[0]).toMatchObject({
    event: 'trade.executed',
    payload: {
      ...{ tradeType: 'buy', units: 5, pricePerUnit: 38, totalPrice: 190, newCredits: 810 },
      newPrices: { fuel_ore: 31, organics: 12, equipment: 38 },
    },
  })
  expect(region.ship('t')).toMatchObject({ credits: 810, cargo: { fuel_ore: 10, organics: 0, equipment: 5 } })
  await region.must(['t', 'trade', order('sell', 'fuel_ore', 10)])
  expect(region.ship('t')).toMatchObject({ credits: 1_120, cargo: { fuel_ore: 0, organics: 0, equipment: 5 } })
  expect(stock()).toEqual({ fuel_ore: 310, organics: 300, equipment: 695 })
  expect(await refused('buy', 'fuel_ore', 1)).toBe('not_traded')
  expect(await refused('buy', 'equipment', 26)).toEqual(['insufficient_holds', { required: 26, available: 25 }])
  await region.must(['t', 'trade', order('buy', 'equipment', 25)])
  expect(region.ship('t')).toMatchObject({ credits: 170, cargo: { fuel_ore: 0, organics: 0, equipment: 30 } })
  expect(stock()).toMatchObject({ equipment: 670 })
  expect(await refused('sell', 'equipment', 30)).toBe('not_traded')
  expect(await refused('buy', 'equipment', -3)).toBe('invalid')
  expect(await refused('sell', 'organics', 1)).toEqual(['insufficient_cargo', { required: 1, available: 0 }])
  expect(await refused('buy', 'gold', 1)).toBe('invalid')
  await region.operate('t', 'set_ship', { playerId: 't', shipType: 'kestrel_courier' })
  expect(await refused('buy', 'equipment', 5)).toEqual(['insufficient_credits', { required: 190, available: 170 }])

  await region.must(['u', 'recharge', { units: 30 }])
  expect(region.told('u')[0]).toMatchObject({
    event: 'warp.purchase',
    payload: { characterId: 'u', sector: 0, units: 30, pricePerUnit: 2, totalCost: 60 },
  })
  expect(region.heard('u')[1]).toEqual(status({ sector: 0, credits: 40, warpPower: 230 }))
  expect(await region.refusal('u', 'recharge', { units: 500 })).toEqual({
    ...{ code: 'insufficient_credits', details: { required: 140, available: 40 } },
  })
  expect((await region.refusal('t', 'recharge', { units: 1 })).code).toBe('no_depot')
  expect((await region.refusal('u', 'recharge', { units: -100 })).code).toBe('invalid')

  await region.must(['u', 'transfer_warp', { toPlayerId: 'v', units: 20 }])
  for (const name of ['u', 'v'])
    expect(region.told(name)[0]).toMatchObject({
      event: 'warp.transfer',
      payload: { fromCharacterId: 'u', toCharacterId: 'v', sector: 0, units: 10 },
    })
  expect(region.heard('u')[1]).toEqual(status({ sector: 0, credits: 40, warpPower: 220 }))
  expect(region.heard('v')[1]).toEqual(status({ sector: 0 }))
  const give = async (toPlayerId: string, units: number) =>
    (await region.refusal('u', 'transfer_warp', { toPlayerId, units })).code
  expect(await give('v', 1)).toBe('tank_full')
  expect(await give('v', 9_999)).toBe('not_enough_warp')
  expect(await give('t', 1)).toBe('not_in_sector')
  expect(await give('u', 1)).toBe('same_captain')
  expect(region.ship('u').warpPower).toBe(220)
})

test('[S19] chat: to all, to one, and when it is refused', async () => {
  const region = await stage({ ships: { Alice: {}, Bob: { sector: 5 }, Cecil: { sector: 9 } } })
  const shape = (payload: object) => ({ event: 'chat.message', ...payload, timestamp: expect.any(String) })
  const say = (content: string, more: object = { scope: 'broadcast' }) =>
    ['Alice', 'send_message', { content, ...more }] as const
  await region.must(say('hi all'))
  const hello = shape({ id: 1, type: 'broadcast', fromName: 'Alice', content: 'hi all' })
  for (const name of ['Alice', 'Bob', 'Cecil']) expect(region.heard(name)).toEqual([hello])
  expect((await region.refusal(...say('again'))).code).toBe('too_often')
  await region.zone.tick()
  const direct = { scope: 'direct', toPlayerId: 'Bob' }
  await region.must(say('psst', direct))
  const whisper = shape({ id: 2, type: 'direct', fromName: 'Alice', content: 'psst', toName: 'Bob' })
  for (const name of ['Alice', 'Bob']) expect(region.heard(name)).toEqual([whisper])
  expect(region.heard('Cecil')).toEqual([])
  await region.zone.tick(2)
  expect((await region.refusal(...say('   '))).code).toBe('blank_message')
  expect((await region.refusal(...say('x'.repeat(513)))).code).toBe('too_long')
  expect((await region.refusal(...say('psst', { scope: 'direct' }))).code).toBe('no_recipient')
  expect((await region.refusal(...say('psst', { scope: 'secret' }))).code).toBe('invalid')
  await region.must(say('x'.repeat(512)))
})

test('[S23] a new captain comes; what those see who are there, and what those far away', async () => {
  const region = await stage({
    ships: { w: {}, far: { sector: 9 } },
    garrisons: [{ owner: 'w', sector: 0, fighters: 7, mode: 'toll', toll: 5, bank: 11 }],
    salvage: [{ id: 'box', sector: 0, cargo: { fuel_ore: 3 }, scrap: 25 }],
  })
  region.forget()
  await region.zone.join('newbie')
  const own = region.zone.events('newbie').find(({ event }) => event === 'status.update')?.payload
  expect(own).toMatchObject({
    ...{ characterId: 'newbie', name: 'newbie', sector: 0 },
    ship: {
      ...{ shipType: 'kestrel_courier', shipName: 'Kestrel Courier', cargoCapacity: 30, cargoUsed: 0, credits: 1_000 },
      ...{ warpPower: 300, warpPowerCapacity: 300, shields: 150, maxShields: 150, fighters: 300, maxFighters: 300 },
    },
    sectorContents: {
      ...{ port: null, otherPlayers: [{ name: 'w', shipType: 'kestrel_courier' }], adjacentSectors: [1, 2, 5] },
      garrisons: [{ ownerId: 'w', fighters: 7, mode: 'toll', tollAmount: 5, isFriendly: false }],
      salvage: [{ salvageId: 'box', sector: 0, cargo: { fuel_ore: 3 }, scrap: 25, credits: 0 }],
    },
  })
  expect(JSON.stringify(own)).not.toContain('tollBalance')
  // Like an arrival: no id, no sector, and only for those who are there.
  expect(region.heard('w')).toEqual([{ event: 'character.joined', name: 'newbie', shipType: 'kestrel_courier' }])
  expect(region.heard('far')).toEqual([])

  await region.zone.join('far')
  const port = region.zone
    .events('far')
    .filter(({ event }) => event === 'status.update')
    .map(({ payload }) => (payload as { sectorContents: { port: object } }).sectorContents.port)
    .at(-1)
  expect(port).toMatchObject({
    ...{ code: 'BBB', lastSeenPrices: { fuel_ore: 31, organics: 12, equipment: 49 } },
    lastSeenStock: { fuel_ore: 300, organics: 300, equipment: 300 },
  })
})
