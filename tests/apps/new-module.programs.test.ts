import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundlePage } from '../../apps/console/bundle-page.ts'
import { findViolations } from '../architecture/find-violations.ts'
import { law } from '../architecture/import-table.ts'
import { readSources } from '../architecture/read-source.ts'
import { oneChecker } from '../lanes/one-checker.ts'
import { asBundled } from '../lanes/programs.ts'
import { longTest } from '../lanes/size.ts'
import { linkPackages } from '../link-packages.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
const vitest = join(project, 'node_modules/vitest/vitest.mjs')
const scratch = mkdtempSync(join(tmpdir(), 'gridtick-new-module-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

type Ended = { readonly code: number; readonly output: string }

/** Runs a program in a folder; how it ended is a value. */
async function run(cwd: string, command: string, ...args: string[]): Promise<Ended> {
  const path = command === 'node' ? process.execPath : join(project, 'node_modules/.bin', command)
  return promisify(execFile)(path, args, { cwd, env: { ...process.env, NO_COLOR: '1', CI: '' } }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  )
}

const newModule = (cwd: string, ...args: string[]) =>
  run(cwd, 'node', '--conditions=gridtick-source', '--import', 'tsx', 'apps/cli/main.ts', 'new-module', ...args)

describe('a new module in a copy of this project', () => {
  const copy = join(scratch, 'copy')
  const name = 'berry-wars'
  const ours = (output: string) => output.split('\n').filter((line) => line.includes(name))
  let made: Ended

  beforeAll(async () => {
    const { output } = await runGit('ls-files', '--cached', '--others', '--exclude-standard', '-z')
    // Git may list node_modules, where it is a link to another one.
    const files = output
      .split('\0')
      .filter((path) => path !== '' && !/^node_modules(\/|$)/.test(path) && existsSync(join(project, path)))
    for (const path of files) mkdirSync(dirname(join(copy, path)), { recursive: true })
    await Promise.all(files.map((path) => cp(join(project, path), join(copy, path))))
    linkPackages(project, copy)
    made = await newModule(copy, name)
  })

  test('is written and registered, and it is said what to do next', async () => {
    expect(made.output).toContain('npm run dev')
    expect(made.code).toBe(0)
    const written = made.output.match(/^ {2}\S+(?=$| \()/gm)?.map((line) => line.trim()) ?? []
    expect(written).toContain(`modules/${name}/${name}.ts`)
    for (const path of written.filter((path) => path.includes('/')))
      expect(existsSync(join(copy, path)), path).toBe(true)
    expect(readdirSync(join(copy, 'modules', name)).sort()).toEqual([
      'README.md',
      `${name}.bot.ts`,
      `${name}.screen.ts`,
      `${name}.ts`,
    ])
    expect(readFileSync(join(copy, 'modules/index.ts'), 'utf8')).toContain(`'${name}']`)
    for (const file of readdirSync(join(copy, 'modules', name)))
      expect(readFileSync(join(copy, 'modules', name, file), 'utf8')).not.toMatch(/[Mm][Yy]-?[Gg]ame|@[A-Z]/)
  })

  test('its README links to what is there', () => {
    const readme = readFileSync(join(copy, 'modules', name, 'README.md'), 'utf8')
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path)
    expect(links.length).toBe(4)
    expect(links.filter((path) => !existsSync(join(copy, 'modules', name, path)))).toEqual([])
  })

  test('passes format and lint', async () => {
    const paths = [`modules/${name}`, `tests/modules/${name}.test.ts`, 'modules/index.ts']
    expect(await run(copy, 'biome', 'format', ...paths)).toMatchObject({ code: 0 })
    expect(await run(copy, 'biome', 'lint', '--error-on-warnings', ...paths)).toMatchObject({ code: 0 })
  })

  test('its types hold: of the game and its tests, and of screen and bot', async () => {
    const check = (config: string, base: string, include: string[]) => {
      writeFileSync(join(copy, config), JSON.stringify({ extends: base, include }))
      return run(copy, 'tsc', ...oneChecker, '-p', config)
    }
    // They were looked at: a wrong line beside them is found, and nothing else is.
    const wrong = `modules/${name}/${name}-wrong.ts`
    writeFileSync(join(copy, wrong), 'export const wrong: number = `x`\n')
    const found = [expect.stringMatching(/^modules\/.*-wrong\.ts\(1,14\)/)]
    const game = [
      `modules/${name}/${name}.ts`,
      `modules/${name}/${name}.bot.ts`,
      `tests/modules/${name}.test.ts`,
      wrong,
    ]
    expect(ours((await check('tsconfig.new.json', './tsconfig.json', game)).output)).toEqual(found)
    const page = [`modules/${name}/${name}.screen.ts`, 'apps/console/page/screens.d.ts', wrong]
    expect(ours((await check('tsconfig.new-page.json', './tsconfig.page.json', page)).output)).toEqual(found)
    rmSync(join(copy, wrong))
  })

  // A game of create-gridtick, whose files are the same, is tested in packed.programs.test.ts.
  longTest('its tests pass, and it imports what a module may', async () => {
    const file = `tests/modules/${name}.test.ts`
    const { code, output } = await run(copy, 'vitest', 'run', '--reporter', 'verbose', file)
    expect(output.split('\n').filter((line) => line.includes(`✓ |fast| ${file}`))).toHaveLength(5)
    expect(output).not.toMatch(/^ *[×❯]/m)
    expect(code).toBe(0)
    const sources = readSources(copy, ['framework', 'modules', 'apps'])
    expect(sources.filter(({ path }) => path.startsWith(`modules/${name}/`))).not.toEqual([])
    expect(findViolations(sources, law)).toEqual([])
  })

  longTest('leaves nothing unused', async () => {
    writeFileSync(join(copy, `modules/${name}/planted.ts`), 'export const unused = 1\n')
    const { output } = await run(copy, 'knip', '--no-progress')
    rmSync(join(copy, `modules/${name}/planted.ts`))
    expect(ours(output).map((line) => line.trim())).toEqual([`modules/${name}/planted.ts`])
  })

  test('its screen can be built', async () => {
    const screens = [{ module: name, file: join(copy, 'modules', name, `${name}.screen.ts`) }]
    const { failures, scripts } = await bundlePage({ screens, isDevelopment: false })
    expect([...failures]).toEqual([])
    expect([...scripts.keys()].filter((file) => file.startsWith(name))).toHaveLength(1)
  })

  test('its keys work wherever the player last clicked, and end with the screen', async () => {
    const { mountScreen } = await screenOf(join(copy, 'modules', name, `${name}.screen.ts`))
    const sent: unknown[] = []
    const listeners = new Set<(event: object) => boolean>()
    const zone = { view: { entities: new Map(), extras: {} }, config: {}, pending: 0, on: () => () => {} }
    const end = mountScreen({
      zone,
      playerId: 'ann',
      root: { append() {} },
      send: (type: string, payload: object) => void sent.push([type, payload]),
      tell() {},
      onKey(listener: (event: object) => boolean) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    })
    const press = (key: string, more = {}) =>
      [...listeners].map((listener) => listener({ key, shiftKey: false, repeat: false, ...more }))
    expect(press('ArrowRight')).toEqual([true])
    expect(press('ArrowUp', { shiftKey: true })).toEqual([true])
    expect(press('a')).toEqual([false])
    zone.pending = 1
    expect(press('ArrowLeft', { repeat: true })).toEqual([true])
    zone.pending = 0
    expect(press('ArrowLeft', { repeat: true })).toEqual([true])
    expect(sent).toEqual([
      ['step', { dx: 1, dy: 0 }],
      ['toss', { dx: 0, dy: -1 }],
      ['step', { dx: -1, dy: 0 }],
    ])
    end()
    expect(press('ArrowRight')).toEqual([])
  })

  longTest('doctor names one that nobody asked for', async () => {
    mkdirSync(join(copy, 'modules/my-quest'))
    writeFileSync(join(copy, 'modules/my-quest/my-quest.ts'), '')
    const { output } = await run(
      copy,
      'node',
      '--conditions=gridtick-source',
      '--import',
      'tsx',
      'apps/cli/main.ts',
      'doctor',
    )
    rmSync(join(copy, 'modules/my-quest'), { recursive: true })
    expect(output).toMatch(/^! module .*my-quest does not run: modules\/my-quest is not named in modules\/index\.ts$/m)
    expect(output).toMatch(new RegExp(`^✓ module .*${name} 0`, 'm'))
  })

  test('is refused a second time, and nothing changes', async () => {
    const before = readFileSync(join(copy, 'modules/index.ts'), 'utf8')
    const { code, output } = await newModule(copy, name)
    expect(code).toBe(1)
    expect(output).toContain(`modules/${name} is there already.`)
    expect(readFileSync(join(copy, 'modules/index.ts'), 'utf8')).toBe(before)
  })
})

type Stub = Readonly<Record<string, unknown>>

/** A screen outside of any browser: what it is made of does nothing. */
async function screenOf(file: string): Promise<{ readonly mountScreen: (stage: Stub) => () => void }> {
  const stub = join(scratch, 'screen-stub.js')
  writeFileSync(
    stub,
    `export const defineScreen = (screen) => screen
     export const element = () => ({ textContent: '', append() {} })
     export const createGridCanvas = () => ({ root: {}, show() {}, remove() {} })`,
  )
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    alias: { '@gridtick/screen': stub },
    conditions: ['gridtick-source'],
  })
  const built = join(scratch, 'screen-built.mjs')
  writeFileSync(built, outputFiles[0]?.text ?? '')
  const parts: Record<string, { mount(stage: Stub): () => void }> = await import(pathToFileURL(built).href)
  const [screen] = Object.values(parts)
  if (screen === undefined) throw new Error('The screen exports nothing.')
  return { mountScreen: (stage) => screen.mount(stage) }
}

async function runGit(...args: string[]): Promise<Ended> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: project, maxBuffer: 16_000_000 })
  return { code: 0, output: stdout }
}

describe('a new module outside of this project', () => {
  const list = readFileSync(join(project, 'modules/index.ts'), 'utf8')
  let output = ''

  beforeAll(async () => {
    const made = await newModule(project, 'cave-run', '--dir', join(scratch, 'games'))
    output = made.output
    expect(made.code, output).toBe(0)
  })

  test('is written there, registered nowhere, and runs as it is said', async () => {
    expect(readFileSync(join(project, 'modules/index.ts'), 'utf8')).toBe(list)
    const modules = /MODULES=(\S+) npm run dev/.exec(output)?.[1] ?? ''
    expect(join(project, modules)).toBe(join(scratch, 'games/cave-run/cave-run.ts'))

    const server = spawn(process.execPath, asBundled(), {
      cwd: project,
      env: {
        ...process.env,
        MODULES: modules,
        PORT: '0',
        LOG_LEVEL: 'error',
        AUTH_SECRET: 'key-of-the-generated-game-0123456789',
        DATABASE_URL: `file:${join(scratch, 'a.db')}`,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(server, 'exit')
    try {
      let url = ''
      for await (const chunk of server.stdout) {
        url = /listening on (\S+)/.exec(String(chunk))?.[1] ?? ''
        if (url !== '') break
      }
      const answer = await (await fetch(`${url}/v1/modules`)).json()
      expect(answer).toMatchObject({ modules: [{ name: 'cave-run', version: '0.1.0' }] })
    } finally {
      server.kill()
      await ended
    }
  })

  longTest('its own tests find the framework, though no package is installed beside them', async () => {
    const dir = /npm run test:module -- --dir (\S+)/.exec(output)?.[1] ?? ''
    expect(join(project, dir)).toBe(join(scratch, 'games/cave-run'))
    const run = promisify(execFile)(
      process.execPath,
      [vitest, 'run', '--config', 'vitest.module.config.ts', '--dir', dir],
      {
        cwd: project,
      },
    )
    expect((await run).stdout).toMatch(/Tests .*5 passed/)
  })
})
