import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { builtFiles } from '../lanes/built-files.ts'
import { type Lane, laneOf, lanes } from '../lanes/lanes.ts'
import { readSources, type SourceFile } from './read-source.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Libraries that start a process or a browser, and the lanes whose tests may. */
const homes: { readonly [library: string]: readonly Lane[] } = {
  'node:child_process': ['programs', 'browser'],
  'node:cluster': ['programs', 'browser'],
  // It runs beside Node.js.
  esbuild: ['programs', 'browser'],
  'playwright-core': ['browser'],
}

const isTest = ({ path }: SourceFile) => path.endsWith('.test.ts')

/** Test files that import what their lane may not, by themselves or by way of other files of the tests. */
function strayTests(files: readonly SourceFile[]): string[] {
  return files.filter(isTest).flatMap(({ path }) =>
    reachedFrom(path, files)
      .flatMap((file) => file.imports.map(({ target }) => ({ target, by: file.path })))
      .filter(({ target }) => homes[target]?.includes(laneOf(path)) === false)
      .map(({ target, by }) => `${path}: is in the lane ${laneOf(path)}, and ${by} imports ${target}`),
  )
}

/**
 * Files of a lane share their helpers, each of which is read once. A hook that one sets as it is read would be of the first
 * test file alone. What Vitest reads again for each file may set some.
 */
function hooksOfHelpers(files: readonly SourceFile[]): string[] {
  const helpers = files.filter((file) => !isTest(file) && !file.path.endsWith('.setup.ts'))
  return helpers.flatMap(({ path, calledAtOnce }) =>
    calledAtOnce.filter((name) => /^(before|after)(All|Each)$/.test(name)).map((name) => `${path}: ${name}`),
  )
}

function reachedFrom(path: string, files: readonly SourceFile[]): readonly SourceFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const reached = new Map<string, SourceFile>()
  const follow = (next: string) => {
    const file = byPath.get(next)
    if (file === undefined || reached.has(next)) return
    reached.set(next, file)
    for (const { target, isOurs, isTypeOnly } of file.imports) if (isOurs && !isTypeOnly) follow(target)
  }
  follow(path)
  return [...reached.values()]
}

describe('which lane a test is in', () => {
  const files = readSources(root, ['tests'])

  test('those of the fast lane start no process, and a browser only those that say so', () => {
    expect(strayTests(files)).toEqual([])
  })

  test('what has a long size is a test file: by that `npm run test:long` finds it', () => {
    const sized = files.filter(({ imports }) => imports.some(({ target }) => target === 'tests/lanes/size.ts'))
    expect(sized.length).toBeGreaterThan(5)
    expect(sized.filter((file) => !isTest(file))).toEqual([])
  })

  test('helpers set no hooks as they are read', () => {
    expect(hooksOfHelpers(files)).toEqual([])
  })

  test('each lane has tests', () => {
    expect(new Set(files.filter(isTest).map(({ path }) => laneOf(path)))).toEqual(new Set(lanes))
  })
})

describe('a planted breach is found', () => {
  const planted = mkdtempSync(join(tmpdir(), 'gridtick-lanes-'))
  afterAll(() => rmSync(planted, { recursive: true }))

  const plant = (sources: Record<string, string>) => {
    rmSync(planted, { recursive: true })
    for (const [path, text] of Object.entries(sources)) {
      mkdirSync(dirname(join(planted, path)), { recursive: true })
      writeFileSync(join(planted, path), text)
    }
    return readSources(planted, ['tests'])
  }
  const findIn = (sources: Record<string, string>) => strayTests(plant(sources))
  const spawning = "import { spawn } from 'node:child_process'\nspawn('true')"

  test('a process in the fast lane', () => {
    expect(findIn({ 'tests/a.test.ts': spawning })).toEqual([
      'tests/a.test.ts: is in the lane fast, and tests/a.test.ts imports node:child_process',
    ])
  })

  test('one that a helper of a helper starts', () => {
    const sources = {
      'tests/zone/a.test.ts': "import '../start.ts'",
      'tests/start.ts': "export * from './kill/process.ts'",
      'tests/kill/process.ts': spawning,
    }
    expect(findIn(sources)).toEqual([
      'tests/zone/a.test.ts: is in the lane fast, and tests/kill/process.ts imports node:child_process',
    ])
  })

  test('a browser among the programs', () => {
    const sources = { 'tests/a.programs.test.ts': "await import('playwright-core')" }
    expect(findIn(sources)).toEqual([
      'tests/a.programs.test.ts: is in the lane programs, and tests/a.programs.test.ts imports playwright-core',
    ])
  })

  test('a name that is no lane makes it one of the fast lane', () => {
    expect(findIn({ 'tests/a.program.test.ts': spawning })).toHaveLength(1)
  })

  test('a hook in a helper; what is read for each file may have one', () => {
    const hook = "import { afterAll } from 'vitest'\nafterAll(() => {})"
    const sources = { 'tests/a.programs.test.ts': `import './folders.ts'\n${hook}`, 'tests/end.setup.ts': hook }
    expect(hooksOfHelpers(plant({ ...sources, 'tests/folders.ts': hook }))).toEqual(['tests/folders.ts: afterAll'])
  })

  test('where it may be, it is no breach', () => {
    const sources = {
      'tests/a.programs.test.ts': spawning,
      'tests/b.browser.test.ts': `${spawning}\nawait import('playwright-core')`,
      'tests/c.test.ts': "import type { Start } from './start.ts'\nexport const start: Start = () => {}",
      'tests/start.ts': `${spawning}\nexport type Start = () => void`,
    }
    expect(findIn(sources)).toEqual([])
  })
})

test('[PKG-2] what was built of a package is known from its sources and from packages of others', () => {
  const built = ['/a/framework/core/dist/index.js', '/a/modules/dist/index.js', '/a/apps/create-gridtick/dist/main.js']
  const read = [
    '/a/framework/core/src/index.ts',
    '/a/node_modules/framework/a/dist/index.js',
    '/a/node_modules/zod/index.js',
  ]
  expect(builtFiles([...built, ...read])).toEqual(built)
})
