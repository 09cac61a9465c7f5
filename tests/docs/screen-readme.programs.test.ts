import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { oneChecker } from '../lanes/one-checker.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(join(root, 'framework/screen/README.md'), 'utf8')
// Inside of the project, where `gridtick` means what it means to a reader.
const folder = mkdtempSync(join(root, 'tests/docs/.screen-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every block compiles, in a page', async () => {
  const blocks = [...readme.matchAll(/^```ts file=(\S+)\n(.*?)^```$/gms)]
  expect(blocks.length).toBe([...readme.matchAll(/^```ts/gm)].length)
  expect(blocks.length).toBeGreaterThan(2)
  writeFileSync(
    join(folder, 'my-game.ts'),
    "export { helloGrid as myGame } from '../../../modules/hello-grid/hello-grid.ts'\n",
  )
  for (const [, name = '', text = ''] of blocks) writeFileSync(join(folder, name), text)
  const config = { extends: '../../../tsconfig.page.json', include: ['*.ts'], exclude: [] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const said = await promisify(execFile)(process.execPath, [
    tsc,
    ...oneChecker,
    '-p',
    join(folder, 'tsconfig.json'),
  ]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`,
  )
  expect(said).toBe('')
}, 60_000)
