import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storedTick } from '../../framework/testing/src/contracts/rows.ts'
import { asWritten } from '../lanes/programs.ts'
import { createTestDisk, root } from './test-disk.ts'

const disk = createTestDisk()

test('[DUR-6] a database that is missing or empty beside a log with data: refused, nothing is touched', async () => {
  await killServer()
  const log = await readFile(`${disk.path}-wal`)
  const away = join(disk.folder, 'away')
  await rename(disk.path, away)
  const refused = (what: string) => ({
    kind: 'corrupt',
    message: expect.stringMatching(new RegExp(`is ${what}, but its log .*test.db-wal holds data .* from a backup`)),
  })
  await expect(disk.openDatabase()).rejects.toMatchObject(refused('missing'))
  await writeFile(disk.path, '')
  await expect(disk.openDatabase()).rejects.toMatchObject(refused('empty'))
  expect(await readFile(`${disk.path}-wal`)).toEqual(log)
  await rename(away, disk.path)
  expect(await storedTick(await disk.openZones(), 'zone-1')).toBe(1)
})

test('[DUR-1] [DUR-3] kill -9 frees the lock at once, and everything committed is there', async () => {
  await killServer(() => expect(disk.openDatabase()).rejects.toMatchObject({ kind: 'in_use' }))
  expect(await storedTick(await disk.openZones(), 'zone-1')).toBe(1)
})

/** Starts a program that stores something in the database, and kills it while it has the database open. */
async function killServer(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const child: ChildProcess = spawn(
    process.execPath,
    [...asWritten('tests/storage/hold-database.ts'), disk.options.url],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(child, 'exit')
  try {
    await Promise.race([once(child.stdout ?? child, 'data'), exited])
    expect(child.exitCode, 'the other server did not start; its error stands above').toBeNull()
    await meanwhile()
  } finally {
    child.kill('SIGKILL')
  }
  await exited
}
