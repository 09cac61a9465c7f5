import type { OrdersWrite, Storage, StoredOrders } from '@gridtick/engine/ports'
import { claimOf, commitOf, committed, memberOf, noZone, stored, zoneOf } from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

export function ordersContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`orders of turns in ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
      await storage.zones.createZone(zoneOf(), [])
      await storage.zones.createZone(zoneOf({ id: 'zone-2' }), [])
    })
    afterEach(() => storage.close())

    const ordersOf = (changes: Partial<StoredOrders> = {}): StoredOrders => ({
      ...{ playerId: 'ann', memberSince: 1, orders: { to: 3, note: 'ä' }, isReady: true, at: 1_500, bytes: 19 },
      ...changes,
    })
    const put = (orders: StoredOrders, changes: Partial<OrdersWrite> = {}) =>
      storage.orders.putOrders({ ...claimOf('zone-1'), turn: 1, run: 1, ifTick: 0, orders, ...changes })
    const read = (turn = 1, run = 1, zoneId = 'zone-1') => storage.orders.readOrders({ zoneId, turn, run })

    test('[TURN-6] what was handed in is read as it was, in the order of players', async () => {
      const bens = ordersOf({ playerId: 'ben', isReady: false, orders: {} })
      expect([await put(bens), await put(ordersOf())]).toEqual([stored, stored])
      expect(await read()).toEqual([ordersOf(), bens])
    })

    test('[TURN-7] orders of a player replace those before, also by none', async () => {
      await put(ordersOf())
      await put(ordersOf({ orders: { to: 9 }, at: 1_600, isReady: false, memberSince: 2 }))
      expect(await read()).toEqual([ordersOf({ orders: { to: 9 }, at: 1_600, isReady: false, memberSince: 2 })])
      await put(ordersOf({ orders: null, at: 1_700 }))
      expect(await read()).toEqual([ordersOf({ orders: null, at: 1_700 })])
    })

    test('[TURN-12] each turn, each opening of one and each zone has its own', async () => {
      await put(ordersOf({ at: 1 }))
      await put(ordersOf({ at: 2 }), { turn: 2 })
      await put(ordersOf({ at: 3 }), { run: 2 })
      await put(ordersOf({ at: 4 }), { zoneId: 'zone-2' })
      const found = [await read(), await read(2), await read(1, 2), await read(1, 1, 'zone-2'), await read(3)]
      expect(found.map((orders) => orders.map(({ at }) => at))).toEqual([[1], [2], [3], [4], []])
    })

    test('[TURN-6] it is no tick: the zone and its members stay as they were', async () => {
      await storage.zones.commit([commitOf({ putMembers: [memberOf({ memberSince: 1 })] })])
      const before = await storage.zones.loadZone('zone-1')
      expect(await put(ordersOf(), { ifTick: 1 })).toEqual(stored)
      expect(await storage.zones.loadZone('zone-1')).toEqual(before)
      expect(await storage.zones.commit([commitOf({ ifTick: 1 })])).toEqual(committed)
      expect(await read()).toEqual([ordersOf()])
    })

    test('[TURN-6] it holds only for who has the zone, and at the tick that he knows', async () => {
      await storage.zones.commit([commitOf()])
      const conflict = (...differs: readonly string[]) => ({ outcome: 'conflict', differs })
      expect(await put(ordersOf(), { ifTick: 0 })).toEqual(conflict('tick'))
      expect(await put(ordersOf(), { ifTick: 1, epoch: 2 })).toEqual(conflict('epoch'))
      expect(await put(ordersOf(), { ifTick: 1, owner: 'a1' })).toEqual(conflict('owner'))
      expect(await put(ordersOf(), { zoneId: 'zone-9' })).toEqual(noZone)
      expect([await read(), await storage.orders.readOrderSeqs('zone-1')]).toEqual([[], []])
    })

    test('[TURN-7] numbers are stored with the orders, for each membership', async () => {
      const settled = (seq: number) => ({ seq, turn: 1, run: 1, at: seq * 100 })
      const seqs = { lastOrderSeq: 5, settledOrders: [settled(4), settled(5)] }
      await put(ordersOf({ playerId: 'ben' }))
      await put(ordersOf({ memberSince: 7 }), { seqs })
      expect(await storage.orders.readOrderSeqs('zone-1')).toEqual([{ playerId: 'ann', memberSince: 7, ...seqs }])
      await put(ordersOf({ memberSince: 7 }))
      expect(await storage.orders.readOrderSeqs('zone-1')).toEqual([{ playerId: 'ann', memberSince: 7, ...seqs }])
      const again = { lastOrderSeq: 1, settledOrders: [settled(1)] }
      await put(ordersOf({ memberSince: 9 }), { seqs: again })
      expect(await storage.orders.readOrderSeqs('zone-1')).toEqual([{ playerId: 'ann', memberSince: 9, ...again }])
    })

    test('[TURN-6] what cannot be stored is refused, and what was there stays', async () => {
      await put(ordersOf())
      const seqs = { lastOrderSeq: 1, settledOrders: [] }
      for (const bad of [{ orders: { to: Number.NaN } }, { at: 0.5 }, { bytes: 2 ** 53 }])
        await expect(put(ordersOf(bad), { seqs })).rejects.toThrow(/cannot be stored/)
      expect([await read(), await storage.orders.readOrderSeqs('zone-1')]).toEqual([[ordersOf()], []])
    })

    test('[TURN-6] a zone that is deleted takes them along', async () => {
      await put(ordersOf(), { seqs: { lastOrderSeq: 1, settledOrders: [] } })
      await storage.zones.deleteZone(claimOf('zone-1'))
      await storage.zones.createZone(zoneOf(), [])
      expect([await read(), await storage.orders.readOrderSeqs('zone-1')]).toEqual([[], []])
    })
  })
}
