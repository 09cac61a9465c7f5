import { cp, link, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { databasePathOf } from '../../framework/storage-sqlite/src/database/database-file.ts'
import { openLibsqlDatabase } from '../../framework/storage-sqlite/src/database/libsql-database.ts'
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

describe('opening', () => {
  test.each([
    'libsql://host/db',
    'http://host/db',
    ':memory:',
    'file::memory:',
    'file:',
    'file:a.db?mode=ro',
    'file://host/a.db',
    'a.db',
    'file:dir/',
  ])('the URL %s is refused, and says what is needed', async (url) => {
    await expect(openLibsqlStorage({ ...disk.options, url })).rejects.toThrow(/must be a file, for example "file:/)
  })

  test.each([
    ['file:./data/a.db', join(process.cwd(), 'data/a.db')],
    ['file:a.db', join(process.cwd(), 'a.db')],
    ['file:/tmp/a%20b.db', '/tmp/a b.db'],
    ['file:///tmp/a.db', '/tmp/a.db'],
    ['file://localhost/tmp/a.db', '/tmp/a.db'],
  ])('the URL %s is the file %s', (url, file) => {
    expect(databasePathOf(url)).toBe(file)
  })

  test('folders are made, whatever they are called, and everything is there after closing and opening again', async () => {
    const url = `file:${join(disk.folder, 'new/spaces%20%23/game.db')}`
    const first = await openLibsqlStorage({ ...disk.options, url })
    await first.zones.createZone(zoneOf(), [entityOf()])
    await first.zones.commit([commitOf({ putMembers: [memberOf()], log: [logRowOf()] })])
    const before = await first.zones.loadZone('zone-1')
    await first.close()
    await first.close()
    await expect(storedTick(first.zones, 'zone-1')).rejects.toMatchObject({ name: 'StorageError' })
    // The file alone has everything: the log beside it was moved in.
    await cp(join(disk.folder, 'new/spaces #/game.db'), disk.path)

    for (const again of [url, disk.options.url]) {
      const second = await openLibsqlStorage({ ...disk.options, url: again })
      disk.closeAfterwards(second)
      expect(await second.zones.loadZone('zone-1')).toEqual(before)
      expect(await second.actionLog.readLog({ zoneId: 'zone-1', afterSeq: 0, limit: 9 })).toHaveLength(1)
    }
  })

  test.each([
    ['full', 2],
    ['normal', 1],
  ] as const)('[DUR-2] with sync %s the settings are in force, also on a connection made anew', async (sync, value) => {
    const database = await disk.openDatabase({ sync })
    const setting = async (name: string) => Object.values((await database.read(sql.raw(`PRAGMA ${name}`)))[0] ?? {})[0]
    const settings = async () => ({
      journal_mode: await setting('journal_mode'),
      synchronous: await setting('synchronous'),
      foreign_keys: await setting('foreign_keys'),
      journal_size_limit: await setting('journal_size_limit'),
    })
    const expected = { journal_mode: 'wal', synchronous: value, foreign_keys: 1, journal_size_limit: 67_108_864 }
    expect(await settings()).toEqual(expected)

    await database.read(sql.raw('PRAGMA synchronous = OFF'))
    await database.read(sql.raw('PRAGMA foreign_keys = OFF'))
    await expect(database.read(sql.raw('no sql'))).rejects.toMatchObject({ kind: 'unknown' })
    expect(await settings()).toEqual(expected)
  })

  test('a folder in the place of the database is said to be one', async () => {
    await mkdir(disk.path)
    await expect(disk.openDatabase()).rejects.toMatchObject({
      kind: 'io',
      message: expect.stringMatching(/is a folder/),
    })
  })

  test('a folder that cannot be made is an io error', async () => {
    await writeFile(join(disk.folder, 'file'), '')
    await expect(disk.openDatabase({ url: `file:${disk.folder}/file/test.db` })).rejects.toMatchObject({
      kind: 'io',
      message: expect.stringMatching(/cannot be made: .*Name another file in DATABASE_URL/),
    })
  })

  // Node's recursive mkdir never comes back from there.
  test.skipIf(process.platform !== 'linux')('a folder below one that takes nothing is refused at once', async () => {
    await expect(disk.openDatabase({ url: 'file:/proc/none/deep/test.db' })).rejects.toMatchObject({
      kind: 'io',
      message: expect.stringMatching(/cannot be made/),
    })
  })
})

describe('a file that is no database of ours', () => {
  test.each([
    ['text', Buffer.from('this is no database '.repeat(400))],
    ['a few bytes', Buffer.from('SQL')],
    ['the right start and garbage', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8_000, 7)])],
  ])('[FAIL-5] %s: refused as corrupt, and left byte for byte', async (_, bytes) => {
    await writeFile(disk.path, bytes)
    await expect(disk.openDatabase()).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringContaining(disk.path),
    })
    expect(await readFile(disk.path)).toEqual(bytes)
    await expect(disk.openDatabase()).rejects.toMatchObject({ kind: 'corrupt' })
  })

  test.each([
    ['overwritten in the middle', (bytes: Buffer) => bytes.fill(0xa5, 8_192, bytes.length - 4_096)],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 3 * 4_096 + 100)],
  ])('[FAIL-5] a database that was %s: refused as corrupt, and left byte for byte', async (_, damage) => {
    const storage = await openLibsqlStorage(disk.options)
    await storage.zones.createZone(
      zoneOf(),
      Array.from({ length: 1_000 }, (_, n) => entityOf({ id: `e${n}` })),
    )
    await storage.close()
    const bytes = Buffer.from(damage(await readFile(disk.path)))
    await writeFile(disk.path, bytes)
    await expect(disk.openDatabase()).rejects.toMatchObject({ kind: 'corrupt' })
    expect(await readFile(disk.path)).toEqual(bytes)
    // A large database is not read through at start: its damage shows where it is.
    const limits = { ...defaultLimits, integrityCheckBytesMax: 0 }
    const zones = await disk
      .openDatabase({ limits })
      .then((database) => createLibsqlStorage(database).zones)
      .catch((error) => error)
    if (!(zones instanceof Error)) await expect(zones.loadZone('zone-1')).rejects.toMatchObject({ kind: 'corrupt' })
    else expect(zones).toMatchObject({ kind: 'corrupt' })
  })

  test('an empty file is a new database', async () => {
    await writeFile(disk.path, '')
    expect(await (await disk.openZones()).countZones()).toEqual({ open: 0, paused: 0, finished: 0 })
  })
})

describe('one server for a database', () => {
  test('[DUR-3] a database with a second name is refused by both: its log and its lock would have two names too', async () => {
    const storage = await openLibsqlStorage(disk.options)
    await storage.close()
    const second = join(disk.folder, 'second.db')
    await link(disk.path, second)
    const refused = { kind: 'io', message: expect.stringMatching(/has 2 names \(hard links\).*-samefile/) }
    await expect(disk.openDatabase({ url: `file:${second}` })).rejects.toMatchObject(refused)
    await expect(disk.openDatabase()).rejects.toMatchObject(refused)
    await rm(second)
    await disk.openDatabase()
  })

  test('[DUR-3] a second opening is refused while the first is open, by any name, and granted afterwards', async () => {
    const first = await openLibsqlDatabase(disk.options)
    const inUse = { kind: 'in_use', message: expect.stringContaining('in use by another server') }
    await expect(openLibsqlDatabase(disk.options)).rejects.toMatchObject(inUse)
    await expect(openLibsqlDatabase({ ...disk.options, url: `file:${disk.folder}/./test.db` })).rejects.toMatchObject(
      inUse,
    )
    await symlink(disk.path, join(disk.folder, 'link.db'))
    await expect(openLibsqlDatabase({ ...disk.options, url: `file:${disk.folder}/link.db` })).rejects.toMatchObject(
      inUse,
    )
    await first.write([sql.raw('insert into probe values (1, 1)')])
    await expect(openLibsqlDatabase(disk.options)).rejects.toMatchObject(inUse)
    await first.close()
    await disk.openDatabase()
  })
})
