import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Storage } from '../../framework/engine/src/ports/storage/storage.ts'
import { storages, zoneOf } from './storages.ts'

describe.each(storages)('the clock of the server in $name', ({ open }) => {
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
})
