import type { Storage } from '@gridtick/engine/ports'
import { beatNumber } from '@gridtick/engine/testing'
import { zoneOf } from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

export function clockContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`the clock of the server in ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
    })
    afterEach(() => storage.close())

    test('[TIME-1] the clock stands at the later of what was stored and the newest time of a zone', async () => {
      expect(await storage.clock.readClock()).toBe(null)
      await storage.clock.storeClock(500)
      expect(await storage.clock.readClock()).toBe(500)
      await storage.zones.createZone(zoneOf({ at: 1_000 }), [])
      await storage.zones.createZone(zoneOf({ id: 'zone-2', at: 900 }), [])
      expect(await storage.clock.readClock()).toBe(1_000)
      await storage.clock.storeClock(5_000)
      await storage.clock.storeClock(4_000)
      expect(await storage.clock.readClock()).toBe(5_000)
    })

    test('[TIME-6] a clock that is ahead is moved back, with the times of zones, and the numbers of beats stay', async () => {
      await storage.clock.resetClock(5_000)
      expect(await storage.clock.readClock()).toBe(null)
      await storage.zones.createZone(zoneOf({ at: 9_050, tick: 80, tickOffset: -10 }), [])
      await storage.zones.createZone(zoneOf({ id: 'zone-2', at: 400, tickOffset: 3, tickUnitMs: 1_000 }), [])
      await storage.clock.storeClock(10_250)
      const numbers = async (now: number) => {
        const zones = await storage.zones.listZones({ limit: 9 })
        return zones.map(({ zone }) => beatNumber(zone, now))
      }
      const before = await numbers(10_250)
      await storage.clock.resetClock(20_000)
      expect(await storage.clock.readClock()).toBe(10_250)
      await storage.clock.resetClock(5_000)
      expect(await storage.clock.readClock()).toBe(5_000)
      expect(await numbers(5_000)).toEqual(before)
      expect((await storage.zones.readZone('zone-1'))?.zone).toMatchObject({ at: 5_000, tick: 80 })
      expect((await storage.zones.readZone('zone-2'))?.zone).toMatchObject({ at: 400 })
    })
  })
}
