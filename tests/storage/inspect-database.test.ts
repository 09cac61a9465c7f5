import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient } from '@libsql/client'
import { afterAll, expect, test } from 'vitest'
import { inspectDatabase } from '../../framework/storage-sqlite/src/inspect/inspect-database.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'gridtick-inspect-'))
afterAll(() => rmSync(folder, { recursive: true }))

const silent = { debug() {}, info() {}, warn() {}, error() {} }

function open(url: string) {
  return openLibsqlStorage({ url, sync: 'full', logger: silent })
}

test('of a database that is not there it says so, and makes none', async () => {
  const path = join(folder, 'none/game.db')
  expect(await inspectDatabase(`file:${path}`)).toEqual({ path, state: 'missing' })
  expect(existsSync(path)).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})

test('it tells whether a server has the database open, and keeps nobody out', async () => {
  const path = join(folder, 'game.db')
  const storage = await open(`file:${path}`)
  const inUse = await inspectDatabase(`file:${path}`)
  expect(inUse).toMatchObject({ path, state: 'readable', isInUse: true, missingMigrations: 0 })
  await storage.close()

  const before = readFileSync(path)
  expect(await inspectDatabase(`file:${path}`)).toMatchObject({ state: 'readable', isInUse: false })
  expect(readFileSync(path).equals(before)).toBe(true)
  await (await open(`file:${path}`)).close()
})

test('it counts the migrations that an older database lacks, and leaves them to the server', async () => {
  const path = join(folder, 'older.db')
  await (await open(`file:${path}`)).close()
  const client = createClient({ url: pathToFileURL(path).href })
  await client.execute('delete from __drizzle_migrations where id = (select max(id) from __drizzle_migrations)')
  client.close()
  const expected = { state: 'readable', missingMigrations: 1 }
  expect(await inspectDatabase(`file:${path}`)).toMatchObject(expected)
  expect(await inspectDatabase(`file:${path}`)).toMatchObject(expected)
})

test('what is no database, or one of a newer version, is unreadable, with the reason', async () => {
  const garbage = join(folder, 'garbage.db')
  writeFileSync(garbage, 'no database, but longer than the header of one would be. '.repeat(20))
  expect(await inspectDatabase(`file:${garbage}`)).toMatchObject({
    state: 'unreadable',
    message: expect.stringContaining('not a database'),
  })

  const newer = join(folder, 'newer.db')
  await (await open(`file:${newer}`)).close()
  const client = createClient({ url: pathToFileURL(newer).href })
  await client.execute("insert into __drizzle_migrations (hash, created_at) values ('of tomorrow', 9e15)")
  client.close()
  expect(await inspectDatabase(`file:${newer}`)).toMatchObject({
    state: 'unreadable',
    message: expect.stringContaining('newer'),
  })
})

test('a URL that is no file is refused', async () => {
  await expect(inspectDatabase('https://example.org/game.db')).rejects.toThrow(TypeError)
})
