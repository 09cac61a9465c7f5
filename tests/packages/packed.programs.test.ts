import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokenLinks } from '../docs/broken-links.ts'
import { oneChecker } from '../lanes/one-checker.ts'
import {
  copyTo,
  createGame,
  environment,
  installGame,
  packElsewhere,
  removeElsewhere,
  run,
  wellEnded,
} from './packed-game.ts'
import { type Exports, reachedByDeclarations } from './published-declarations.ts'

/** Packing and installing: longer than they take on a busy machine. */
const preparationMs = 300_000

let folder = ''
let game = ''
let packed: ReadonlyMap<string, string> = new Map()

beforeAll(async () => {
  const elsewhere = await packElsewhere()
  folder = elsewhere.folder
  packed = elsewhere.packed
}, preparationMs)
beforeAll(async () => {
  game = await createGame(folder, packed, 'berry-wars')
  await installGame(game, packed, [...packed.keys(), '@types/node', 'ws'])
  copyTo(game, 'counter.js', 'play.mjs', 'record-loads.mjs', 'record-hooks.mjs', 'typed.ts')
}, preparationMs)
afterAll(() => removeElsewhere(folder))

/** What the strictest of those who install it ask of a compiler. */
const strictOptions = {
  ...{ target: 'es2023', module: 'nodenext', strict: true, noPropertyAccessFromIndexSignature: true },
  ...{ noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true },
  ...{ skipLibCheck: false, allowImportingTsExtensions: true, noEmit: true },
}
const nodeOptions = { ...strictOptions, lib: ['es2023'], types: ['node'] }
const browserOptions = { ...strictOptions, lib: ['es2023', 'dom', 'dom.iterable'], types: [] }

/** What the compiler finds in these files of a folder. */
function compile(where: string, compilerOptions: object, files: readonly string[]) {
  writeFileSync(join(where, 'check.json'), JSON.stringify({ compilerOptions, files }))
  return run(where, process.execPath, [join(installed('typescript'), 'bin/tsc'), ...oneChecker, '-p', 'check.json'])
}

type Manifest = {
  readonly exports: Exports
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

const installed = (name: string) => join(game, 'node_modules', name)
const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(join(installed(name), 'package.json'), 'utf8'))

describe('what is published', () => {
  test('[PKG-1] is built, and nothing in it leads to sources', () => {
    expect(packed.size).toBeGreaterThan(10)
    for (const name of packed.keys()) {
      const files = readdirSync(installed(name), { recursive: true, encoding: 'utf8' })
      expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md']))
      expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([])
      const { exports, bin = {} } = manifestOf(name)
      expect(JSON.stringify(exports)).not.toContain('gridtick-source')
      const targets = Object.values(exports).flatMap((target) =>
        typeof target === 'string' ? target : Object.values(target),
      )
      for (const path of [...targets, ...Object.values(bin)])
        expect(existsSync(join(installed(name), path)), `${name}: ${path}`).toBe(true)
    }
  })

  test('[PKG-8] the links of its READMEs lead somewhere, without the repository', () => {
    for (const name of packed.keys()) expect(brokenLinks(join(installed(name), 'README.md')), name).toEqual([])
  })

  test('[PKG-3] its declarations lead to packages that come with it, and never to the database or the web framework', () => {
    for (const name of packed.keys()) {
      const { exports, dependencies = {} } = manifestOf(name)
      const reached = [...reachedByDeclarations(installed(name), exports)].filter((one) => !one.startsWith('node:'))
      expect(
        reached.filter((one) => one !== name && !(one in dependencies)),
        name,
      ).toEqual([])
      expect(
        reached.filter((one) => !packed.has(one) && one !== 'zod'),
        name,
      ).toEqual([])
    }
  })

  test('[PKG-3] a strict compiler finds nothing wrong with it, in Node.js and in a browser, nor with a typed client of a module', async () => {
    const strict = join(game, 'strict')
    mkdirSync(strict)
    const imports = [...packed.keys()].flatMap((name) =>
      Object.entries(manifestOf(name).exports)
        .filter(([, target]) => typeof target !== 'string' && target.default !== undefined)
        .map(([path]) => name + path.slice(1)),
    )
    const source = (names: readonly string[]) =>
      names.map((name, index) => `export * as part${index} from '${name}'\n`).join('')
    const isForBrowsers = (name: string) => /^(gridtick|@gridtick\/(client|screen))(\/|$)/.test(name)
    writeFileSync(join(strict, 'node.ts'), source(imports.filter((name) => !name.startsWith('@gridtick/screen'))))
    writeFileSync(join(strict, 'browser.ts'), source(imports.filter(isForBrowsers)))
    // The types of a module reach the client, and its declaration can be written.
    const own = ['../berry-wars.ts', '../berry-wars.bot.ts', '../typed.ts']
    const forNode = { ...nodeOptions, declaration: true }
    expect(await compile(strict, forNode, ['node.ts', ...own])).toEqual({ code: 0, output: '' })
    const forBrowsers = ['browser.ts', '../berry-wars.screen.ts']
    expect(await compile(strict, browserOptions, forBrowsers)).toEqual({ code: 0, output: '' })
  })

  test('[SDK-9] [PKG-3] client and screen bring nothing along, and the compiler misses nothing', async () => {
    const alone = join(folder, 'alone')
    mkdirSync(alone)
    writeFileSync(join(alone, 'package.json'), JSON.stringify({ name: 'alone', private: true, type: 'module' }))
    const both = ['@gridtick/client', '@gridtick/screen'].map((name) => packed.get(name) ?? '')
    const install = await run(alone, 'npm', ['install', '--offline', '--no-audit', '--no-fund', ...both])
    expect(wellEnded(install)).toContain('added 2 packages')
    expect(readFileSync(join(alone, 'node_modules/@gridtick/client/dist/index.js'), 'utf8')).not.toMatch(/^import\b/m)
    copyTo(alone, 'alone.ts')
    expect(await compile(alone, browserOptions, ['alone.ts'])).toEqual({ code: 0, output: '' })
  })
})

describe('where it is installed', () => {
  test('npx gridtick explains itself, and speaks of itself as it is called there', async () => {
    const output = wellEnded(await run(game, 'npx', ['gridtick', '--help']))
    expect(output).toContain('npx gridtick zones create hello-grid')
    expect(output).not.toContain('npm run')
  })

  test('[PKG-5] the game that was made has good types, and its tests pass', async () => {
    wellEnded(await run(game, 'npm', ['run', 'types']))
    expect(wellEnded(await run(game, 'npm', ['test']))).toMatch(/Tests .*5 passed/)
  })

  test('[PKG-2] Node.js alone runs a server with a module of somebody, and the page; no TypeScript is loaded', async () => {
    const loaded = join(game, 'loaded.txt')
    const server = await startServer(['node_modules/@gridtick/cli/dist/cli/main.js', 'start', './counter.js'], {
      LOADED: loaded,
      NODE_OPTIONS: `--import ${pathToFileURL(join(game, 'record-loads.mjs')).href}`,
    })
    try {
      expect(await text(`${server.url}/`)).toContain('console/main.js')
      expect((await text(`${server.url}/console/main.js`)).length).toBeGreaterThan(10_000)
      const played = await run(game, process.execPath, ['play.mjs'], {
        URL: server.url,
        DEBUG_PASSWORD: server.password,
      })
      expect(JSON.parse(wellEnded(played))).toEqual({ outcome: 'applied', extras: { presses: 1 } })
    } finally {
      await server.stop()
    }
    const urls = readFileSync(loaded, 'utf8').split('\n')
    expect(urls.length).toBeGreaterThan(200)
    expect(urls.filter((url) => /\.[cm]?ts$/.test(url) || url.includes('/tsx/'))).toEqual([])
  })

  test('[PKG-5] the game that was made is served as it is written, with its screen and its bot', async () => {
    const server = await startServer(['node_modules/@gridtick/cli/dist/cli/main.js', 'start', './berry-wars.ts'])
    try {
      expect(JSON.parse(await text(`${server.url}/v1/modules`)).modules).toMatchObject([{ name: 'berry-wars' }])
      expect(await text(`${server.url}/console/main.js`)).toContain('berry-wars')
      expect(JSON.parse(await text(`${server.url}/console/failures.json`))).toEqual({})
    } finally {
      await server.stop()
    }
  })
})

/** What the README of the server asks a bundler for. */
const bundling = [
  ...['--bundle', '--platform=node', '--format=esm', '--external:libsql', '--log-level=warning'],
  "--banner:js=import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
]

describe('a server that was bundled into one file', () => {
  test('[PKG-7] takes the page that was written for it as code', async () => {
    copyTo(game, 'server.ts')
    wellEnded(await run(game, 'npx', ['gridtick', 'page', './berry-wars.ts', '--out', 'page.ts']))
    expect(await compile(game, nodeOptions, ['server.ts'])).toEqual({ code: 0, output: '' })
  })

  test('[PKG-7] runs where nothing else is but the database, with the page, the docs and the watchdog', async () => {
    const place = join(folder, 'bundled')
    const out = `--outfile=${join(place, 'server.mjs')}`
    expect(wellEnded(await run(game, 'npx', ['esbuild', 'server.ts', ...bundling, out]))).toBe('')
    mkdirSync(join(place, 'node_modules'), { recursive: true })
    symlinkSync(installed('libsql'), join(place, 'node_modules/libsql'))
    const server = await startServer(['server.mjs'], {}, place)
    try {
      expect(JSON.parse(await text(`${server.url}/health`))).toMatchObject({ status: 'ok' })
      expect(await text(`${server.url}/`)).toContain('console/main.js')
      expect(await text(`${server.url}/console/main.js`)).toContain('berry-wars')
      expect(await text(`${server.url}/docs`)).toContain('docs/swagger-ui-bundle.js')
      expect((await text(`${server.url}/docs/swagger-ui-bundle.js`)).length).toBeGreaterThan(1_000_000)
      for (const file of ['swagger-ui.css', 'favicon-32x32.png']) await text(`${server.url}/docs/${file}`)
    } finally {
      await server.stop()
    }
    expect(server.said()).not.toMatch(/"level":[4-6]0/)
  })
})

/** Starts Node.js in a folder, by default the game's, with a database of its own, and waits until a server listens. */
async function startServer(args: readonly string[], settings: Readonly<Record<string, string>> = {}, cwd = game) {
  const password = 'operator-of-the-counter'
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: {
      ...environment,
      ...{ PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: `file:./data/${args.at(-1)?.replace(/\W/g, '')}.db` },
      ...{ AUTH_SECRET: 'key-of-a-game-elsewhere-0123456789', DEBUG_USER: 'debug', DEBUG_PASSWORD: password },
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let output = ''
  const hear = (text: string) => {
    output += text
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  const stop = async () => {
    child.kill()
    await ended
  }
  await expect.poll(() => /listening on \S+\n/.test(output) || child.exitCode !== null, { timeout: 30_000 }).toBe(true)
  const url = /listening on (\S+)/.exec(output)?.[1]
  if (url === undefined) throw new Error(`It does not listen:\n${output}`)
  return { url, password, stop, said: () => output }
}

async function text(url: string): Promise<string> {
  const answer = await fetch(url)
  expect(answer.status, url).toBe(200)
  return answer.text()
}
