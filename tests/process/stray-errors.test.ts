import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { noTelemetry } from '../../framework/engine/src/ports/telemetry.ts'
import { blameError } from '../../framework/server/src/process/blame-error.ts'
import { createStrayErrors } from '../../framework/server/src/process/stray-errors.ts'
import { createFakeClock } from '../../framework/testing/src/fake-clock.ts'

const project = join(import.meta.dirname, '../..')
const files = new Map([
  ['chess', '/games/chess/chess.ts'],
  ['go', '/games/go.ts'],
  ['tag', '/games/tag.ts'],
])
const call = { module: 'tag', hook: 'onTick', zoneId: 'z1' }
const engine = `${project}/framework/engine/src/step/step-zone.ts`
const library = `${project}/node_modules/zod/v4/core/parse.js`

/** An error whose stack goes through these files, innermost first. */
function errorAt(...paths: string[]): Error {
  const error = new Error('late')
  error.stack = ['Error: late', ...paths.map((path) => `    at async doIt (${path}:12:3)`)].join('\n')
  return error
}

const blame = (error: unknown, kind: 'rejection' | 'exception', ranLast?: typeof call) => {
  const found = blameError({ error, kind, files, ranLast })
  return found.kind === 'module' ? (found.module ?? 'unknown') : found.kind
}

describe('whose an error is that nobody caught', () => {
  test.for<[string, unknown, 'rejection' | 'exception', typeof call | undefined, string]>([
    ['a frame in its file', errorAt(library, '/games/tag.ts'), 'exception', undefined, 'tag'],
    ['a frame in a file beside it', errorAt('file:///games/chess/rules/pawn.ts?v=2'), 'rejection', undefined, 'chess'],
    ['a file that several modules share, and who ran last', errorAt('/games/shared.ts'), 'rejection', call, 'tag'],
    ['a file that several modules share, and nobody', errorAt('/games/shared.ts'), 'rejection', undefined, 'go'],
    ['no stack, and who ran last', 5, 'rejection', call, 'tag'],
    ['no stack, and nobody', undefined, 'exception', undefined, 'unknown'],
    ['a library alone, and who ran last', errorAt(library), 'rejection', call, 'tag'],
    ['an event of the system that nobody listened to', errorAt('node:net'), 'exception', undefined, 'unknown'],
    ['code of the server', errorAt(engine), 'rejection', call, 'doubt'],
    ['code of the server, interrupted', errorAt(library, engine), 'exception', call, 'doubt'],
    ['a library of the server, interrupted', errorAt(library), 'exception', undefined, 'doubt'],
  ])('[FAIL-9] %s', ([, error, kind, ranLast, whose]) => {
    expect(blame(error, kind, ranLast)).toBe(whose)
  })

  test('[FAIL-9] of what cannot even be printed nobody knows', () => {
    const hostile = Object.defineProperty(new Error('x'), 'stack', {
      get() {
        throw new Error('no')
      },
    })
    expect(blame(hostile, 'rejection')).toBe('unknown')
  })
})

test('[FAIL-9] an error is logged once a minute with what to do, and counted each time; modules share few lines', () => {
  const clock = createFakeClock()
  const lines: { fields: object; message: string }[] = []
  const counted: string[] = []
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error: (fields: object, message: string) => lines.push({ fields, message }),
  }
  const telemetry = { ...noTelemetry, strayError: (module: string) => void counted.push(module) }
  const strays = createStrayErrors({ files, logger: logger as never, telemetry, clock })

  const late = errorAt('/games/tag.ts')
  for (let time = 0; time < 3; time++) expect(strays.ofProcess(late, 'rejection', call)).toBe(true)
  expect(counted).toEqual(['tag', 'tag', 'tag'])
  expect(lines).toHaveLength(1)
  expect(lines[0]?.fields).toMatchObject({ module: 'tag', zoneId: 'z1', hook: 'onTick', stack: late.stack })
  expect(lines[0]?.message).toMatch(
    /^module tag, zone z1: a Promise was rejected, .*\(after onTick\): Error: late\. The server goes on\. .*catch/,
  )

  clock.advance(60_000)
  strays.ofHook(call, new Error('late'))
  strays.ofHook(call, new Error('later'))
  expect(lines).toHaveLength(3)
  for (let time = 0; time < 1_000; time++) strays.ofHook(call, new Error(`at ${time}`))
  expect(lines).toHaveLength(2 + 99)
  expect(strays.ofProcess(errorAt(engine), 'exception', undefined)).toBe(false)
})
