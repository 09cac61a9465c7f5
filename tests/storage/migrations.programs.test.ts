import { execFile } from 'node:child_process'
import { cp, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createTestDisk, root } from './test-disk.ts'

const disk = createTestDisk()
const migrationsFolder = join(root, 'framework/storage-sqlite/src/migrations')

test('the committed migrations lead to what the schema says', async () => {
  const out = join(disk.folder, 'migrations')
  await cp(migrationsFolder, out, { recursive: true })
  const before = await readdir(out)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(root, 'node_modules/drizzle-kit/bin.cjs'),
      'generate',
      '--dialect=sqlite',
      '--schema=./framework/storage-sqlite/src/schema.ts',
      `--out=${relative(root, out)}`,
    ],
    { cwd: root },
  )
  expect(stdout).toContain('No schema changes')
  expect(await readdir(out)).toEqual(before)
})
