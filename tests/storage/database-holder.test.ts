import { rmSync } from 'node:fs'
import { createClient, type InValue } from '@libsql/client'
import { describe, expect, test } from 'vitest'
import { takeDatabaseLock } from '../../framework/storage-sqlite/src/database/database-lock.ts'
import { identifyProcess } from '../../framework/storage-sqlite/src/database/process-identity.ts'
import { inspectDatabase } from '../../framework/storage-sqlite/src/inspect/inspect-database.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'
import { createTestDisk } from './test-disk.ts'

const disk = createTestDisk()

/** Another server as it notes itself: its row, while it has the database open. */
async function note(holder: Readonly<Record<string, InValue>>): Promise<void> {
  await (await openLibsqlStorage(disk.options)).close()
  const client = createClient({ url: disk.options.url })
  const columns = Object.keys(holder).map((name) => `"${name}"`)
  const places = columns.map(() => '?')
  await client.execute({
    sql: `insert into "holders" ("id", ${columns.join(', ')}) values (1, ${places.join(', ')})`,
    args: Object.values(holder),
  })
  client.close()
}

/** The process that runs these tests was started by another one, which runs as well. */
const parent = () => identifyProcess(process.ppid)

describe('who has a database open', () => {
  test('[DUR-3] a server that is refused a database says which process has it, and where that one listens', async () => {
    const storage = await openLibsqlStorage(disk.options)
    disk.closeAfterwards(storage)
    const refused = (who: string) => ({
      kind: 'in_use',
      message: `The database ${disk.path} is in use by another server (process ${process.pid}${who}).`,
    })
    await expect(takeDatabaseLock(disk.path)).rejects.toMatchObject(refused(''))
    storage.noteUrl('http://[::1]:8787')
    await storage.zones.countZones()
    await expect(takeDatabaseLock(disk.path)).rejects.toMatchObject(refused(', http://[::1]:8787'))
    await storage.close()
    storage.noteUrl('http://127.0.0.1:1')
    expect(await inspectDatabase(disk.options.url)).toMatchObject({ state: 'readable', isInUse: false })
    await disk.openDatabase()
  })

  test('[DUR-3] while its server runs, a database is refused though somebody deleted the lock', async () => {
    await note({ ...parent(), url: 'http://127.0.0.1:8787' })
    rmSync(`${disk.path}.lock`)
    await expect(disk.openDatabase()).rejects.toMatchObject({
      kind: 'in_use',
      message: `The database ${disk.path} is in use by another server (process ${process.ppid}, http://127.0.0.1:8787).`,
    })
    expect(await inspectDatabase(disk.options.url)).toMatchObject({ isInUse: true })
  })

  test.each([
    ['has ended, and another process has its number', () => ({ ...parent(), startedAt: 'long ago' })],
    ['ran before the machine was started again', () => ({ ...parent(), machine: 'another boot' })],
    ['has ended', () => ({ ...parent(), pid: 4_194_305 })],
  ])('[DUR-3] a server that %s keeps nobody out', async (_, holder) => {
    await note(holder())
    await disk.openDatabase()
  })

  test('what is noted is shown only if it is an address', async () => {
    await note({ ...parent(), url: 'http://127.0.0.1:1\u001B[2J' })
    await expect(disk.openDatabase()).rejects.toMatchObject({ message: expect.stringContaining(`${process.ppid}).`) })
  })
})
