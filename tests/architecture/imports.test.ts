import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { findViolations, type Homes, type Row, rowOf } from './find-violations.ts'
import { readSources } from './read-source.ts'

const contract = 'framework/contract/'
const protocol = 'framework/protocol/'
const kernel = 'framework/kernel/'
const auth = 'framework/auth/'
const observe = 'framework/observe/'
const view = 'framework/view/'
const draft = 'framework/draft/'
const storagePorts = ['framework/storage/zone-storage.ts', 'framework/storage/account-storage.ts']
const zoneHostPort = 'framework/zone/zone-host-port.ts'

/** Who may import whom. What is not named here is refused, and so is a folder without a row. */
const table: readonly Row[] = [
  // The words of module and engine. They decide nothing and touch nothing.
  { files: contract, ours: [], libraries: ['zod'], isPure: true },
  { files: protocol, ours: [contract], libraries: ['zod'] },
  // Small tools without domain. Seeded chance and hashes stand on pure-rand and node:crypto.
  { files: kernel, ours: [], libraries: ['pure-rand/*', 'node:crypto'] },

  // Ports stand beside their implementations, but know nothing of them.
  ...storagePorts.map((files) => ({ files, ours: [contract], libraries: [] })),
  {
    files: 'framework/storage/',
    ours: [contract, kernel],
    libraries: ['@libsql/client', 'drizzle-orm', 'drizzle-orm/*', 'node:*'],
  },

  // What a module may work on in a tick.
  { files: draft, ours: [contract, kernel], libraries: [], isPure: true },

  // What a player sees, and who a player is.
  { files: view, ours: [contract, protocol, kernel, ...storagePorts], libraries: ['zod'], isPure: true },
  {
    files: auth,
    ours: [contract, protocol, kernel, ...storagePorts],
    libraries: ['zod', 'uuid', 'hono/jwt', 'rate-limiter-flexible', 'node:crypto'],
  },
  { files: observe, ours: [contract, kernel], libraries: ['pino', 'pino-pretty', 'prom-client'] },

  // The engine. It speaks the messages of the wire, and knows no socket. Two of its files decide what a tick does.
  ...['run-module.ts', 'apply-deltas.ts'].map((file) => ({
    files: `framework/zone/step/${file}`,
    ours: [contract, kernel, view, 'framework/zone/'],
    libraries: [],
    isPure: true as const,
  })),
  {
    files: 'framework/zone/',
    ours: [contract, protocol, kernel, view, ...storagePorts],
    libraries: ['zod', 'uuid', 'p-queue', 'node:crypto'],
  },

  // The two doors. Of the engine they know the port; of storage, that it may be out of order.
  {
    files: 'framework/gateway/',
    ours: [contract, protocol, kernel, auth, observe, zoneHostPort, ...storagePorts],
    libraries: ['zod', 'hono', '@hono/node-ws', 'ws', 'node:*'],
  },
  {
    files: 'framework/rest/',
    ours: [contract, protocol, kernel, auth, observe, zoneHostPort, ...storagePorts],
    libraries: ['zod', 'hono', '@hono/node-server', '@hono/zod-openapi', 'rate-limiter-flexible', 'node:*'],
  },

  // The public entries.
  { files: 'framework/index.ts', ours: [contract, view, draft, 'framework/kernel/iso-time.ts'], libraries: [] },
  {
    files: 'framework/server.ts',
    ours: [
      ...[contract, protocol, kernel, auth, observe, view, 'framework/storage/', 'framework/zone/'],
      ...['framework/gateway/', 'framework/rest/', 'package.json'],
    ],
    libraries: ['@hono/node-server', 'node:*'],
  },
  {
    files: 'framework/testing/',
    ours: [
      ...[contract, protocol, kernel, view, 'framework/zone/', ...storagePorts],
      ...['framework/storage/memory-zone-storage.ts', 'framework/storage/memory-account-storage.ts'],
    ],
    libraries: [],
  },

  // The client, for browsers and Node alike: it knows the words of the wire as types alone, zod's too.
  {
    files: 'framework/client/',
    ours: [
      contract,
      'framework/protocol/apply-frame.ts',
      'framework/protocol/socket-codes.ts',
      ...['client', 'server'].map((side) => `${protocol}${side}-messages.ts`),
      ...['assert', 'parse-json'].map((tool) => `${kernel}${tool}.ts`),
    ],
    libraries: ['zod'],
  },
  { files: 'framework/screen/', ours: ['framework/contract/module.ts', 'framework/client/index.ts'], libraries: [] },

  // How a game is shown, and who plays it by itself: beside the game, and outside its purity.
  ...['modules/*/*.screen.ts', 'modules/*/screen/'].map((files) => ({
    files,
    ours: ['modules/*/'],
    libraries: ['gridtick', 'gridtick/client', 'gridtick/screen'],
  })),
  ...['modules/*/*.bot.ts', 'modules/*/bot/'].map((files) => ({
    files,
    ours: ['modules/*/'],
    libraries: ['gridtick', 'gridtick/client'],
  })),

  // Games. Each would work unchanged in another repository.
  { files: 'modules/*/', ours: [], libraries: ['gridtick', 'zod'], isPure: true },
  { files: 'modules/index.ts', ours: [], libraries: [] },

  // Runs recorded rounds through one part of a game, which no server has to offer.
  { files: 'apps/vectors/', ours: ['modules/space-combat/'], libraries: ['zod', 'node:*'] },

  // REST as programs call it, for those below.
  { files: 'apps/rest-client/', ours: [], libraries: [] },

  // Players that are programs: they know a game by its wire and its bot alone, and a server they start as a process.
  {
    files: 'apps/bots/',
    ours: [
      'apps/rest-client/',
      'apps/server/main.ts',
      'apps/server/create-signal-handler.ts',
      'apps/console/find-companion.ts',
    ],
    libraries: ['gridtick/client', 'ws', 'node:*', '(computed)'],
  },

  // The page runs in a browser, on what a screen gets and the client; beside it, what makes the page of its TypeScript.
  {
    files: 'apps/console/page/',
    ours: [],
    libraries: ['gridtick', 'gridtick/client', 'gridtick/screen', 'gridtick:screens', 'uplot', 'uplot/*'],
  },
  { files: 'apps/console/', ours: [], libraries: ['gridtick/server', 'esbuild', 'node:*'] },
  {
    files: 'apps/server/',
    ours: ['modules/index.ts', 'apps/console/'],
    libraries: ['gridtick', 'gridtick/*', 'zod', 'node:*', '(computed)'],
  },
  {
    files: 'apps/cli/',
    ours: ['apps/rest-client/', 'apps/server/', 'apps/console/', 'apps/bots/', 'modules/index.ts', 'package.json'],
    libraries: ['gridtick', 'gridtick/*', 'citty', '@clack/prompts', 'ws', 'zod', 'node:*', '(computed)'],
  },
]

/** Libraries that are kept behind one file, so that it alone changes with them; and what only programs may touch. */
const homes: Homes = {
  ws: ['framework/gateway/upgrade.ts', 'apps/cli/tail/open-client.ts', 'apps/bots/crowd/metered-socket.ts'],
  '@hono/node-ws': ['framework/gateway/upgrade.ts'],
  'p-queue': ['framework/zone/schedule/zone-scheduler.ts'],
  '(computed)': ['apps/server/load-modules.ts', 'apps/bots/bot/load-bot.ts'],
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const folders = ['framework', 'modules', 'apps']

describe('who may import whom', () => {
  const files = readSources(root, folders)

  test('no file breaks the table, and none imports itself by way of others', () => {
    expect(findViolations(files, table, homes)).toEqual([])
  })

  test('the check really read files: there are some for each row, with imports and clocks where they are', () => {
    const read = table.map(({ files: of }) => [
      of,
      files.filter(({ path }) => rowOf(path, table)?.files === of).length > 0,
    ])
    expect(read.filter(([, isRead]) => !isRead)).toEqual([])
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(files.length)
    expect(files.find(({ path }) => path === `${kernel}clock.ts`)?.impurities).not.toEqual([])
    expect(files.find(({ path }) => path === 'framework/zone/step/step-zone.ts')?.impurities).toContainEqual(
      expect.stringContaining('await'),
    )
  })
})

describe('a planted breach is found', () => {
  const planted = mkdtempSync(join(tmpdir(), 'gridtick-imports-'))
  afterAll(() => rmSync(planted, { recursive: true }))

  const findIn = (files: Record<string, string>) => {
    rmSync(planted, { recursive: true })
    for (const folder of folders) mkdirSync(join(planted, folder), { recursive: true })
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(planted, path)), { recursive: true })
      writeFileSync(join(planted, path), text)
    }
    return findViolations(readSources(planted, folders), table, homes)
  }

  test('what the table allows is no breach', () => {
    const files = {
      'framework/contract/entity.ts': "import type { z } from 'zod'\nexport type Entity = z.ZodType",
      'framework/zone/zone.ts': "import type { Entity } from '../contract/entity.ts'\nexport type Zone = Entity",
      'framework/zone/schedule/zone-scheduler.ts': "import PQueue from 'p-queue'\nexport const queue = new PQueue()",
      'modules/chess/chess.ts': "import { defineModule } from 'gridtick'\nimport { a } from './a.ts'\ndefineModule(a)",
      'modules/chess/a.ts': 'export const a = { now: 1, performance: 2 }.performance',
    }
    expect(findIn(files)).toEqual([])
  })

  test.each([
    ['import', "import { a } from '../zone/zone.ts'\na()"],
    ['import for its effect', "import '../zone/zone.ts'"],
    ['import of a type', "import type { A } from '../zone/zone.ts'\nexport type B = A"],
    ['export from', "export { a } from '../zone/zone.ts'"],
    ['export all', "export * from '../zone/zone.ts'"],
    ['import()', "export const a = import('../zone/zone.ts')"],
    ['import() in a type', "export type A = import('../zone/zone.ts').A"],
    ['import over lines, among comments', "import {\n  a, // from './b.ts'\n} from /* why */ '../zone/zone.ts'\na()"],
    ['require', "export const a = require('../zone/zone.ts')"],
  ])('by %s', (_way, text) => {
    const found = findIn({ 'framework/kernel/a.ts': text, 'framework/zone/zone.ts': 'export const a = 1' })
    expect(found).toEqual(['framework/kernel/a.ts: must not import framework/zone/zone.ts'])
  })

  test.each([
    ['framework/contract/a.ts', 'node:fs'],
    ['framework/zone/zone.ts', 'p-queue'],
    ['framework/zone/zone.ts', 'drizzle-orm/sqlite-core'],
    ['framework/gateway/connection.ts', 'ws'],
    ['framework/auth/tokens.ts', 'hono'],
    ['framework/view/a.ts', '@libsql/client'],
    ['framework/rest/a.ts', 'pino'],
    ['framework/storage/zone-storage.ts', 'zod'],
    ['framework/testing/a.ts', 'vitest'],
    ['modules/chess/chess.ts', 'node:fs'],
    ['modules/chess/chess.ts', 'gridtick/server'],
    ['apps/server/main.ts', 'hono'],
  ])('a library where it has no place: %s imports %s', (path, library) => {
    const found = findIn({ [path]: `import * as a from '${library}'\nexport const b = a` })
    expect(found).toEqual([`${path}: must not import ${library}`])
  })

  test.each([
    ['modules/chess/chess.ts', 'modules/go/go.ts', '../go/go.ts'],
    ['modules/chess/chess.ts', 'framework/index.ts', '../../framework/index.ts'],
    ['framework/gateway/a.ts', 'framework/zone/zone.ts', '../zone/zone.ts'],
    ['framework/zone/a.ts', 'framework/storage/libsql-database.ts', '../storage/libsql-database.ts'],
    ['framework/server.ts', 'framework/testing/index.ts', './testing/index.ts'],
    ['apps/server/main.ts', 'framework/server.ts', '../../framework/server.ts'],
  ])('what lies beyond a port: %s imports %s', (path, target, specifier) => {
    const found = findIn({ [path]: `import { a } from '${specifier}'\nexport const b = a`, [target]: '' })
    expect(found).toEqual([`${path}: must not import ${target}`])
  })

  test.each([
    ['Date', 'export const a = Date.now()'],
    ['Date', 'export const a = new Date()'],
    ['Math.random', 'export const a = Math.random()'],
    ['Math.random', "export const a = Math['random']"],
    ['performance', 'export const a = performance.now()'],
    ['process', 'export const a = process.env.HOME'],
    ['globalThis', "export const a = globalThis['Date']"],
    ['setTimeout', 'export const a = (b: () => void) => setTimeout(b, 1)'],
    ['async', 'export async function a() {}'],
    ['async', 'export const a = { async b() {} }'],
    ['await', 'export const a = await 1'],
  ])('a module that uses %s: %s', (use, text) => {
    for (const path of [
      'modules/chess/chess.ts',
      'framework/contract/a.ts',
      'framework/view/a.ts',
      'framework/zone/step/run-module.ts',
      'framework/zone/step/apply-deltas.ts',
    ])
      expect(findIn({ [path]: text })).toEqual([`${path}: must be pure, line 1: ${use}`])
  })

  test('purity is not lost by way of others; of an impure file the types alone may be taken', () => {
    const files = {
      'framework/kernel/clock.ts': 'export const now = Date.now\nexport type Now = typeof now',
      'framework/kernel/b.ts': "export { now } from './clock.ts'",
      'framework/view/a.ts': "import { now } from '../kernel/b.ts'\nnow()",
      'framework/view/c.ts': "import type { Now } from '../kernel/clock.ts'\nexport type A = Now",
    }
    expect(findIn(files)).toEqual([
      'framework/view/a.ts: must be pure, but imports framework/kernel/clock.ts, directly or not',
    ])
  })

  test('a circle, a folder without a row, and an import that nobody can read', () => {
    const files = {
      'framework/kernel/a.ts': "import { b } from './b.ts'\nexport const a = b",
      'framework/kernel/b.ts': "import { a } from './a.ts'\nexport const b = a",
      'framework/new/a.ts': '',
      'framework/auth/a.ts': 'export const a = (b: string) => import(b)',
    }
    expect(findIn(files)).toEqual([
      'framework/auth/a.ts: must not import (computed)',
      'framework/kernel/a.ts: imports itself by way of framework/kernel/a.ts, framework/kernel/b.ts',
      'framework/new/a.ts: no row of the table is about it',
    ])
  })

  test('a file that cannot be parsed is an error, not a file without imports', () => {
    expect(() => findIn({ 'framework/kernel/a.ts': 'import {' })).toThrow()
  })
})
