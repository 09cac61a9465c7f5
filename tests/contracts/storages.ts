import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'
import type { StorageUnderTest } from '../../framework/testing/src/contracts/storage-under-test.ts'

/** Every implementation of the storage: the suites of its parts run over all of them. */
export const storages: readonly StorageUnderTest[] = [
  { name: 'memory', open: async () => createMemoryStorage() },
  {
    name: 'libsql',
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'gridtick-'))
      const storage = await openLibsqlStorage({
        url: `file:${join(folder, 'test.db')}`,
        sync: 'normal',
        logger: silentLogger,
      })
      return {
        ...storage,
        async close() {
          await storage.close()
          await rm(folder, { recursive: true, force: true })
        },
      }
    },
  },
]
