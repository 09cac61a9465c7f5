import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { oneChecker } from '../lanes/one-checker.ts'
import { asBuilt } from '../lanes/programs.ts'
import { writeTutorial } from './write-tutorial.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(join(root, 'modules/README.md'), 'utf8')
// Inside of the project, where `gridtick` and `zod` mean what they mean to a reader.
const folder = mkdtempSync(join(root, 'tests/docs/.tutorial-'))
const { done, companions } = writeTutorial(readme, folder)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every block compiles where it stands', async () => {
  const compile = async (name: string, config: object, base = 'tsconfig.json') => {
    writeFileSync(join(folder, name), JSON.stringify({ extends: `../../../${base}`, exclude: [], ...config }))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    return promisify(execFile)(process.execPath, [tsc, ...oneChecker, '-p', join(folder, name)]).then(
      ({ stdout }) => stdout,
      (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`,
    )
  }
  const include = ['line-*/**/*.ts', 'done/my-game.ts', 'done/tests/*.ts', 'done/*.bot.ts']
  expect(await compile('tsconfig.json', { include })).toBe('')
  expect(await compile('tsconfig.screen.json', { include: ['done/*.screen.ts'] }, 'tsconfig.page.json')).toBe('')
  // What is wrong leaves out parts of the game, so that others have no use.
  const compilerOptions = { noUnusedLocals: false }
  expect(await compile('tsconfig.wrong.json', { include: ['wrong-*/**/*.ts'], compilerOptions })).toBe('')
}, 60_000)

describe('the completed game', () => {
  /** Where somebody installed it: a folder outside of the project, in which nothing else is. */
  async function install(): Promise<{ elsewhere: string; file: string }> {
    const elsewhere = mkdtempSync(join(tmpdir(), 'gridtick-tutorial-'))
    const file = join(elsewhere, 'node_modules/my-game/my-game.ts')
    mkdirSync(dirname(file), { recursive: true })
    for (const path of [done, ...companions]) await copyFile(path, join(dirname(file), basename(path)))
    return { elsewhere, file }
  }

  test('runs from where it was installed, as MODULES=./node_modules/my-game/my-game.ts, with its screen', async () => {
    expect(readme).toContain('MODULES=hello-grid,./node_modules/my-game/my-game.ts npm start')
    const { elsewhere, file } = await install()
    const server = spawn(process.execPath, asBuilt('apps/server/main.ts'), {
      cwd: root,
      env: {
        ...process.env,
        MODULES: `hello-grid,${file}`,
        PORT: '0',
        DATABASE_URL: `file:${join(elsewhere, 'gridtick.db')}`,
        LOG_LEVEL: 'silent',
        AUTH_SECRET: 'key-of-the-tutorial-0123456789-0123',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((resolve) => server.on('exit', resolve))
    try {
      let url: string | undefined
      for await (const line of createInterface({ input: server.stdout })) {
        url = /listening on (\S+)/.exec(line)?.[1]
        if (url !== undefined) break
      }
      const answer = await fetch(`${url}/v1/modules`)
      const { modules } = (await answer.json()) as { modules: { name: string }[] }
      expect(modules.map(({ name }) => name)).toEqual(['hello-grid', 'my-game'])
      expect(await (await fetch(`${url}/console/failures.json`)).json()).toEqual({})
      expect(await (await fetch(`${url}/console/main.js`)).text()).toMatch(/my-game\.screen/)
    } finally {
      server.kill()
      await ended
      rmSync(elsewhere, { recursive: true })
    }
  }, 60_000)

  test('is played by its bot, as the command of the tutorial says', async () => {
    const command = /```sh bots\n(.*)\n```/.exec(readme)?.[1] ?? ''
    const { elsewhere, file } = await install()
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-c', `${command.replace('./my-game.ts', file).replace('npm run grid', 'npm run -s grid')} --json`],
      { cwd: root, env: { ...process.env, DATABASE_URL: `file:${join(elsewhere, 'gridtick.db')}` } },
    )
    rmSync(elsewhere, { recursive: true })
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ playedBy: 'bot', players: 20, failures: {} })
    expect(report.events['pebble.taken']).toBeGreaterThan(0)
  }, 60_000)
})
