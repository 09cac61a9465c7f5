import { expect, test } from 'vitest'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { commitOf, storedTick, zoneOf } from '../../framework/testing/src/contracts/rows.ts'
import { withFaults } from '../../framework/testing/src/storage-faults.ts'

async function faultyZones() {
  const storage = withFaults(createMemoryStorage())
  await storage.zones.createZone(zoneOf(), [])
  return { storage, faults: storage.faults }
}

test('without a fault everything is as in the storage behind, and is counted', async () => {
  const { storage, faults } = await faultyZones()
  expect(await storage.zones.commit([commitOf()])).toEqual([{ outcome: 'committed' }])
  expect(await storedTick(storage.zones, 'zone-1')).toBe(1)
  expect(faults.count).toBe(3)
  expect(faults.countOf('commit')).toBe(1)
  expect(faults.countOf('probe')).toBe(0)
})

test('a commit that fails before was not stored; the one after it is', async () => {
  const { storage, faults } = await faultyZones()
  faults.failNext({ operation: 'commit', kind: 'full' })
  expect(await storedTick(storage.zones, 'zone-1')).toBe(0)
  expect(await storage.zones.commit([commitOf(), commitOf()])).toMatchObject([
    { outcome: 'failed', error: { kind: 'full' } },
    { outcome: 'failed', error: { kind: 'full' } },
  ])
  expect(await storedTick(storage.zones, 'zone-1')).toBe(0)
  expect(await storage.zones.commit([commitOf()])).toEqual([{ outcome: 'committed' }])
})

test('a commit that fails after was stored, and says that it failed', async () => {
  const { storage, faults } = await faultyZones()
  faults.failNext({ operation: 'commit', when: 'after' })
  expect(await storage.zones.commit([commitOf()])).toMatchObject([{ outcome: 'failed', error: { kind: 'io' } }])
  expect(await storedTick(storage.zones, 'zone-1')).toBe(1)
})

test.each(['busy', 'full', 'io', 'corrupt', 'in_use', 'unknown'] as const)(
  'operations reject with the kind %s',
  async (kind) => {
    const { storage, faults } = await faultyZones()
    faults.failNext({ kind })
    await expect(storage.zones.readZone('zone-1')).rejects.toMatchObject({ name: 'StorageError', kind })
    expect((await storage.zones.readZone('zone-1'))?.zone).toEqual(zoneOf())
  },
)

test('faults that were asked for twice come twice', async () => {
  const { storage, faults } = await faultyZones()
  faults.failNext({ operation: 'probe' })
  faults.failNext({ operation: 'probe' })
  await expect(storage.probe()).rejects.toThrow()
  await expect(storage.probe()).rejects.toThrow()
  await storage.probe()
})

test('the n-th operation from now fails, and no other', async () => {
  const { storage, faults } = await faultyZones()
  faults.failAt(3)
  await storage.probe()
  await storedTick(storage.zones, 'zone-1')
  await expect(storedTick(storage.zones, 'zone-1')).rejects.toThrow()
  await storage.probe()
})

test('all fail until the faults are cleared, and planned ones are gone as well', async () => {
  const { storage, faults } = await faultyZones()
  faults.failAll({ kind: 'busy' })
  faults.failAt(4)
  await expect(storage.probe()).rejects.toMatchObject({ kind: 'busy' })
  await expect(storage.zones.countZones()).rejects.toMatchObject({ kind: 'busy' })
  faults.clear()
  for (let times = 0; times < 5; times++) await storage.probe()
})
