import { defineModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

type Where = 'data' | 'state' | 'extras' | 'config' | 'payload' | 'input'

const everywhere: readonly Where[] = ['data', 'state', 'extras', 'config', 'payload', 'input']
const stored: readonly Where[] = ['data', 'state', 'extras']
const pathTo: Readonly<Record<Where, string>> = {
  data: 'entities.ship.data',
  state: 'state',
  extras: 'extras',
  config: 'config',
  payload: 'intents.act',
  input: 'queries.ask.input',
}

/** A module with this schema of the field `at` in one place. */
function define(where: Where, field: z.ZodType, wrap = (at: z.ZodType): z.ZodType<object> => z.strictObject({ at })) {
  const empty = z.strictObject({})
  const schemaOf = (place: Where) => (place === where ? wrap(field) : empty)
  return () =>
    defineModule({
      name: 'fine',
      version: '1.0.0',
      stateVersion: 1,
      config: schemaOf('config'),
      entities: { ship: schemaOf('data') },
      intents: { act: schemaOf('payload') },
      state: schemaOf('state'),
      extras: schemaOf('extras'),
      queries: { ask: { input: schemaOf('input'), answer: () => null } },
      schedule: { kind: 'interval', everyMs: 100 },
      createZone: () => ({}),
      onTick: () => ({}),
      getPlayerState: () => ({ entities: [] }),
    } as never)
}

const wordsOf = (text: string) => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*'))

const noJson: readonly (readonly [what: string, schema: z.ZodType, use: string])[] = [
  ['z.date()', z.date(), 'Use z.number() for ms since the epoch, or z.iso.datetime()'],
  ['z.coerce.date()', z.coerce.date(), 'Use z.number() for ms'],
  ['z.bigint()', z.bigint(), 'Use z.int()'],
  ['z.bigint()', z.int64(), 'Use z.int()'],
  ['z.map()', z.map(z.string(), z.int()), 'Use z.record('],
  ['z.set()', z.set(z.string()), 'Use z.array('],
  ['z.function()', z.function() as never, 'Use z.enum('],
  ['z.symbol()', z.symbol(), 'Use z.enum('],
  ['z.nan()', z.nan(), 'Use z.null()'],
  ['z.undefined()', z.undefined(), 'Use .optional()'],
  ['z.void()', z.void(), 'Use .optional()'],
  ['z.promise()', z.promise(z.string()), 'Use the schema of the value itself'],
  ['z.file()', z.file(), 'Use z.string()'],
  ['z.instanceof(URL)', z.instanceof(URL), 'Use z.strictObject('],
  ['z.literal(5)', z.literal(5n), 'Use z.int()'],
  ['z.literal(undefined)', z.literal(undefined), 'Use .optional()'],
]

describe('[MOD-15] a schema of what JSON cannot carry is refused when the module is defined', () => {
  test.each(noJson)(
    '%s: wherever values are kept or sent, with the path and what to use instead',
    (what, schema, use) => {
      for (const where of everywhere)
        expect(define(where, schema), where).toThrow(
          wordsOf(`Module "fine": \`${pathTo[where]}.at\` is ${what},…${use}`),
        )
    },
  )

  test('however deep it stands, and in whatever it is wrapped', () => {
    const date = z.date()
    type Tree = { when?: unknown; next?: Tree | undefined }
    const tree: z.ZodType<Tree> = z.lazy(() => z.strictObject({ next: tree.optional(), when: date }))
    const wrapped: readonly (readonly [string, z.ZodType])[] = [
      ['at.a.b', z.object({ a: z.looseObject({ b: date }) })],
      ['at[].when', z.array(z.strictObject({ when: date }))],
      ['at[1]', z.tuple([z.string(), date])],
      ['at[]', z.tuple([z.string()]).rest(date)],
      ['at.*', z.record(z.string(), date)],
      ['at.*', z.object({}).catchall(date)],
      ['at.x', z.union([z.string(), z.strictObject({ x: date })])],
      ['at.x', z.discriminatedUnion('do', [z.strictObject({ do: z.literal('a'), x: date })])],
      ['at.x', z.intersection(z.object({ y: z.int() }), z.object({ x: date }))],
      ['at.when', tree],
      ['at', date.optional()],
      ['at', date.nullable()],
      ['at', date.nullish().default(null)],
      ['at', date.prefault(new Date(0))],
      ['at', date.catch(new Date(0))],
      ['at', date.readonly()],
      ['at', date.brand('day')],
      ['at', z.nonoptional(date.optional())],
      ['at', z.codec(z.iso.datetime(), date, { decode: (text) => new Date(text), encode: (at) => at.toISOString() })],
      ['at', z.string().pipe(z.coerce.date())],
      ['at', z.preprocess((text) => text, date)],
    ]
    for (const [path, schema] of wrapped)
      for (const where of everywhere)
        expect(define(where, schema), `${where} ${path}`).toThrow(
          new RegExp(`\`${pathTo[where]}\\.${path.replaceAll(/[[\].*]/g, '\\$&')}\` (is z\\.|transforms)`),
        )
  })

  test('the schema of all data likewise, and one that makes its parts afresh has an end', () => {
    expect(define('state', z.any(), () => z.map(z.string(), z.any()))).toThrow(/`state` is z\.map\(\)/)
    const endless = (): z.ZodType<object> => z.strictObject({ next: z.lazy(endless).optional() })
    expect(define('state', z.any(), endless)).not.toThrow()
    const early = z.lazy(() => later)
    expect(define('state', early)).not.toThrow()
    const later: z.ZodType = z.string()
  })

  test('what only passes through on its way is nobody else’s business', () => {
    const ms = z.coerce.date().transform((date) => date.getTime())
    for (const where of ['config', 'payload', 'input'] as const) expect(define(where, ms), where).not.toThrow()
    const never = z.date().transform((date) => date.getTime())
    expect(define('payload', never), 'no client can send a Date').toThrow(/`intents\.act\.at` is z\.date\(\)/)
  })

  test('asynchronous ones are refused where they say so', () => {
    const asyncs: readonly z.ZodType[] = [
      z.string().refine(async () => true),
      z.string().check(async () => {}),
      z.custom(async () => true),
    ]
    for (const schema of asyncs)
      for (const where of everywhere) expect(define(where, schema)).toThrow(/\.at` is asynchronous\. Remove `async`/)
    const lookUp = z.string().transform(async (text) => text)
    expect(define('payload', lookUp)).toThrow(/`intents\.act\.at` is asynchronous/)
  })
})

describe('[MOD-15] [MOD-21] what is stored is read again, and must not be transformed', () => {
  const transforms: readonly z.ZodType[] = [
    z.int().transform((value) => value * 10),
    z.stringbool(),
    z.codec(z.string(), z.int(), { decode: Number, encode: String }),
    z.preprocess((value) => value, z.string()),
    z.array(z.string().transform((text) => text.length)),
  ]

  test.each(transforms)('a transform of data, state or extras is refused, with what to do: %#', (schema) => {
    for (const where of stored)
      expect(define(where, schema), where).toThrow(
        wordsOf(`\`${pathTo[where]}.at…\` transforms…Transform where the value comes in…overwrite()`),
      )
    for (const where of ['config', 'payload', 'input'] as const) expect(define(where, schema), where).not.toThrow()
  })

  test('so is one of the whole', () => {
    const whole = (at: z.ZodType) => z.strictObject({ at }).transform((value) => ({ ...value })) as z.ZodType<object>
    expect(define('data', z.int(), whole)).toThrow(/`entities\.ship\.data` transforms/)
  })

  test('a default that its own schema refuses could not be read again', () => {
    const field = z.string().min(5).default('abc')
    for (const where of [...stored, 'config'] as const) expect(define(where, field)).toThrow(/\.at` has a default that/)
    expect(define('payload', field)).not.toThrow()
    const unknown = z.string().default(() => {
      throw new Error('not yet')
    })
    expect(define('data', unknown), 'one that cannot be worked out yet').not.toThrow()
    expect(define('config', z.int().transform(String).default('7')), 'of a transform, it is the result').not.toThrow()
  })

  test('what fills in and tidies up may stay', () => {
    const fine: readonly z.ZodType[] = [
      z.string().trim().toLowerCase().max(9),
      z.number().overwrite(Math.round),
      z.int().default(3).optional(),
      z.string().catch('none'),
      z.coerce.number(),
      z.json(),
      z.any(),
      z.unknown(),
      z.custom<`${number}px`>((value) => /^\d+px$/.test(String(value))),
      z.string().pipe(z.enum(['a', 'b'])),
      z.url({ normalize: true }),
      z.templateLiteral(['x', z.number()]),
      z.never().optional(),
      z.int().refine((value) => value > 0),
      z.iso.datetime().brand('time').readonly().nullable(),
    ]
    for (const schema of fine) for (const where of everywhere) expect(define(where, schema), where).not.toThrow()
  })
})
