import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { migrationsSource } from '../../apps/build/migrations/migrations-source.ts'
import { readMigrations } from '../../apps/build/migrations/read-migrations.ts'
import { beatNumber } from '../../framework/engine/src/zone/beat.ts'
import { openConnection, plain } from '../../framework/storage-sqlite/src/database/connection.ts'
import { migrateDatabase } from '../../framework/storage-sqlite/src/database/migrate-database.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'
import { shippedMigrations } from '../../framework/storage-sqlite/src/shipped-migrations.ts'
import {
  commitOf,
  committed,
  entityOf,
  everyLog,
  logRowOf,
  memberOf,
  zoneOf,
} from '../../framework/testing/src/contracts/rows.ts'
import { createTestDisk, root } from './test-disk.ts'

const disk = createTestDisk()

describe('migrations', () => {
  const storageFolder = join(root, 'framework/storage-sqlite/src')

  /** A database as it was when it had only the first few of them. */
  const openOlder = (count: number) => {
    const connection = openConnection(disk.path, { timeoutMs: 250 })
    migrateDatabase(connection, shippedMigrations.slice(0, count))
    return connection
  }

  test('[PKG-4] those that the storage holds are those of the folder; npm run db:generate writes them', async () => {
    const source = migrationsSource(readMigrations(join(storageFolder, 'migrations')))
    expect(await readFile(join(storageFolder, 'shipped-migrations.ts'), 'utf8')).toBe(source)
    expect(shippedMigrations).toEqual(readMigrations(join(storageFolder, 'migrations')))
  })

  test.each([
    ['one more', "insert into __drizzle_migrations (hash, created_at) values ('newer', 9e15)"],
    ['another in its place', "update __drizzle_migrations set hash = 'other' where id = 1"],
  ])('a database with %s than we know is refused, and left as it is', async (_, statement) => {
    const database = await disk.openDatabase()
    await database.write([sql.raw(statement)])
    await database.close()
    const bytes = await readFile(disk.path)
    await expect(disk.openDatabase()).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringMatching(/newer, version/),
    })
    expect(await readFile(disk.path)).toEqual(bytes)
  })

  test('only what is missing is carried out, and rebuilding a table deletes nothing that refers to it', async () => {
    const storage = await openLibsqlStorage(disk.options)
    await storage.zones.createZone(zoneOf(), [entityOf()])
    await storage.close()
    const rebuild = ['create table z2 as select * from zones', 'drop table zones', 'alter table z2 rename to zones']
    const next = { writtenAt: 9e12, text: rebuild.join(';\n--> statement-breakpoint\n') }
    const more = [...shippedMigrations, next]

    const connection = openConnection(disk.path, { timeoutMs: 250 })
    connection.all(plain('PRAGMA foreign_keys = ON'))
    expect(migrateDatabase(connection, more)).toBe(1)
    expect(migrateDatabase(connection, more)).toBe(0)
    expect(connection.all(plain('select count(*) as "count" from entities'))).toEqual([{ count: 1 }])
    expect(connection.all(plain('PRAGMA foreign_keys'))).toEqual([{ foreign_keys: 1 }])
    connection.close()
  })

  test('[CONN-3] a member from before memberships were told apart stays one, and the next membership is another', async () => {
    const connection = openOlder(2)
    connection.all(plain('PRAGMA foreign_keys = OFF'))
    connection.run(
      plain(
        `insert into members ("zoneId", "playerId", "displayName", "lastSeq", "settled") values ('zone-1', 'ann', 'Ann', 4, '[]')`,
      ),
    )
    connection.close()
    const zones = await disk.openZones()
    await zones.createZone(zoneOf(), [])
    expect(await zones.readMember('zone-1', 'ann')).toEqual(memberOf({ lastSeq: 4, memberSince: 0 }))
    await zones.commit([commitOf({ putMembers: [memberOf({ memberSince: 1 })] })])
    expect((await zones.loadZone('zone-1'))?.members).toEqual([memberOf({ memberSince: 1 })])
  })

  test('[TIME-2] ticks of a zone from before beats were numbered by the clock go on from the last one', async () => {
    const connection = openOlder(5)
    const columns = `"id", "name", "module", "moduleVersion", "stateVersion", "status", "createdAt", "everyMs", "seed",
      "tick", "at", "epoch", "failures", "result", "config", "state", "extras"`
    const rest = "1, 0, 'null', '{}', '{}', '{}'"
    for (const [id, everyMs] of [
      ['quick', 250],
      ['slow', 3_600_000],
    ])
      connection.run(
        plain(
          `insert into zones (${columns}) values ('${id}', 'a', 'm', '1', 1, 'open', 5, ${everyMs}, 's', 77, 1000100, ${rest})`,
        ),
      )
    connection.close()
    const zones = await disk.openZones()
    const numberAt = async (id: string, at: number) => {
      const zone = (await zones.readZone(id))?.zone
      return zone && beatNumber(zone, at)
    }
    expect([await numberAt('quick', 1_000_100), await numberAt('quick', 1_001_100)]).toEqual([77, 81])
    expect([await numberAt('slow', 1_000_100), await numberAt('slow', 1_001_100)]).toEqual([77, 87])
  })

  test('[STORE-5] a zone from before there was a journal is there with all that it has, and goes on', async () => {
    const connection = openOlder(7)
    const settled = JSON.stringify([{ seq: 3, intentId: 'i3', outcome: 'applied', tick: 6 }])
    for (const text of [
      `insert into zones ("id", "name", "module", "moduleVersion", "stateVersion", "status", "createdAt", "everyMs", "seed", "tick", "at",
        "tickOffset", "tickUnitMs", "wakeAt", "epoch", "failures", "result", "config", "state", "extras", "record")
        values ('zone-1', 'A zone', 'hello-grid', '1.0.0', 1, 'open', 1000, 100, 'a seed', 7, 1700, -10, 100, 9000, 1, 0, 'null',
        '{"width":8}', '{"round":2}', '{}', 1)`,
      // As SQLite had them: in the order in which they came.
      `insert into entities values ('zone-1', 'ship-2', 'ship', -3, 4, 'ann', '{"hull":7}')`,
      `insert into entities values ('zone-1', 'ship-1', 'ship', 1, 2, null, '{"hull":10}')`,
      `insert into members values ('zone-1', 'ann', 'Ann', null, 3, '${settled}', 2)`,
      `insert into departures values ('zone-1', 'bob', 'Bob')`,
      `insert into action_log values (null, 1100, 'zone-1', 1, 'ann', 'c1', 'step', '{"dx":1}', 'applied', null)`,
      `insert into recorded_snapshots values ('zone-1', 6, 0, 0, 2, '{}')`,
      `insert into recorded_ticks values ('zone-1', 7, 1, 2, '[]')`,
    ])
      connection.run(plain(text))
    connection.close()

    const { zones, actionLog } = await disk.openStorage()
    const ann = memberOf({
      memberSince: 2,
      lastSeq: 3,
      settled: [{ seq: 3, intentId: 'i3', outcome: 'applied', tick: 6 }],
    })
    const moved = entityOf({ id: 'ship-2', x: -3, y: 4, ownerId: 'ann', data: { hull: 7 } })
    const before = await zones.loadZone('zone-1')
    expect(before).toMatchObject({
      zone: zoneOf({ tick: 7, at: 1_700, wakeAt: 9_000, state: { round: 2 }, record: true }),
      members: [ann],
      entities: [entityOf(), moved],
      departed: [{ playerId: 'bob', displayName: 'Bob' }],
      recording: { last: { tick: 7, number: 1, bytes: 2 } },
    })
    expect(await actionLog.readLog(everyLog)).toEqual([{ ...logRowOf(), seq: 1 }])

    const after = { ...moved, x: -2 }
    const settledNext = { ...ann, lastSeq: 4, settled: [...ann.settled, { ...ann.settled[0], seq: 4, tick: 8 }] }
    const commit = commitOf({
      ifTick: 7,
      putEntities: [after],
      deleteEntities: ['ship-1'],
      putMembers: [settledNext as typeof ann],
      before: { entities: [moved], members: [ann] },
    })
    expect(await zones.commit([commit])).toEqual(committed)
    expect(await zones.loadZone('zone-1')).toMatchObject({ entities: [after], members: [settledNext] })
  })

  test('a migration that fails changes nothing', async () => {
    const broken = shippedMigrations.with(-1, { writtenAt: 9e12, text: `select 1;\n--> statement-breakpoint\nno sql` })
    const connection = openConnection(disk.path, { timeoutMs: 250 })
    expect(() => migrateDatabase(connection, broken)).toThrow()
    expect(connection.all(plain('select * from sqlite_master'))).toEqual([])
    connection.close()
  })
})
