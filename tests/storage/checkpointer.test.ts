import { existsSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { expect, test, vi } from 'vitest'
import type { CheckpointPlace } from '../../framework/storage-sqlite/src/database/libsql-database-options.ts'
import { WalIndex } from '../../framework/storage-sqlite/src/database/wal-index.ts'
import { createLibsqlStorage } from '../../framework/storage-sqlite/src/libsql-storage.ts'
import { commitOf, committed, entityOf, storedTick, zoneOf } from '../../framework/testing/src/contracts/rows.ts'
import { createTestDisk } from './test-disk.ts'

const disk = createTestDisk()

const data = { text: 'x'.repeat(20_000) }

async function openWith(
  limits: { readonly databaseLogBytes: number; readonly databaseLogBytesMax: number },
  checkpoints: CheckpointPlace = 'beside',
) {
  const { zones } = createLibsqlStorage(await disk.openDatabase({ sync: 'normal', limits, checkpoints }))
  await zones.createZone(zoneOf(), [])
  let tick = 0
  return {
    zones,
    async commit() {
      const results = await zones.commit([commitOf({ ifTick: tick, putEntities: [entityOf({ data })] })])
      if (results[0]?.outcome === 'committed') tick += 1
      return results
    },
  }
}

const places: readonly CheckpointPlace[] = ['beside', 'between']

test.each(places)(
  '[DUR-7] the log is moved into the database %s the writes, and begins again however many there are',
  async (place) => {
    const { commit } = await openWith({ databaseLogBytes: 400_000, databaseLogBytesMax: 4_000_000 }, place)
    for (let count = 0; count < 400; count++) {
      expect(await commit()).toEqual(committed)
      if (count % 20 === 0) await sleep(1)
    }
    // About 16 MB were written.
    expect(statSync(`${disk.path}-wal`).size).toBeLessThan(4_500_000)
  },
)

test.each(places)(
  '[DUR-7] %s: while another program reads an old state the log grows up to its bound; then writes fail, and work again',
  async (place) => {
    const { commit, zones } = await openWith({ databaseLogBytes: 200_000, databaseLogBytesMax: 1_000_000 }, place)
    const other = createClient({ url: disk.options.url, concurrency: 1, timeout: 0 })
    const reading = await other.transaction('read')
    await reading.execute('select count(*) from zones')
    const outcomes: string[] = []
    for (let count = 0; count < 200; count++) outcomes.push((await commit())[0]?.outcome ?? '')
    expect(outcomes[0]).toBe('committed')
    expect(await commit()).toMatchObject([{ outcome: 'failed', error: { kind: 'full' } }])
    expect(statSync(`${disk.path}-wal`).size).toBeLessThan(2_500_000)
    const stored = outcomes.filter((outcome) => outcome === 'committed').length
    expect(await storedTick(zones, 'zone-1')).toBe(stored)
    await reading.rollback()
    other.close()
    await vi.waitFor(async () => expect(await commit()).toEqual(committed), { timeout: 10_000 })
  },
)

test('how far the log has got is read from its index; where there is none, nothing is', async () => {
  const index = new WalIndex(disk.path)
  expect(index.read()).toBeUndefined()
  const { commit } = await openWith({ databaseLogBytes: 1_000_000, databaseLogBytesMax: 10_000_000 })
  const before = index.read()?.frames ?? 0
  await commit()
  const after = index.read()
  expect(after?.frames).toBeGreaterThan(before + 5)
  expect(after?.backfilled).toBe(0)
})

test.skipIf(!existsSync('/proc/locks'))(
  '[DUR-7] to look at the log leaves the locks of SQLite as they are: without them another program would begin its index again',
  async () => {
    const { commit } = await openWith({ databaseLogBytes: 200_000, databaseLogBytesMax: 10_000_000 })
    const locked = () => readFileSync('/proc/locks', 'utf8').includes(`:${statSync(`${disk.path}-shm`).ino} `)
    expect(locked()).toBe(true)
    for (let count = 0; count < 100; count++) await commit()
    expect(locked()).toBe(true)
  },
)
