import { silentLogger } from '@gridtick/engine/ports'
import { defineModule, type GameModule } from 'gridtick'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { describeModule } from '../../framework/engine/src/module/describe-module.ts'

const nothing = z.strictObject({})
const define = (more: object) => () =>
  defineModule({
    name: 'odd',
    version: '1',
    stateVersion: 1,
    config: nothing,
    entities: {},
    intents: {},
    schedule: { kind: 'interval', everyMs: 100 },
    createZone: () => ({}),
    onTick: () => ({}),
    getPlayerState: () => ({ entities: [] }),
    ...more,
  } as never) as GameModule

const cycle: { again?: object } = {}
cycle.again = cycle
const endless = (): z.ZodType => z.lazy(() => z.strictObject({ next: endless().optional() }))

describe('[MOD-15] what cannot be described to others is refused when the module is defined, by its part', () => {
  const schemas: readonly (readonly [string, z.ZodType, string])[] = [
    [
      'an id twice',
      z.strictObject({ a: z.string().meta({ id: 'x' }), b: z.int().meta({ id: 'x' }) }),
      '.b` has the id "x"',
    ],
    [
      'an id that is none',
      z.strictObject({ a: z.string().meta({ id: '__proto__' }) }),
      '.a` has a .meta({ id }) that is',
    ],
    ['a cyclic meta', nothing.meta(cycle), '` has a .meta() that JSON cannot carry'],
    ['a bigint in meta', z.strictObject({ a: z.int().meta({ n: 5n }) }), '.a` has a .meta() that JSON cannot carry'],
    ['parts made afresh', z.strictObject({ a: endless() }), '` has no end: it makes its parts afresh'],
    [
      'a getter that throws',
      z.strictObject({
        get a(): z.ZodType {
          throw new Error('later')
        },
      }),
      '` cannot be read: asked for its parts, it threw "later".',
    ],
  ]
  const places: readonly (readonly [string, (schema: z.ZodType) => object])[] = [
    ['config', (config) => ({ config })],
    ['intents.act', (act) => ({ intents: { act } })],
    ['intents.act.details', (details) => ({ intents: { act: { payload: nothing, details } } })],
    ['queries.ask.input', (input) => ({ queries: { ask: { input, answer: () => 1 } } })],
    ['queries.ask.output', (output) => ({ queries: { ask: { input: nothing, output, answer: () => 1 } } })],
    ['view.extras', (extras) => ({ view: { extras } })],
    ['view.entities.bird', (bird) => ({ view: { entities: { bird } } })],
    ['events.sang', (sang) => ({ events: { sang } })],
  ]
  test.each(schemas)('%s', (_what, schema, words) => {
    for (const [path, place] of places) expect(define(place(schema)), path).toThrow(`Module "odd": \`${path}${words}`)
    for (const part of ['state', 'extras']) expect(define({ [part]: schema }), 'is told to nobody').not.toThrow()
  })

  test.each<[string, object, string]>([
    ['a number as description', { description: 5 }, '`description` must be a text'],
    ['a long description', { description: 'x'.repeat(2_001) }, '`description` must be a text of at most 2000'],
    ['an event without name', { events: { '': nothing } }, '`events.` is not a name'],
    ['an event of half a pair', { events: { '\ud800': nothing } }, '`events.\\ud800` is not a name'],
    ['a long event', { events: { ['e'.repeat(65)]: nothing } }, 'e` is not a name: a name has 1 to 64'],
    ['a query without name', { queries: { '': { input: nothing, answer: () => 1 } } }, '`queries.` is not a name'],
    ['a long query', { queries: { ['q'.repeat(65)]: { input: nothing, answer: () => 1 } } }, 'q` is not a name'],
    ['a kind that no storage takes', { entities: { 'a\0': nothing } }, '`entities.a\\u0000` is not a name'],
    [
      'a long label',
      { metrics: { a: { kind: 'counter', help: 'A', labels: { ['l'.repeat(65)]: ['x'] } } } },
      'has a label',
    ],
  ])('%s', (_what, more, words) => {
    expect(define(more)).toThrow(words)
  })

  test('one that comes again under its name is fine, and so is one that is not there yet', () => {
    const tree: z.ZodType = z.strictObject({ left: z.lazy(() => tree).optional() }).meta({ id: 'Tree' })
    const early = z.strictObject({ a: z.lazy(() => later) })
    const { config } = describeModule(define({ config: tree, events: { grew: early } })(), silentLogger)
    expect(JSON.stringify(config)).toContain('"left"')
    const later = z.string()
  })
})

test('[SHAPE-1] what is found out later leaves that schema open, and the log says so once', () => {
  const error = vi.fn()
  let isReady = true
  const moody = z.strictObject({ a: z.lazy(() => (isReady ? z.string() : (undefined as never))) })
  isReady = false
  const module = define({ events: { moody, fine: nothing } })()
  for (let count = 0; count < 2; count++) {
    const { events } = describeModule(module, { ...silentLogger, error })
    expect(events).toMatchObject({ moody: {}, fine: { type: 'object' } })
  }
  expect(error.mock.calls.map(([, text]) => text)).toEqual([
    expect.stringContaining('module odd: the schema events.moody cannot be described, and stands open'),
  ])
})
