import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkDatabase } from '../../apps/cli/doctor/check-database.ts'
import { forgetHolder } from '../../framework/storage-sqlite/src/database/database-holder.ts'
import { createLibsqlStorage } from '../../framework/storage-sqlite/src/libsql-storage.ts'
import { commitOf, entityOf, zoneOf } from '../../framework/testing/src/contracts/rows.ts'
import { createTestDisk } from '../storage/test-disk.ts'

const disk = createTestDisk()

test('[STORE-5] the doctor says what was left in the journal, and is content with it', async () => {
  const database = await disk.openDatabase()
  const { zones } = createLibsqlStorage(database)
  await zones.createZone(zoneOf(), [])
  await zones.commit([commitOf({ putEntities: [entityOf()] })])
  // What is copied names no running server then.
  await database.write([forgetHolder()])
  const copy = join(disk.folder, 'copy.db')
  for (const end of ['', '-wal']) cpSync(`${disk.path}${end}`, `${copy}${end}`)

  const left = await checkDatabase(`file:${copy}`)
  expect(left).toMatchObject({ status: 'good', message: expect.stringContaining('last ticks of 1 zones (1)') })
  expect((await checkDatabase(disk.options.url)).message).toMatch(/in use by a running server$/)
})
