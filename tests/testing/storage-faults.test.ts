import { expect, test } from 'vitest'
import { createMemoryZoneStorage } from '../../framework/storage/memory-zone-storage.ts'
import { withFaults } from '../../framework/testing/storage-faults.ts'
import { commitOf, zoneOf } from '../contracts/storages.ts'

async function faultyZones() {
  const zones = withFaults(createMemoryZoneStorage())
  await zones.createZone(zoneOf(), [])
  return { zones, faults: zones.faults }
}

test('without a fault everything is as in the storage behind, and is counted', async () => {
  const { zones, faults } = await faultyZones()
  expect(await zones.commit([commitOf()])).toEqual([{ outcome: 'committed' }])
  expect(await zones.readTick('zone-1')).toBe(1)
  expect(faults.count).toBe(3)
  expect(faults.countOf('commit')).toBe(1)
  expect(faults.countOf('probe')).toBe(0)
})

test('a commit that fails before was not stored; the one after it is', async () => {
  const { zones, faults } = await faultyZones()
  faults.failNext({ operation: 'commit', kind: 'full' })
  expect(await zones.readTick('zone-1')).toBe(0)
  expect(await zones.commit([commitOf(), commitOf()])).toMatchObject([
    { outcome: 'failed', error: { kind: 'full' } },
    { outcome: 'failed', error: { kind: 'full' } },
  ])
  expect(await zones.readTick('zone-1')).toBe(0)
  expect(await zones.commit([commitOf()])).toEqual([{ outcome: 'committed' }])
})

test('a commit that fails after was stored, and says that it failed', async () => {
  const { zones, faults } = await faultyZones()
  faults.failNext({ operation: 'commit', when: 'after' })
  expect(await zones.commit([commitOf()])).toMatchObject([{ outcome: 'failed', error: { kind: 'io' } }])
  expect(await zones.readTick('zone-1')).toBe(1)
})

test.each(['busy', 'full', 'io', 'corrupt', 'in_use', 'unknown'] as const)(
  'operations reject with the kind %s',
  async (kind) => {
    const { zones, faults } = await faultyZones()
    faults.failNext({ kind })
    await expect(zones.readZone('zone-1')).rejects.toMatchObject({ name: 'StorageError', kind })
    expect((await zones.readZone('zone-1'))?.zone).toEqual(zoneOf())
  },
)

test('faults that were asked for twice come twice', async () => {
  const { zones, faults } = await faultyZones()
  faults.failNext({ operation: 'probe' })
  faults.failNext({ operation: 'probe' })
  await expect(zones.probe()).rejects.toThrow()
  await expect(zones.probe()).rejects.toThrow()
  await zones.probe()
})

test('the n-th operation from now fails, and no other', async () => {
  const { zones, faults } = await faultyZones()
  faults.failAt(3)
  await zones.probe()
  await zones.readTick('zone-1')
  await expect(zones.readTick('zone-1')).rejects.toThrow()
  await zones.probe()
})

test('all fail until the faults are cleared, and planned ones are gone as well', async () => {
  const { zones, faults } = await faultyZones()
  faults.failAll({ kind: 'busy' })
  faults.failAt(4)
  await expect(zones.probe()).rejects.toMatchObject({ kind: 'busy' })
  await expect(zones.countZones()).rejects.toMatchObject({ kind: 'busy' })
  faults.clear()
  for (let times = 0; times < 5; times++) await zones.probe()
})
