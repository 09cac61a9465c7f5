import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach } from 'vitest'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import type { Storage } from '../../framework/engine/src/ports/storage/storage.ts'
import type { ZoneStorage } from '../../framework/engine/src/ports/storage/zone-storage.ts'
import { type LibsqlDatabase, openLibsqlDatabase } from '../../framework/storage-sqlite/src/database/libsql-database.ts'
import type { LibsqlDatabaseOptions } from '../../framework/storage-sqlite/src/database/libsql-database-options.ts'
import { createLibsqlStorage } from '../../framework/storage-sqlite/src/libsql-storage.ts'

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A folder of its own for each test of a file, with a database in it; what was opened there is closed after the test. */
export type TestDisk = {
  readonly folder: string
  /** Of the database's file. */
  readonly path: string
  readonly options: LibsqlDatabaseOptions
  openDatabase(changes?: Partial<LibsqlDatabaseOptions>): Promise<LibsqlDatabase>
  openStorage(): Promise<Required<Storage>>
  openZones(): Promise<ZoneStorage>
  closeAfterwards(opened: { close(): Promise<void> }): void
}

/** To be called once, at the top of a test file. */
export function createTestDisk(): TestDisk {
  let folder = ''
  const opened: { close(): Promise<void> }[] = []
  const disk: TestDisk = {
    get folder() {
      return folder
    },
    get path() {
      return join(folder, 'test.db')
    },
    get options() {
      return { url: `file:${disk.path}`, sync: 'full' as const, logger: silentLogger }
    },
    async openDatabase(changes = {}) {
      const database = await openLibsqlDatabase({ ...disk.options, ...changes })
      opened.push(database)
      return database
    },
    async openStorage() {
      return createLibsqlStorage(await disk.openDatabase())
    },
    async openZones() {
      return (await disk.openStorage()).zones
    },
    closeAfterwards(closeable) {
      opened.push(closeable)
    },
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridtick-'))
  })
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close()
    await rm(folder, { recursive: true, force: true })
  })
  return disk
}
