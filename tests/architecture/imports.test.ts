import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { findViolations, rowOf } from './find-violations.ts'
import { law, pureFiles } from './import-table.ts'
import { readSources } from './read-source.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folders = ['framework', 'modules', 'apps']

describe('who may import whom', () => {
  const files = readSources(root, folders)

  test('no file breaks the table, and none imports itself by way of others', () => {
    expect(findViolations(files, law)).toEqual([])
  })

  test('the check really read files: there are some for each row, with imports and clocks where they are', () => {
    const read = law.table.map(({ files: of }) => [
      of,
      files.filter(({ path }) => rowOf(path, law.table)?.files === of).length > 0,
    ])
    expect(read.filter(([, isRead]) => !isRead)).toEqual([])
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(files.length)
    expect(files.find(({ path }) => path === 'framework/engine/src/ports/clock.ts')?.impurities).not.toEqual([])
    expect(files.find(({ path }) => path === 'framework/engine/src/step/step-zone.ts')?.impurities).toContainEqual(
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
    return findViolations(readSources(planted, folders), law)
  }

  test('what the table allows is no breach', () => {
    const files = {
      'framework/core/src/contract/entity.ts': "import type { z } from 'zod'\nexport type Entity = z.ZodType",
      'framework/engine/src/zone/zone.ts':
        "import type { Entity } from '../contract/entity.ts'\nexport type Zone = Entity",
      'framework/engine/src/schedule/zone-scheduler.ts':
        "import PQueue from 'p-queue'\nexport const queue = new PQueue()",
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
    const found = findIn({
      'framework/engine/src/kernel/a.ts': text,
      'framework/engine/src/zone/zone.ts': 'export const a = 1',
    })
    expect(found).toEqual(['framework/engine/src/kernel/a.ts: must not import framework/engine/src/zone/zone.ts'])
  })

  test.each([
    ['framework/core/src/contract/a.ts', 'node:fs'],
    ['framework/engine/src/zone/zone.ts', 'p-queue'],
    ['framework/engine/src/zone/zone.ts', 'drizzle-orm/sqlite-core'],
    ['framework/server/src/gateway/connection.ts', 'ws'],
    ['framework/server/src/gateway/connection.ts', '@gridtick/engine'],
    ['framework/server/src/rest/zone-routes.ts', '@gridtick/engine'],
    ['framework/server/src/auth/tokens.ts', 'hono'],
    ['framework/engine/src/view/a.ts', '@libsql/client'],
    ['framework/server/src/rest/a.ts', 'pino'],
    ['framework/engine/src/ports/storage/zone-storage.ts', 'zod'],
    ['framework/testing/src/a.ts', 'vitest'],
    ['modules/chess/chess.ts', 'node:fs'],
    ['modules/chess/chess.ts', '@gridtick/server'],
    ['apps/server/main.ts', 'hono'],
  ])('a library where it has no place: %s imports %s', (path, library) => {
    const found = findIn({ [path]: `import * as a from '${library}'\nexport const b = a` })
    expect(found).toEqual([`${path}: must not import ${library}`])
  })

  test.each([
    ['modules/chess/chess.ts', 'modules/go/go.ts', '../go/go.ts'],
    ['modules/chess/chess.ts', 'framework/core/src/index.ts', '../../framework/core/src/index.ts'],
    ['framework/server/src/gateway/a.ts', 'framework/engine/src/zone/zone.ts', '../../../engine/src/zone/zone.ts'],
    [
      'framework/engine/src/zone/a.ts',
      'framework/storage-sqlite/src/database/libsql-database.ts',
      '../../../storage-sqlite/src/database/libsql-database.ts',
    ],
    ['framework/server/src/index.ts', 'framework/testing/src/index.ts', '../../testing/src/index.ts'],
    ['apps/server/main.ts', 'framework/server/src/index.ts', '../../framework/server/src/index.ts'],
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
      'framework/core/src/contract/a.ts',
      'framework/engine/src/view/a.ts',
      ...pureFiles,
    ])
      expect(findIn({ [path]: text })).toEqual([`${path}: must be pure, line 1: ${use}`])
  })

  test('purity is not lost by way of others; of an impure file the types alone may be taken', () => {
    const files = {
      'framework/engine/src/ports/clock.ts': 'export const now = Date.now\nexport type Now = typeof now',
      'framework/engine/src/kernel/b.ts': "export { now } from '../ports/clock.ts'",
      'framework/engine/src/view/a.ts': "import { now } from '../kernel/b.ts'\nnow()",
      'framework/engine/src/view/c.ts': "import type { Now } from '../ports/clock.ts'\nexport type A = Now",
    }
    expect(findIn(files)).toEqual([
      'framework/engine/src/view/a.ts: must be pure, but imports framework/engine/src/ports/clock.ts, directly or not',
    ])
  })

  test('a circle, a folder without a row, and an import that nobody can read', () => {
    const files = {
      'framework/engine/src/kernel/a.ts': "import { b } from './b.ts'\nexport const a = b",
      'framework/engine/src/kernel/b.ts': "import { a } from './a.ts'\nexport const b = a",
      'framework/new/a.ts': '',
      'framework/server/src/auth/a.ts': 'export const a = (b: string) => import(b)',
    }
    expect(findIn(files)).toEqual([
      'framework/engine/src/kernel/a.ts: imports itself by way of framework/engine/src/kernel/a.ts, framework/engine/src/kernel/b.ts',
      'framework/new/a.ts: no row of the table is about it',
      'framework/server/src/auth/a.ts: must not import (computed)',
    ])
  })

  test.each([
    [
      'types alone',
      "import type { B } from './b.ts'\nexport type A = B",
      "import type { A } from './a.ts'\nexport type B = A[]",
    ],
    [
      'a type and a value',
      "import type { B } from './b.ts'\nexport const a = 1 as B",
      "import { a } from './a.ts'\nexport type B = typeof a",
    ],
    [
      'an export',
      "export type { B } from './b.ts'\nexport type A = 1",
      "import type { A } from './a.ts'\nexport type B = A",
    ],
  ])('a circle of %s', (_of, a, b) => {
    expect(findIn({ 'framework/engine/src/kernel/a.ts': a, 'framework/engine/src/kernel/b.ts': b })).toEqual([
      'framework/engine/src/kernel/a.ts: imports itself by way of framework/engine/src/kernel/a.ts, framework/engine/src/kernel/b.ts',
    ])
  })

  test('rooms of the engine that import each other, by whatever files, and by types', () => {
    const files = {
      'framework/engine/src/inputs/a.ts': "import type { B } from '../step/b.ts'\nexport type A = B",
      'framework/engine/src/step/b.ts': 'export type B = 1',
      'framework/engine/src/step/c.ts': "import type { D } from '../inputs/d.ts'\nexport type C = D",
      'framework/engine/src/inputs/d.ts': 'export type D = 1',
    }
    expect(findIn(files)).toEqual([
      'framework/engine/src/inputs/: imports itself by way of framework/engine/src/inputs/a.ts imports framework/engine/src/step/b.ts, ' +
        'framework/engine/src/step/c.ts imports framework/engine/src/inputs/d.ts',
    ])
  })

  test('a noun of the zone that needs a room which needs it; the host may need them all', () => {
    const files = {
      'framework/engine/src/zone-host.ts': "import { a } from './step/a.ts'\nexport const host = a",
      'framework/engine/src/step/a.ts': "import { b } from '../zone/b.ts'\nexport const a = b",
      'framework/engine/src/zone/b.ts': 'export const b = 1',
    }
    expect(findIn(files)).toEqual([])
    const back = { 'framework/engine/src/zone/b.ts': "import type { C } from '../step/c.ts'\nexport const b = 1 as C" }
    expect(findIn({ ...files, ...back, 'framework/engine/src/step/c.ts': 'export type C = 1' })).toEqual([
      'framework/engine/src/step/: imports itself by way of framework/engine/src/step/a.ts imports framework/engine/src/zone/b.ts, ' +
        'framework/engine/src/zone/b.ts imports framework/engine/src/step/c.ts',
    ])
  })

  test('folders of the server that import each other, and packages that do by their names', () => {
    const folders = {
      'framework/server/src/rest/a.ts': "import type { B } from '../gateway/b.ts'\nexport type A = B",
      'framework/server/src/gateway/b.ts': 'export type B = 1',
      'framework/server/src/gateway/c.ts': "import type { D } from '../rest/d.ts'\nexport type C = D",
      'framework/server/src/rest/d.ts': 'export type D = 1',
    }
    expect(findIn(folders)).toContain(
      'framework/server/src/gateway/: imports itself by way of framework/server/src/gateway/c.ts imports framework/server/src/rest/d.ts, ' +
        'framework/server/src/rest/a.ts imports framework/server/src/gateway/b.ts',
    )
    const packages = {
      'framework/engine/src/view/a.ts': "import type { B } from 'gridtick/internal'\nexport type A = B",
      'framework/core/src/internal.ts': "export type { B } from '@gridtick/engine/ports'",
    }
    expect(findIn(packages)).toContain(
      'framework/core/: imports itself by way of framework/core/src/internal.ts imports @gridtick/engine/ports, ' +
        'framework/engine/src/view/a.ts imports gridtick/internal',
    )
  })

  test('a file that cannot be parsed is an error, not a file without imports', () => {
    expect(() => findIn({ 'framework/engine/src/kernel/a.ts': 'import {' })).toThrow()
  })
})
