import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { takeDatabaseLock } from '../../framework/storage/database-lock.ts'
import { noteLockHolder, readLockHolder } from '../../framework/storage/lock-holder.ts'
import { openLibsqlStorage } from '../../framework/storage/open-libsql-storage.ts'
import { createTestDisk } from './test-disk.ts'

const disk = createTestDisk()
const holderPath = () => `${disk.path}.lock-holder`

test('[DUR-3] whoever is refused a database is told which process has it, and where that one listens', async () => {
  const storage = await openLibsqlStorage(disk.options)
  disk.closeAfterwards(storage)
  await expect(takeDatabaseLock(disk.path)).rejects.toMatchObject({
    kind: 'in_use',
    message: `The database ${disk.path} is in use by another server (process ${process.pid}).`,
  })
  storage.noteUrl('http://[::1]:8787')
  await expect(takeDatabaseLock(disk.path)).rejects.toMatchObject({
    message: expect.stringContaining(`(process ${process.pid}, http://[::1]:8787).`),
  })
  await storage.close()
  expect(existsSync(holderPath())).toBe(false)
  // Nobody is there any more, and a late note changes nothing.
  storage.noteUrl('http://127.0.0.1:1')
  expect(existsSync(holderPath())).toBe(false)
})

test('a holder that cannot be noted, or is not one of ours, is left out; the lock is what decides', async () => {
  mkdirSync(holderPath())
  const storage = await openLibsqlStorage(disk.options)
  disk.closeAfterwards(storage)
  const inUse = { message: `The database ${disk.path} is in use by another server.` }
  await expect(takeDatabaseLock(disk.path)).rejects.toMatchObject(inUse)
  rmdirSync(holderPath())
  writeFileSync(holderPath(), 'process 1\u001B[2J, http://127.0.0.1:1\n')
  await expect(takeDatabaseLock(disk.path)).rejects.toMatchObject(inUse)
  await storage.close()

  writeFileSync(holderPath(), 'process 1, http://127.0.0.1:1\n')
  const lock = await takeDatabaseLock(disk.path)
  lock.release()
  noteLockHolder(disk.path)
  expect(readLockHolder(disk.path)).toBe(`process ${process.pid}`)
})
