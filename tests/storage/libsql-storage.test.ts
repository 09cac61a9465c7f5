import { createClient } from '@libsql/client'
import { type SQL, sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import type { LibsqlDatabase } from '../../framework/storage-sqlite/src/database/libsql-database.ts'
import { createLibsqlStorage } from '../../framework/storage-sqlite/src/libsql-storage.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'
import {
  commitOf,
  entityOf,
  logRowOf,
  memberOf,
  storedTick,
  zoneOf,
} from '../../framework/testing/src/contracts/rows.ts'
import { createTestDisk } from './test-disk.ts'

const disk = createTestDisk()

describe('trouble while running', () => {
  test('[FAIL-5] busy: another program writes; failed without effect, and works again by itself', async () => {
    const storage = await disk.openStorage()
    const { zones } = storage
    await zones.createZone(zoneOf(), [])
    const other = createClient({ url: disk.options.url, concurrency: 1, timeout: 0 })
    const transaction = await other.transaction('write')
    await expect(storage.probe()).rejects.toMatchObject({ name: 'StorageError', kind: 'busy' })
    const both = await zones.commit([commitOf(), commitOf()])
    expect(both).toMatchObject([
      { outcome: 'failed', error: { kind: 'busy' } },
      { outcome: 'failed', error: { kind: 'busy' } },
    ])
    expect(await storedTick(zones, 'zone-1')).toBe(0)
    await transaction.rollback()
    other.close()
    await storage.probe()
    expect(await zones.commit([commitOf()])).toEqual([{ outcome: 'committed' }])
  })

  test('[FAIL-5] full disk: failed without effect, and works again when there is room', async () => {
    const database = await disk.openDatabase()
    const storage = createLibsqlStorage(database)
    const { zones } = storage
    await zones.createZone(zoneOf(), [entityOf()])
    const before = await zones.loadZone('zone-1')
    const big = commitOf({ putEntities: [entityOf({ data: { text: 'x'.repeat(50_000) } })], log: [logRowOf()] })
    const fill = async () => {
      const pages = (await database.read(sql.raw('PRAGMA page_count')))[0]?.page_count
      await database.read(sql.raw(`PRAGMA max_page_count = ${pages}`))
    }
    for (let times = 0; times < 3; times++) {
      await fill()
      expect(await zones.commit([big])).toMatchObject([{ outcome: 'failed', error: { kind: 'full' } }])
      expect(await zones.loadZone('zone-1')).toEqual(before)
    }
    await fill()
    await expect(zones.createZone(zoneOf({ id: 'b', state: { text: 'x'.repeat(50_000) } }), [])).rejects.toMatchObject({
      kind: 'full',
    })
    await database.read(sql.raw('PRAGMA max_page_count = 1000000'))
    expect(await zones.commit([big])).toEqual([{ outcome: 'committed' }])
    expect(await storedTick(zones, 'zone-1')).toBe(1)
  })

  test('[STEP-5] a refusal by the database itself, in the last statement, takes the whole commit back', async () => {
    const database = await disk.openDatabase()
    const storage = createLibsqlStorage(database)
    const { zones } = storage
    await zones.createZone(zoneOf(), [entityOf(), entityOf({ id: 'ship-2' })])
    const before = await zones.loadZone('zone-1')
    await database.write([
      sql.raw(
        "create trigger no_boom before insert on action_log when new.type = 'boom' begin select raise(abort, 'no boom'); end",
      ),
    ])
    const commit = commitOf({
      state: { a: 1 },
      putEntities: [entityOf({ x: 9 })],
      deleteEntities: ['ship-2'],
      putMembers: [memberOf()],
      log: [logRowOf(), logRowOf({ type: 'boom' })],
    })
    expect(await zones.commit([commit])).toEqual([{ outcome: 'rejected', reason: expect.stringContaining('no boom') }])
    expect(await zones.loadZone('zone-1')).toEqual(before)
    expect(await storage.actionLog.readLog({ zoneId: 'zone-1', afterSeq: 0, limit: 9 })).toEqual([])
    expect(await zones.commit([{ ...commit, log: [logRowOf()] }])).toEqual([{ outcome: 'committed' }])
  })

  test('what was asked for before closing is stored; what is asked for at once is done in order', async () => {
    const storage = await openLibsqlStorage(disk.options)
    const created = storage.zones.createZone(zoneOf(), [])
    const commits = Array.from({ length: 100 }, (_, ifTick) => storage.zones.commit([commitOf({ ifTick })]))
    await storage.close()
    await created
    expect((await Promise.all(commits)).flat().every(({ outcome }) => outcome === 'committed')).toBe(true)
    expect(await storedTick(await disk.openZones(), 'zone-1')).toBe(100)
  })

  test('[OBS-4] the queue of operations has its bound, tells its length, and takes more when it has drained', async () => {
    const database = await disk.openDatabase({ limits: { ...defaultLimits, storageWaitingMax: 3 } })
    const storage = createLibsqlStorage(database)
    const asked = [1, 2, 3, 4].map(() => storage.probe())
    expect(database.waiting()).toBe(3)
    const probes = await Promise.allSettled(asked)
    expect(probes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
    expect(probes[3]).toMatchObject({ reason: { kind: 'busy' } })
    await storage.probe()
    await vi.waitFor(() => expect(database.waiting()).toBe(0))
  })

  test('many operations in a row let the event loop turn', async () => {
    const storage = await disk.openStorage()
    let turns = 0
    const count = () => {
      turns += 1
      timer = setImmediate(count)
    }
    let timer = setImmediate(count)
    for (let times = 0; times < 200; times++) await storage.probe()
    clearImmediate(timer)
    expect(turns).toBeGreaterThanOrEqual(5)
  })
})

describe('queries', () => {
  test('[ACT-2] what a beat asks for is answered from an index, whatever else is stored', async () => {
    const database = await disk.openDatabase()
    const plans: string[] = []
    const explain = async (statement: SQL) => {
      plans.push((await database.read(sql`explain query plan ${statement}`)).map((row) => row.detail).join('; '))
      return []
    }
    const storage = createLibsqlStorage({ ...database, read: explain } as LibsqlDatabase)
    const { zones } = storage
    const planOf = async (query: Promise<unknown>) => {
      await query
      return plans.pop()
    }
    expect(await planOf(storage.wakes.dueZones(null, 1, 1))).toMatch(
      /^SEARCH zones USING INDEX zones_due \(wakeAt>\? AND wakeAt<\?\)$/,
    )
    expect(await planOf(storage.wakes.nextWakeAt(null))).toMatch(
      /^SEARCH zones USING (COVERING )?INDEX zones_due \(wakeAt>\?\)$/,
    )
    const connected = await planOf(storage.wakes.zonesToTell(null, 1))
    expect(connected).toMatch(/SCAN members USING INDEX members_connected; SEARCH zones USING/)
    expect(connected).toMatch(/SCAN departures USING COVERING INDEX \S+; SEARCH zones USING/)
    expect(connected).not.toContain('TEMP B-TREE')
    expect(await planOf(storage.actionLog.readLog({ zoneId: 'a', afterSeq: 1, limit: 1 }))).toMatch(
      /^SEARCH action_log USING INDEX action_log_by_zone \(zoneId=\? AND seq>\?\)$/,
    )
    expect(
      await planOf(storage.actionLog.readLog({ zoneId: 'a', afterSeq: 1, beforeSeq: 9, fromEnd: true, limit: 1 })),
    ).toMatch(/^SEARCH action_log USING INDEX action_log_by_zone \(zoneId=\? AND seq>\? AND seq<\?\)$/)
    expect(await planOf(zones.listZones({ module: 'm', afterId: 'a', limit: 1 }))).toContain(
      'zones_by_module (module=? AND id>?)',
    )
    expect(await planOf(zones.countZones())).toMatch(/^SCAN zones USING COVERING INDEX zones_by_status$/)
  })
})
