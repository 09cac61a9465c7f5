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
import { commitOf, entityOf, memberOf, zoneOf } from '../../framework/testing/src/contracts/rows.ts'
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

  test('a migration that fails changes nothing', async () => {
    const broken = shippedMigrations.with(-1, { writtenAt: 9e12, text: `select 1;\n--> statement-breakpoint\nno sql` })
    const connection = openConnection(disk.path, { timeoutMs: 250 })
    expect(() => migrateDatabase(connection, broken)).toThrow()
    expect(connection.all(plain('select * from sqlite_master'))).toEqual([])
    connection.close()
  })
})
