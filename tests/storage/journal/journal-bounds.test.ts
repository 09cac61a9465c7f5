import { createClient } from '@libsql/client'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { inspectZone } from '../../../framework/storage-sqlite/src/inspect/inspect-zone.ts'
import { createLibsqlStorage } from '../../../framework/storage-sqlite/src/libsql-storage.ts'
import {
  claimOf,
  commitOf,
  committed,
  entityOf,
  memberOf,
  stored,
  zoneOf,
} from '../../../framework/testing/src/contracts/rows.ts'
import { createTestDisk } from '../test-disk.ts'

const disk = createTestDisk()

const limits = {
  journalFrom: 1,
  journalTicksMax: 16,
  journalBytesMax: 40_000,
  journalsBytesMax: 1_000_000,
}

async function open(changes: Partial<typeof limits> = {}) {
  const database = await disk.openDatabase()
  const storage = createLibsqlStorage(database, { ...limits, ...changes })
  const { zones } = storage
  const entities = Array.from({ length: 40 }, (_, index) => entityOf({ id: `e${index}` }))
  await zones.createZone(zoneOf(), entities)
  let tick = 0
  return {
    database,
    storage,
    zones,
    async commit(changes: Partial<Parameters<typeof commitOf>[0]> = {}) {
      const results = await zones.commit([commitOf({ ifTick: tick, ...changes })])
      if (results[0]?.outcome === 'committed') tick += 1
      return results
    },
    async journal() {
      const [row] = await database.read(
        sql.raw('select count(*) as "ticks", ifnull(sum(length("body")), 0) as "bytes" from "zone_journal"'),
      )
      return { ticks: Number(row?.ticks), bytes: Number(row?.bytes) }
    },
    async tableX(id: string) {
      return (await database.read(sql`select "x" from "entities" where "id" = ${id}`))[0]?.x
    },
  }
}

const movesOf = (x: number, text = '') =>
  Array.from({ length: 40 }, (_, index) => entityOf({ id: `e${index}`, x, data: { text } }))

describe('the journal', () => {
  test('[STORE-6] holds at most so many ticks, and each row follows within half of them', async () => {
    const { commit, journal, tableX } = await open()
    await commit({ putEntities: movesOf(5) })
    expect(await tableX('e7')).toBe(1)
    for (let count = 0; count < 100; count++) {
      await commit({ putEntities: movesOf(10 + count) })
      expect((await journal()).ticks).toBeLessThanOrEqual(16)
      if (count > 16) expect(Number(await tableX('e7'))).toBeGreaterThan(10 + count - 16)
    }
  })

  test('[STORE-6] holds at most so many bytes; a tick that is too large stands in the tables at once', async () => {
    const { commit, journal, tableX, zones } = await open()
    for (let count = 0; count < 40; count++) {
      await commit({ putEntities: movesOf(count, 'x'.repeat(200)) })
      expect((await journal()).bytes).toBeLessThanOrEqual(40_000)
    }
    await commit({ putEntities: movesOf(77, 'x'.repeat(2_000)) })
    expect(await journal()).toEqual({ ticks: 0, bytes: 0 })
    expect(await tableX('e39')).toBe(77)
    expect((await zones.loadZone('zone-1'))?.entities[0]?.x).toBe(77)
  })

  test('[STORE-6] all journals together have a bound: beyond it a cycle lasts one commit', async () => {
    const { commit, journal } = await open({ journalsBytesMax: 3_000 })
    for (let count = 0; count < 20; count++) await commit({ putEntities: movesOf(count, `text ${count}`) })
    expect((await journal()).ticks).toBeLessThanOrEqual(4)
  })

  test('[STORE-6] is left when nothing of it is newer than the tables, and begins with journalFrom changes', async () => {
    const { commit, journal, tableX } = await open({ journalFrom: 3 })
    await commit({ putEntities: movesOf(5).slice(0, 2) })
    expect([await journal(), await tableX('e1')]).toEqual([{ ticks: 0, bytes: 0 }, 5])
    await commit({ putEntities: movesOf(6).slice(0, 3) })
    expect((await journal()).ticks).toBe(1)
    await commit({ putEntities: movesOf(7).slice(0, 1) })
    expect((await journal()).ticks).toBe(2)
    for (let count = 0; count < 16; count++) await commit()
    expect([await journal(), await tableX('e0'), await tableX('e2')]).toEqual([{ ticks: 0, bytes: 0 }, 7, 6])
    await commit({ putEntities: movesOf(8).slice(0, 2) })
    expect([await journal(), await tableX('e1')]).toEqual([{ ticks: 0, bytes: 0 }, 8])
  })

  test.each([
    ['of many ticks is ended by unloading', 20, 0],
    ['of a few ticks is left to the first commit after loading', 2, 2],
  ])('[STORE-3] [STORE-6] one %s; loading writes nothing', async (_, count, left) => {
    const { commit, journal, zones } = await open({ journalTicksMax: 100 })
    await commit({ putEntities: movesOf(9).filter(({ id }) => id !== 'e5'), deleteEntities: ['e5'] })
    for (let more = 1; more < count; more++) await commit({ putEntities: movesOf(10).slice(0, 1) })
    await zones.releaseZone(claimOf('zone-1'), null)
    expect((await journal()).ticks).toBe(left)
    const loaded = await zones.loadZone('zone-1')
    expect(loaded?.entities.map(({ id, x }) => [id, x])).toEqual(
      [...movesOf(10).slice(0, 1), ...movesOf(9).slice(1)]
        .filter(({ id }) => id !== 'e5')
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .map(({ id, x }) => [id, x]),
    )
    expect((await journal()).ticks).toBe(left)
    expect(await commit({ putEntities: movesOf(11) })).toEqual(committed)
    expect((await journal()).ticks).toBe(1)
    expect((await zones.loadZone('zone-1'))?.entities.map(({ x }) => x)).toEqual(Array(40).fill(11))
  })

  test('[STORE-1] entities come in the order of their table, also those that only the journal has', async () => {
    const { zones, commit } = await open()
    const ids = ['e1', 'é', '\uff5e', '😀'] as const
    await commit({ putEntities: [ids[3], ids[1]].map((id) => entityOf({ id })) })
    await commit({ putEntities: [entityOf({ id: ids[2] })] })
    const order = async () =>
      (await zones.loadZone('zone-1'))?.entities.map(({ id }) => id).filter((id) => !/^e\d/.test(id))
    expect(await order()).toEqual(ids.slice(1))
    for (let count = 0; count < 40; count++) await commit()
    expect(await order()).toEqual(ids.slice(1))
  })

  test('[STORE-6] goes with its zone, and a clean end leaves nothing in it', async () => {
    const { zones, commit, journal, storage } = await open()
    await zones.createZone(zoneOf({ id: 'zone-2' }), [])
    const other = commitOf({ zoneId: 'zone-2', putEntities: [entityOf()] })
    await zones.commit([other])
    await commit({ putEntities: movesOf(9) })
    expect(await zones.deleteZone(claimOf('zone-2'))).toEqual(stored)
    expect((await journal()).ticks).toBe(1)
    await storage.close()
    const client = createClient({ url: disk.options.url })
    expect((await client.execute('select count(*) as n from zone_journal')).rows[0]?.n).toBe(0)
    expect((await client.execute("select x from entities where id = 'e3'")).rows[0]?.x).toBe(9)
    client.close()
  })

  test('[STORE-7] after a commit that was refused, or that failed, the next one begins with what is on disk', async () => {
    const { zones, commit, database } = await open()
    await commit({ putEntities: movesOf(3), putMembers: [memberOf()] })
    // Refused after the body was written.
    await database.write([
      sql.raw(
        "create trigger no_boom before insert on action_log when new.type = 'boom' begin select raise(abort, 'no'); end",
      ),
    ])
    const boom = { at: 1, zoneId: 'zone-1', tick: 1, playerId: 'ann', connectionId: null, payload: {}, code: null }
    const log = [{ ...boom, type: 'boom', result: 'applied' as const }]
    expect(await commit({ putEntities: movesOf(50), log })).toMatchObject([{ outcome: 'rejected' }])
    const again = movesOf(4).slice(0, 20)
    const before = { entities: movesOf(3).slice(0, 20), members: [] }
    expect(await commit({ putEntities: again, before })).toEqual(committed)

    // Failed: another program writes.
    const other = createClient({ url: disk.options.url, concurrency: 1, timeout: 0 })
    const writing = await other.transaction('write')
    expect(await commit({ putEntities: movesOf(60) })).toMatchObject([{ outcome: 'failed' }])
    await writing.rollback()
    other.close()
    expect(await commit({ putEntities: movesOf(5).slice(0, 10), deleteEntities: ['e39'] })).toEqual(committed)
    const found = new Map((await zones.loadZone('zone-1'))?.entities.map(({ id, x }) => [id, x]))
    expect([found.get('e0'), found.get('e15'), found.get('e30'), found.has('e39')]).toEqual([5, 4, 3, false])
  })

  test.each([
    ['was removed', (parts: Opened) => parts.zones.removeMember(claimOf('zone-1'), 'ann')],
    ['has departed', (parts: Opened) => parts.zones.departMember(claimOf('zone-1'), 'ann')],
  ])('[STORE-7] a member who %s beside the ticks is not brought back by the journal', async (_, remove) => {
    const parts = await open()
    const member = memberOf({ memberSince: 1 })
    await parts.commit({ putMembers: [member] })
    const settled = [{ seq: 4, intentId: 'an intent', outcome: 'applied' as const, tick: 2 }]
    const putMembers = [{ ...member, lastSeq: 4, settled }]
    await parts.commit({ putMembers, before: { entities: [], members: [member] } })
    expect((await parts.journal()).ticks).toBe(1)
    expect(await remove(parts)).toEqual(stored)
    for (let count = 0; count < 20; count++) await parts.commit({ putEntities: movesOf(count).slice(0, 3) })
    expect(await parts.zones.readMember('zone-1', 'ann')).toBeUndefined()
    expect((await parts.zones.loadZone('zone-1'))?.members).toEqual([])
  })

  test('[STORE-5] who looks into the file finds the zone with its journal, and changes nothing', async () => {
    const { zones, commit, journal } = await open()
    const member = memberOf({ memberSince: 1 })
    await commit({ putMembers: [member] })
    const settled = [{ seq: 4, intentId: 'an intent', outcome: 'applied' as const, tick: 2 }]
    const after = { ...member, lastSeq: 4, settled }
    await commit({
      putEntities: movesOf(9),
      deleteEntities: ['e5'],
      putMembers: [after],
      before: { entities: [], members: [member] },
    })
    const before = await journal()
    const found = inspectZone(disk.options.url, 'zone-1')
    expect(before.ticks).toBeGreaterThan(0)
    expect(await journal()).toEqual(before)
    expect(await zones.readMember('zone-1', 'ann')).toEqual(after)
    const { recording: _, ...loaded } = (await zones.loadZone('zone-1')) ?? {}
    expect(found).toEqual(loaded)
    expect(found?.members).toEqual([after])
    expect(inspectZone(disk.options.url, 'no zone')).toBeUndefined()
  })

  test('[STORE-5] bytes that were changed are found, and not taken for a zone', async () => {
    const { zones, commit, database } = await open()
    await commit({ putEntities: movesOf(9) })
    await database.write([sql.raw('update "zone_journal" set "body" = substr("body", 1, length("body") - 1)')])
    await expect(zones.loadZone('zone-1')).rejects.toMatchObject({ kind: 'corrupt' })
  })
})

type Opened = Awaited<ReturnType<typeof open>>
