import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { cp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { type SQL, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { StorageError } from '../../framework/engine/src/ports/storage/storage-error.ts'
import { createLibsqlStorage } from '../../framework/storage-sqlite/src/libsql-storage.ts'
import { createLibsqlAccountStorage } from '../../framework/storage-sqlite/src/records/libsql-account-storage.ts'
import { commitOf, storedTick, zoneOf } from '../../framework/testing/src/contracts/rows.ts'
import { createTestDisk } from './test-disk.ts'

const disk = createTestDisk()

const away = () => join(disk.folder, 'away')

describe('files that are deleted or replaced while they are open', () => {
  test.each([
    ['the database is moved away', () => rename(disk.path, away()), () => rename(away(), disk.path)],
    [
      'the database is replaced by a copy',
      async () => {
        await rename(disk.path, away())
        await cp(away(), disk.path)
      },
      () => rename(away(), disk.path),
    ],
    ['the log is moved away', () => rename(`${disk.path}-wal`, away()), () => rename(away(), `${disk.path}-wal`)],
  ])('[DUR-6] %s: nothing counts as stored until it is back', async (_, damage, repair) => {
    const storage = createLibsqlStorage(await disk.openDatabase())
    const { zones } = storage
    await zones.createZone(zoneOf(), [])
    await storage.verify()
    await damage()
    const lost = { kind: 'lost', message: expect.stringMatching(/deleted or moved|replaced by another one/) }
    await expect(storage.verify()).rejects.toMatchObject(lost)
    expect(await zones.commit([commitOf()])).toMatchObject([{ outcome: 'failed', error: lost }])
    // A question whether it landed is not answered from a file that is gone.
    await expect(storedTick(zones, 'zone-1')).rejects.toMatchObject(lost)
    await repair()
    await storage.verify()
    expect(await storedTick(zones, 'zone-1')).toBe(0)
    expect(await zones.commit([commitOf()])).toEqual([{ outcome: 'committed' }])
  })

  test('[DUR-6] closing leaves the log of a database that is gone as it is, so that the next start refuses it', async () => {
    const database = await disk.openDatabase()
    await createLibsqlStorage(database).zones.createZone(zoneOf(), [])
    rmSync(disk.path)
    const log = readFileSync(`${disk.path}-wal`)
    expect(log.length).toBeGreaterThan(0)
    await database.close()
    expect(readFileSync(`${disk.path}-wal`).equals(log)).toBe(true)
    await expect(disk.openDatabase()).rejects.toMatchObject({ kind: 'corrupt' })
  })

  test('[DUR-6] a database that was closed is not taken for one that is lost, though closing removed its log', async () => {
    const storage = createLibsqlStorage(await disk.openDatabase())
    await storage.zones.createZone(zoneOf(), [])
    await storage.close()
    rmSync(`${disk.path}-wal`, { force: true })
    await storage.verify()
  })

  test('[DUR-6] a commit does not count if the database is deleted in the instant in which it is written', async () => {
    const database = await disk.openDatabase()
    const statements = {
      map: (each: (statement: SQL) => unknown) => {
        rmSync(disk.path)
        return [each(sql.raw('insert into probe values (1, 1)'))]
      },
    } as unknown as readonly SQL[]
    await expect(database.write(statements)).rejects.toMatchObject({ kind: 'lost' })
  })
})

describe('trouble is reported, for all who use the database', () => {
  test('[FAIL-5] an account that cannot be stored is reported as a zone is; refused data is not', async () => {
    const told: StorageError['kind'][] = []
    const database = await disk.openDatabase({ onTrouble: ({ kind }) => told.push(kind) })
    const accounts = createLibsqlAccountStorage(database)
    const account = { playerId: 'p', username: 'ann', displayName: 'Ann', passwordHash: 'x', createdAt: 1 }
    await accounts.createAccount(account, 9)
    expect(await accounts.createAccount(account, 9)).toBe('taken')
    expect(told).toEqual([])
    const other = createClient({ url: disk.options.url, concurrency: 1, timeout: 0 })
    const transaction = await other.transaction('write')
    await expect(accounts.createAccount({ ...account, username: 'bob' }, 9)).rejects.toMatchObject({ kind: 'busy' })
    await transaction.rollback()
    other.close()
    expect(told).toEqual(['busy'])
  })
})

/** How many descriptors of this process lead to the database, its log included. */
function openDescriptors(): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(disk.path)
    } catch {
      return false
    }
  }).length
}

test.runIf(process.platform === 'linux')(
  '[FAIL-5] opening again after trouble leaves no descriptors behind',
  async () => {
    const storage = await disk.openStorage()
    const other = createClient({ url: disk.options.url, concurrency: 1, timeout: 0 })
    const fail = async (times: number) => {
      for (let done = 0; done < times; done++) {
        const transaction = await other.transaction('write')
        expect(await storage.probe().catch(({ kind }: StorageError) => kind)).toBe('busy')
        await transaction.rollback()
        await turn()
      }
    }
    await fail(2)
    const before = openDescriptors()
    await fail(12)
    expect(openDescriptors()).toBeLessThanOrEqual(before + 6)
    other.close()
  },
)
