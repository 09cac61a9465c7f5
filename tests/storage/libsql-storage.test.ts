import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createClient } from '@libsql/client'
import { type SQL, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../framework/kernel/limits.ts'
import { silentLogger } from '../../framework/kernel/logger.ts'
import { databasePathOf } from '../../framework/storage/database-file.ts'
import {
  type LibsqlDatabase,
  type LibsqlDatabaseOptions,
  openLibsqlDatabase,
} from '../../framework/storage/libsql-database.ts'
import { createLibsqlZoneStorage } from '../../framework/storage/libsql-zone-storage.ts'
import { migrateDatabase } from '../../framework/storage/migrate-database.ts'
import { openLibsqlStorage } from '../../framework/storage/open-libsql-storage.ts'
import type { ZoneStorage } from '../../framework/storage/zone-storage.ts'
import { commitOf, entityOf, logRowOf, memberOf, zoneOf } from '../contracts/storages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
let path: string
let options: LibsqlDatabaseOptions
const opened: { close(): Promise<void> }[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridtick-'))
  path = join(folder, 'test.db')
  options = { url: `file:${path}`, sync: 'full', logger: silentLogger }
})
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
  await rm(folder, { recursive: true, force: true })
})

async function openDatabase(changes: Partial<LibsqlDatabaseOptions> = {}): Promise<LibsqlDatabase> {
  const database = await openLibsqlDatabase({ ...options, ...changes })
  opened.push(database)
  return database
}

async function openZones(): Promise<ZoneStorage> {
  return createLibsqlZoneStorage(await openDatabase())
}

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
    await expect(openLibsqlStorage({ ...options, url })).rejects.toThrow(/must be a file, as "file:/)
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
    const url = `file:${join(folder, 'new/spaces%20%23/game.db')}`
    const first = await openLibsqlStorage({ ...options, url })
    await first.zones.createZone(zoneOf(), [entityOf()])
    await first.zones.commit([commitOf({ putMembers: [memberOf()], log: [logRowOf()] })])
    const before = await first.zones.loadZone('zone-1')
    await first.close()
    await first.close()
    await expect(first.zones.readTick('zone-1')).rejects.toMatchObject({ name: 'StorageError' })
    // The file alone has everything: the log beside it was moved in.
    await cp(join(folder, 'new/spaces #/game.db'), path)

    for (const again of [url, options.url]) {
      const second = await openLibsqlStorage({ ...options, url: again })
      opened.push(second)
      expect(await second.zones.loadZone('zone-1')).toEqual(before)
      expect(await second.zones.readLog({ zoneId: 'zone-1', afterSeq: 0, limit: 9 })).toHaveLength(1)
    }
  })

  test.each([
    ['full', 2],
    ['normal', 1],
  ] as const)('[DUR-2] with sync %s the settings are in force, also on a connection made anew', async (sync, value) => {
    const database = await openDatabase({ sync })
    const setting = async (name: string) => (await database.read(sql.raw(`PRAGMA ${name}`)))[0]?.[0]
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

  test('a folder that cannot be made is an io error', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(openDatabase({ url: `file:${folder}/file/test.db` })).rejects.toMatchObject({ kind: 'io' })
  })
})

describe('a file that is no database of ours', () => {
  test.each([
    ['text', Buffer.from('this is no database '.repeat(400))],
    ['a few bytes', Buffer.from('SQL')],
    ['the right start and garbage', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8_000, 7)])],
  ])('[FAIL-5] %s: refused as corrupt, and left byte for byte', async (_, bytes) => {
    await writeFile(path, bytes)
    await expect(openDatabase()).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringContaining(path) })
    expect(await readFile(path)).toEqual(bytes)
    await expect(openDatabase()).rejects.toMatchObject({ kind: 'corrupt' })
  })

  test.each([
    ['overwritten in the middle', (bytes: Buffer) => bytes.fill(0xa5, 8_192, bytes.length - 4_096)],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 3 * 4_096 + 100)],
  ])('[FAIL-5] a database that was %s: refused as corrupt, and left byte for byte', async (_, damage) => {
    const storage = await openLibsqlStorage(options)
    await storage.zones.createZone(
      zoneOf(),
      Array.from({ length: 1_000 }, (_, n) => entityOf({ id: `e${n}` })),
    )
    await storage.close()
    const bytes = Buffer.from(damage(await readFile(path)))
    await writeFile(path, bytes)
    await expect(openDatabase()).rejects.toMatchObject({ kind: 'corrupt' })
    expect(await readFile(path)).toEqual(bytes)
    // A large database is not read through at start: its damage shows where it is.
    const limits = { ...defaultLimits, integrityCheckBytesMax: 0 }
    const zones = await openDatabase({ limits })
      .then(createLibsqlZoneStorage)
      .catch((error) => error)
    if (!(zones instanceof Error)) await expect(zones.loadZone('zone-1')).rejects.toMatchObject({ kind: 'corrupt' })
    else expect(zones).toMatchObject({ kind: 'corrupt' })
  })

  test('an empty file is a new database', async () => {
    await writeFile(path, '')
    expect(await (await openZones()).countZones()).toEqual({ open: 0, paused: 0, finished: 0 })
  })
})

describe('migrations', () => {
  const migrationsFolder = join(root, 'framework/storage/migrations')

  test.each([
    ['one more', "insert into __drizzle_migrations (hash, created_at) values ('newer', 9e15)"],
    ['another in its place', "update __drizzle_migrations set hash = 'other' where id = 1"],
  ])('a database with %s than we know is refused, and left as it is', async (_, statement) => {
    const database = await openDatabase()
    await database.write([sql.raw(statement)])
    await database.close()
    const bytes = await readFile(path)
    await expect(openDatabase()).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringMatching(/newer, version/),
    })
    expect(await readFile(path)).toEqual(bytes)
  })

  test('only what is missing is carried out, and rebuilding a table deletes nothing that refers to it', async () => {
    const storage = await openLibsqlStorage(options)
    await storage.zones.createZone(zoneOf(), [entityOf()])
    await storage.close()
    const more = join(folder, 'migrations')
    await cp(migrationsFolder, more, { recursive: true })
    const journal = JSON.parse(await readFile(join(more, 'meta/_journal.json'), 'utf8'))
    journal.entries.push({ idx: 9, version: '6', when: 9e12, tag: '0009_next', breakpoints: true })
    await writeFile(join(more, 'meta/_journal.json'), JSON.stringify(journal))
    const rebuild = ['create table z2 as select * from zones', 'drop table zones', 'alter table z2 rename to zones']
    await writeFile(join(more, '0009_next.sql'), rebuild.join(';\n--> statement-breakpoint\n'))

    const client = createClient({ url: options.url, concurrency: 1 })
    await client.execute('PRAGMA foreign_keys = ON')
    expect(await migrateDatabase(client, more)).toBe(1)
    expect(await migrateDatabase(client, more)).toBe(0)
    expect((await client.execute('select count(*) from entities')).rows[0]?.[0]).toBe(1)
    client.close()
  })

  test('[CONN-3] a member from before memberships were told apart stays one, and the next membership is another', async () => {
    const older = join(folder, 'older')
    await cp(migrationsFolder, older, { recursive: true })
    const journal = JSON.parse(await readFile(join(older, 'meta/_journal.json'), 'utf8'))
    journal.entries = journal.entries.filter(({ tag }: { tag: string }) => tag < '0002')
    await writeFile(join(older, 'meta/_journal.json'), JSON.stringify(journal))
    const client = createClient({ url: options.url, concurrency: 1 })
    await migrateDatabase(client, older)
    await client.execute('PRAGMA foreign_keys = OFF')
    await client.execute(
      `insert into members ("zoneId", "playerId", "displayName", "lastSeq", "settled") values ('zone-1', 'ann', 'Ann', 4, '[]')`,
    )
    client.close()
    const zones = await openZones()
    await zones.createZone(zoneOf(), [])
    expect(await zones.readMember('zone-1', 'ann')).toEqual(memberOf({ lastSeq: 4, memberSince: 0 }))
    await zones.commit([commitOf({ putMembers: [memberOf({ memberSince: 1 })] })])
    expect((await zones.loadZone('zone-1'))?.members).toEqual([memberOf({ memberSince: 1 })])
  })

  test('a migration that fails changes nothing', async () => {
    const broken = join(folder, 'migrations')
    await cp(migrationsFolder, broken, { recursive: true })
    const [file] = (await readdir(broken)).filter((name) => name.endsWith('.sql')).reverse()
    await writeFile(join(broken, file ?? ''), '\n--> statement-breakpoint\nno sql', { flag: 'a' })
    const client = createClient({ url: options.url, concurrency: 1 })
    await expect(migrateDatabase(client, broken)).rejects.toThrow()
    expect((await client.execute('select * from sqlite_master')).rows).toEqual([])
    client.close()
  })

  test('the committed migrations lead to what the schema says', async () => {
    const out = join(folder, 'migrations')
    await cp(migrationsFolder, out, { recursive: true })
    const before = await readdir(out)
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        join(root, 'node_modules/drizzle-kit/bin.cjs'),
        'generate',
        '--dialect=sqlite',
        '--schema=./framework/storage/schema.ts',
        `--out=${relative(root, out)}`,
      ],
      { cwd: root },
    )
    expect(stdout).toContain('No schema changes')
    expect(await readdir(out)).toEqual(before)
  })
})

describe('one server for a database', () => {
  test('[DUR-3] a second opening is refused while the first is open, by any name, and granted afterwards', async () => {
    const first = await openLibsqlDatabase(options)
    const inUse = { kind: 'in_use', message: expect.stringContaining('in use by another server') }
    await expect(openLibsqlDatabase(options)).rejects.toMatchObject(inUse)
    await expect(openLibsqlDatabase({ ...options, url: `file:${folder}/./test.db` })).rejects.toMatchObject(inUse)
    await symlink(path, join(folder, 'link.db'))
    await expect(openLibsqlDatabase({ ...options, url: `file:${folder}/link.db` })).rejects.toMatchObject(inUse)
    await first.write([sql.raw('insert into probe values (1, 1)')])
    await expect(openLibsqlDatabase(options)).rejects.toMatchObject(inUse)
    await first.close()
    await openDatabase()
  })

  test('[DUR-1] [DUR-3] kill -9 frees the lock at once, and everything committed is there', async () => {
    const child: ChildProcess = spawn(
      process.execPath,
      ['--import', 'tsx', join(root, 'tests/storage/hold-database.ts'), options.url],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const exited = once(child, 'exit')
    try {
      await Promise.race([once(child.stdout ?? child, 'data'), exited])
      expect(child.exitCode, 'the other server did not start; its error stands above').toBeNull()
      await expect(openDatabase()).rejects.toMatchObject({ kind: 'in_use' })
    } finally {
      child.kill('SIGKILL')
    }
    await exited
    expect(await (await openZones()).readTick('zone-1')).toBe(1)
  })
})

describe('trouble while running', () => {
  test('[FAIL-5] busy: another program writes; failed without effect, and works again by itself', async () => {
    const zones = await openZones()
    await zones.createZone(zoneOf(), [])
    const other = createClient({ url: options.url, concurrency: 1, timeout: 0 })
    const transaction = await other.transaction('write')
    await expect(zones.probe()).rejects.toMatchObject({ name: 'StorageError', kind: 'busy' })
    const both = await zones.commit([commitOf(), commitOf()])
    expect(both).toMatchObject([
      { outcome: 'failed', error: { kind: 'busy' } },
      { outcome: 'failed', error: { kind: 'busy' } },
    ])
    expect(await zones.readTick('zone-1')).toBe(0)
    await transaction.rollback()
    other.close()
    await zones.probe()
    expect(await zones.commit([commitOf()])).toEqual([{ outcome: 'committed' }])
  })

  test('[FAIL-5] full disk: failed without effect, and works again when there is room', async () => {
    const database = await openDatabase()
    const zones = createLibsqlZoneStorage(database)
    await zones.createZone(zoneOf(), [entityOf()])
    const before = await zones.loadZone('zone-1')
    const big = commitOf({ putEntities: [entityOf({ data: { text: 'x'.repeat(50_000) } })], log: [logRowOf()] })
    const fill = async () => {
      const pages = (await database.read(sql.raw('PRAGMA page_count')))[0]?.[0]
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
    expect(await zones.readTick('zone-1')).toBe(1)
  })

  test('[STEP-5] a refusal by the database itself, in the last statement, takes the whole commit back', async () => {
    const database = await openDatabase()
    const zones = createLibsqlZoneStorage(database)
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
    expect(await zones.readLog({ zoneId: 'zone-1', afterSeq: 0, limit: 9 })).toEqual([])
    expect(await zones.commit([{ ...commit, log: [logRowOf()] }])).toEqual([{ outcome: 'committed' }])
    expect((await database.read(sql.raw('select * from commit_guard'))).length).toBe(0)
  })

  test('what was asked for before closing is stored; what is asked for at once is done in order', async () => {
    const storage = await openLibsqlStorage(options)
    const created = storage.zones.createZone(zoneOf(), [])
    const commits = Array.from({ length: 100 }, (_, ifTick) => storage.zones.commit([commitOf({ ifTick })]))
    await storage.close()
    await created
    expect((await Promise.all(commits)).flat().every(({ outcome }) => outcome === 'committed')).toBe(true)
    expect(await (await openZones()).readTick('zone-1')).toBe(100)
  })

  test('the queue of operations has its bound, and takes more when it has drained', async () => {
    const database = await openDatabase({ limits: { ...defaultLimits, storageWaitingMax: 3 } })
    const zones = createLibsqlZoneStorage(database)
    const probes = await Promise.allSettled([1, 2, 3, 4].map(() => zones.probe()))
    expect(probes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
    expect(probes[3]).toMatchObject({ reason: { kind: 'busy' } })
    await zones.probe()
  })

  test('many operations in a row let the event loop turn', async () => {
    const zones = await openZones()
    let turns = 0
    const count = () => {
      turns += 1
      timer = setImmediate(count)
    }
    let timer = setImmediate(count)
    for (let times = 0; times < 200; times++) await zones.probe()
    clearImmediate(timer)
    expect(turns).toBeGreaterThanOrEqual(5)
  })
})

describe('queries', () => {
  test('[ACT-2] what a beat asks for is answered from an index, whatever else is stored', async () => {
    const database = await openDatabase()
    const plans: string[] = []
    const explain = async (statement: SQL) => {
      plans.push((await database.read(sql`explain query plan ${statement}`)).map((row) => row.detail).join('; '))
      return []
    }
    const zones = createLibsqlZoneStorage({ ...database, read: explain } as LibsqlDatabase)
    const planOf = async (query: Promise<unknown>) => {
      await query
      return plans.pop()
    }
    expect(await planOf(zones.dueZones(1, 1))).toMatch(
      /^SEARCH zones USING INDEX zones_due \(wakeAt>\? AND wakeAt<\?\)$/,
    )
    expect(await planOf(zones.nextWakeAt())).toMatch(/^SEARCH zones USING (COVERING )?INDEX zones_due \(wakeAt>\?\)$/)
    const connected = await planOf(zones.zonesToTell(1))
    expect(connected).toMatch(/SCAN members USING INDEX members_connected; SEARCH zones USING/)
    expect(connected).toMatch(/SCAN departures USING COVERING INDEX \S+; SEARCH zones USING/)
    expect(connected).not.toContain('TEMP B-TREE')
    expect(await planOf(zones.readLog({ zoneId: 'a', afterSeq: 1, limit: 1 }))).toMatch(
      /^SEARCH action_log USING INDEX action_log_by_zone \(zoneId=\? AND seq>\?\)$/,
    )
    expect(await planOf(zones.readLog({ zoneId: 'a', afterSeq: 1, beforeSeq: 9, fromEnd: true, limit: 1 }))).toMatch(
      /^SEARCH action_log USING INDEX action_log_by_zone \(zoneId=\? AND seq>\? AND seq<\?\)$/,
    )
    expect(await planOf(zones.listZones({ module: 'm', afterId: 'a', limit: 1 }))).toContain(
      'zones_by_module (module=? AND id>?)',
    )
    expect(await planOf(zones.countZones())).toMatch(/^SCAN zones USING COVERING INDEX zones_by_status$/)
  })
})
