import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { oneChecker } from '../lanes/one-checker.ts'
import { clientBlocks, clientProgram } from './client-program.ts'
import { readReactHook } from './react-hook.ts'
import { readServerProgram } from './server-program.ts'
import { writeTutorial } from './write-tutorial.ts'

/** All code that the READMEs show goes through the compiler at once: each time it starts, it reads all declarations. */

const root = fileURLToPath(new URL('../../', import.meta.url))
// In the repository, so that imports lead where they lead a reader.
const folder = mkdtempSync(join(root, 'tests/docs/.blocks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const readme = (of: string) => readFileSync(join(root, of, 'README.md'), 'utf8')

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** What the compiler finds in these files, by the settings of the code or of the page. */
async function compile(include: readonly string[], base: 'tsconfig.json' | 'tsconfig.page.json'): Promise<string> {
  // What stands in a text is not all used there.
  const config = { extends: `../../../${base}`, include, exclude: [], compilerOptions: { noUnusedLocals: false } }
  write(base, JSON.stringify(config))
  const args = [join(root, 'node_modules/typescript/bin/tsc'), ...oneChecker, '-p', join(folder, base)]
  return promisify(execFile)(process.execPath, args).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}`,
  )
}

test('every block of the tutorial, of the client and of the server compiles where it stands', async () => {
  writeTutorial(readme('modules'), folder)
  expect(clientBlocks.length).toBeGreaterThan(6)
  expect(readme('framework/client').match(/^```\S/gm)).toHaveLength(clientBlocks.length + 1)
  write('client/readme.ts', clientProgram({ url: '', token: '', zoneId: '' }))
  write('client/use-zone.ts', readReactHook())
  write('server/readme.ts', readServerProgram())
  const tutorial = ['line-*/**/*.ts', 'wrong-*/**/*.ts', 'done/my-game.ts', 'done/tests/*.ts', 'done/*.bot.ts']
  expect(await compile([...tutorial, 'client/*.ts', 'server/*.ts'], 'tsconfig.json')).toBe('')
})

test('every block of a screen compiles, in a page', async () => {
  const blocks = [...readme('framework/screen').matchAll(/^```ts file=(\S+)\n(.*?)^```$/gms)]
  expect(blocks.length).toBe([...readme('framework/screen').matchAll(/^```ts/gm)].length)
  expect(blocks.length).toBeGreaterThan(2)
  const game = "export { helloGrid as myGame } from '../../../../modules/hello-grid/hello-grid.ts'\n"
  write('screen/my-game.ts', game)
  for (const [, name = '', text = ''] of blocks) write(`screen/${name}`, text)
  expect(await compile(['screen/*.ts', 'done/*.screen.ts'], 'tsconfig.page.json')).toBe('')
})
