import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { asBuilt, asBundled } from '../lanes/programs.ts'
import { writeTutorial } from './write-tutorial.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(join(root, 'modules/README.md'), 'utf8')
// Inside of the project, where `gridtick` and `zod` mean what they mean to a reader.
const folder = mkdtempSync(join(root, 'tests/docs/.tutorial-'))
const { done, companions } = writeTutorial(readme, folder)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The command line as it was built, which starts in a fraction of the time. */
const grid = `node ${asBuilt('apps/cli/main.ts').join(' ')}`

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
    const server = spawn(process.execPath, asBundled(), {
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
      ['-c', `${command.replace('./my-game.ts', file).replace('npm run grid --', grid)} --json`],
      { cwd: root, env: { ...process.env, DATABASE_URL: `file:${join(elsewhere, 'gridtick.db')}` } },
    )
    rmSync(elsewhere, { recursive: true })
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ playedBy: 'bot', players: 20, failures: {} })
    expect(report.events['pebble.taken']).toBeGreaterThan(0)
  }, 60_000)
})
