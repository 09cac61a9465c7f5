import { defaultLimits, StorageError, silentLogger } from '@gridtick/server'
import { createMemoryStorage } from '@gridtick/storage-memory'
import { describe, expect, test, vi } from 'vitest'
import { openStorage } from '../../framework/server/src/zones/storage-option.ts'

function contextWith(onTrouble = vi.fn()) {
  return { logger: silentLogger, limits: defaultLimits, onTrouble, onWork() {}, onDuration() {} }
}

describe('[STORE-2] a storage that a program brings', () => {
  test.each([5, null, undefined, {}])('is refused where its function opens %j, which is none', async (opened) => {
    await expect(openStorage({ storage: (async () => opened) as never }, contextWith())).rejects.toThrow(
      '`storage` opened something that is not a storage: it lacks some of the parts',
    )
  })

  test('has one server at a time, however it came to it', async () => {
    const storage = createMemoryStorage()
    const first = await openStorage({ storage }, contextWith())
    const inUse = { name: 'StorageError', kind: 'in_use', message: expect.stringContaining('Stop it first') }
    await expect(openStorage({ storage }, contextWith())).rejects.toMatchObject(inUse)
    await expect(openStorage({ storage: async () => storage }, contextWith())).rejects.toMatchObject(inUse)
    await first.end()
    await (await openStorage({ storage }, contextWith())).end()
  })

  test.each([
    [
      'throws',
      () => {
        throw new RangeError('of the program')
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('of the program'))],
    ['rejects with nothing', () => Promise.reject(undefined)],
  ])('that %s with what is no StorageError is in trouble, like one that says so', async (_what, fail) => {
    const onTrouble = vi.fn()
    const brought = createMemoryStorage()
    const { storage } = await openStorage({ storage: brought }, contextWith(onTrouble))
    expect(await storage.zones.readZone('nowhere')).toBeUndefined()
    vi.spyOn(brought.zones, 'readZone').mockImplementation(fail as never)
    const asked = (async () => storage.zones.readZone('z'))()
    await expect(asked).rejects.toMatchObject({ name: 'StorageError', kind: 'unknown' })
    await expect(asked).rejects.toThrow('The storage failed at zones.readZone: ')
    expect(onTrouble).toHaveBeenCalledTimes(1)
  })

  test('its own StorageErrors, and the data that it refuses, pass as they are', async () => {
    const onTrouble = vi.fn()
    const brought = createMemoryStorage()
    const { storage } = await openStorage({ storage: brought }, contextWith(onTrouble))
    const full = new StorageError('full', 'no space')
    vi.spyOn(brought, 'probe').mockRejectedValue(full)
    await expect(storage.probe()).rejects.toBe(full)
    const refused = Object.assign(new Error('no text'), { name: 'UnstorableError' })
    vi.spyOn(brought, 'probe').mockRejectedValue(refused)
    await expect(storage.probe()).rejects.toBe(refused)
    expect(onTrouble).not.toHaveBeenCalled()
  })
})
