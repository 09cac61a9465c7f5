import type { Storage } from '@gridtick/engine/ports'
import { claimOf, commitOf, memberOf, zoneOf } from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

export function wakesContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`wakes in ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
    })
    afterEach(() => storage.close())

    describe('waking', () => {
      beforeEach(async () => {
        const wakes = { a: 300, b: 100, c: 200, d: null, e: 50, f: 60 }
        for (const [id, wakeAt] of Object.entries(wakes)) await storage.zones.createZone(zoneOf({ id, wakeAt }), [])
        await storage.zones.setStatus(claimOf('e'), { status: 'paused' })
        await storage.zones.setStatus(claimOf('f'), { status: 'finished' })
      })

      test('[ACT-5] due zones come earliest first, up to the very ms, and never paused or finished ones', async () => {
        expect(await storage.wakes.dueZones(null, 99, 10)).toEqual([])
        expect(await storage.wakes.dueZones(null, 100, 10)).toEqual(['b'])
        expect(await storage.wakes.dueZones(null, 1_000, 10)).toEqual(['b', 'c', 'a'])
        expect(await storage.wakes.dueZones(null, 1_000, 2)).toEqual(['b', 'c'])
      })

      test('[ACT-5] the next wake is the earliest of the open zones; a resumed zone has kept its own', async () => {
        expect(await storage.wakes.nextWakeAt(null)).toBe(100)
        await storage.zones.setStatus(claimOf('e'), { status: 'open' })
        expect(await storage.wakes.nextWakeAt(null)).toBe(50)
        for (const id of ['a', 'b', 'c', 'e']) await storage.zones.commit([commitOf({ zoneId: id })])
        expect(await storage.wakes.nextWakeAt(null)).toBeNull()
      })
    })

    describe('telling after a restart', () => {
      beforeEach(() => storage.zones.createZone(zoneOf(), []))

      test('[ZONE-4] a zone that somebody departed from is told after a restart, once it is open', async () => {
        await storage.zones.commit([commitOf({ putMembers: [memberOf()] })])
        await storage.zones.setStatus(claimOf('zone-1'), { status: 'paused' })
        await storage.zones.departMember(claimOf('zone-1'), 'ann')
        expect(await storage.wakes.zonesToTell(null, 10)).toEqual([])
        await storage.zones.setStatus(claimOf('zone-1'), { status: 'open' })
        expect(await storage.wakes.zonesToTell(null, 10)).toEqual(['zone-1'])
      })

      test('only open zones with somebody connected are told after a restart', async () => {
        for (const id of ['zone-2', 'zone-3', 'zone-4', 'zone-5']) await storage.zones.createZone(zoneOf({ id }), [])
        const two = [memberOf(), memberOf({ playerId: 'bob' })]
        await storage.zones.commit([
          commitOf({ zoneId: 'zone-2', putMembers: [memberOf({ disconnectedAt: 5 })] }),
          commitOf({ zoneId: 'zone-3', putMembers: two }),
          commitOf({ zoneId: 'zone-4', putMembers: two }),
          commitOf({ zoneId: 'zone-5', putMembers: two }),
        ])
        await storage.zones.setStatus(claimOf('zone-4'), { status: 'paused' })
        expect(await storage.wakes.zonesToTell(null, 10)).toEqual(['zone-3', 'zone-5'])
        expect(await storage.wakes.zonesToTell(null, 1)).toEqual(['zone-3'])
      })
    })
  })
}
