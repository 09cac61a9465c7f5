import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Limits } from '../../framework/engine/src/ports/limits.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import type { Storage } from '../../framework/engine/src/ports/storage/storage.ts'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'
import type { StorageUnderTest } from '../../framework/testing/src/contracts/storage-under-test.ts'

/** Every implementation of the storage: the suites of its parts run over all of them. */
export const storages: readonly StorageUnderTest[] = [
  { name: 'memory', open: async () => createMemoryStorage() },
  { name: 'libsql', open: () => openLibsql({}) },
  { name: 'libsql without its journal', open: () => openLibsql({ journalFrom: 1_000_000 }) },
]

async function openLibsql(limits: Partial<Limits>): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), 'gridtick-'))
  const url = `file:${join(folder, 'test.db')}`
  const storage = await openLibsqlStorage({ url, sync: 'normal', logger: silentLogger, limits })
  return {
    ...storage,
    async close() {
      await storage.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
