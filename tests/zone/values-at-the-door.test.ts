import { testZone } from '@gridtick/testing'
import { everyone, type GameModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld } from './world.ts'

/** A probe whose intent `act` and query `ask` read with this schema. */
function reading(schema: z.ZodType<object>): GameModule {
  const probe = probeModule({ answer: ({ input }) => input as never })
  return { ...probe, intents: { act: schema }, queries: { ask: { ...probe.queries.ask, input: schema } } } as GameModule
}

type Case = readonly [name: string, schema: z.ZodType<object>, given: object, pointer: string, message: RegExp]

const mistakes: readonly Case[] = [
  ['a number beyond 2^53', z.strictObject({ n: z.number() }), { n: 1e17 }, '/n', /beyond 2\^53/],
  ['NaN', z.strictObject({ n: z.any() }), { n: Number.NaN }, '/n', /NaN is not a JSON number/],
  ['a Date', z.strictObject({ at: z.any() }), { at: new Date(0) }, '/at', /an instance of Date is not a plain object/],
  ['a bigint deep inside', z.strictObject({ a: z.any() }), { a: [{ b: 1n }] }, '/a/0/b', /bigint is not a JSON value/],
  ['what the schema refuses', z.strictObject({ n: z.int() }), { n: 0.5 }, '/n', /expected int/],
  ['a list', z.strictObject({}), [], '', /expected object/],
]

const brokenSchemas: readonly (readonly [name: string, schema: z.ZodType<object>, fault: RegExp])[] = [
  [
    'makes a Date',
    z.strictObject({ n: z.string().transform(() => new Date(0)) }),
    /makes .* at n: an instance of Date/,
  ],
  [
    'makes nothing at all',
    z.strictObject({ n: z.string() }).transform(() => undefined as never),
    /its root: undefined/,
  ],
  ['makes NaN', z.strictObject({ n: z.string().transform(() => Number.NaN) }), /at n: NaN is not a JSON number/],
  [
    'throws',
    z.strictObject({ n: z.string() }).refine(() => {
      throw new Error('out of order')
    }),
    /threw Error: out of order \(\S+values-at-the-door\.test\.ts:\d+:\d+\)$/,
  ],
  [
    'throws in its own words for an error',
    z.strictObject({
      n: z.string().max(1, {
        error: () => {
          throw new Error('speechless')
        },
      }),
    }),
    /threw Error: speechless/,
  ],
  [
    'throws a book',
    z.strictObject({ n: z.string() }).refine(() => raise('x'.repeat(9_000))),
    /threw Error: x{100,400}…$/,
  ],
  [
    'gives a Promise',
    z.strictObject({ n: z.string().refine(() => Promise.resolve(true)) }),
    /gives a Promise\. Remove `async`/,
  ],
]

function raise(message: string): never {
  throw new Error(message)
}

describe('a value from outside', () => {
  test.each(mistakes)(
    '[MOD-22] [INT-2] %s is refused `invalid`, with its path',
    async (_name, schema, given, pointer, message) => {
      const zone = await testZone(reading(schema))
      await zone.join('ann')
      expect(zone.intent('ann', 'act', given)).toBeUndefined()
      const refused = { code: 'invalid', errors: [{ pointer, message: expect.stringMatching(message) }] }
      expect(zone.results('ann')).toMatchObject([{ outcome: 'refused', retryable: false, ...refused }])
      expect(zone.query('ann', 'ask', given)).toMatchObject({ ok: false, refused })
      expect(zone.faults()).toEqual([])
    },
  )

  test.each(brokenSchemas)(
    '[MOD-22] [INT-2] a schema that %s is a fault of the module, in one short line',
    async (_name, schema, fault) => {
      const zone = await testZone(reading(schema), { isQuiet: true })
      await zone.join('ann')
      for (let asked = 0; asked < 3; asked++) {
        zone.intent('ann', 'act', { n: 'text' })
        expect(zone.query('ann', 'ask', { n: 'text' })).toMatchObject({ ok: false, refused: { code: 'query_failed' } })
      }
      for (const result of zone.results('ann'))
        expect(result).toMatchObject({ outcome: 'refused', code: 'intent_failed', retryable: false })
      expect(JSON.stringify(zone.messages('ann')), 'players learn nothing of the fault').not.toMatch(fault)
      expect(zone.faults()).toHaveLength(2)
      for (const [index, hook] of ['intents.act', 'queries.ask'].entries()) {
        expect(zone.faults()[index]).toMatch(fault)
        expect(zone.faults()[index]).toMatch(
          new RegExp(`^module probe, zone ${zone.id}, tick 1, player ann: .*${hook}`),
        )
        expect(zone.faults()[index]).not.toContain('\n')
      }
      await zone.tick()
      expect(zone.status).toBe('open')
    },
  )

  test('[MOD-22] the same fault is logged once in faultLogMs, and then with how many there were', async () => {
    const schema = z.strictObject({ n: z.string().transform(() => Number.NaN) })
    const zone = await testZone(reading(schema), { isQuiet: true, limits: { faultLogMs: 5_000, faultLogKeysMax: 1 } })
    await zone.join('ann')
    for (let asked = 0; asked < 4; asked++) zone.intent('ann', 'act', { n: '' })
    await zone.advance(5_000)
    zone.intent('ann', 'act', { n: '' })
    expect(zone.faults()).toEqual([expect.stringMatching(/number$/), expect.stringMatching(/number \(3 more since/)])
    zone.query('ann', 'ask', { n: '' })
    zone.intent('ann', 'act', { n: '' })
    expect(zone.faults(), 'of the faults one is remembered').toHaveLength(4)
  })

  test('[MOD-22] a config likewise: `invalid` with the path, or with the fault of the module', async () => {
    const zoneOf = (schema: z.ZodType<object>, config: object) =>
      createWorld({ ...probeModule(), config: schema } as GameModule, { config })
    await expect(zoneOf(z.strictObject({ width: z.number() }), { width: 1e17 })).rejects.toThrow(
      /"code":"invalid".*"pointer":"\/config\/width","code":"not_json"/,
    )
    await expect(zoneOf(z.strictObject({ at: z.coerce.date() }), { at: '2026-01-01' })).rejects.toThrow(
      /"code":"invalid".*module_failed.*`config` makes what JSON cannot carry, at at: an instance of Date/,
    )
  })
})

test('[MOD-22] [MOD-11] a key that is given as undefined is not there, as in JSON', async () => {
  const thing = { id: 'b', kind: 'thing', x: 0, y: 0, data: { n: 1, secret: undefined, effects: { fire: undefined } } }
  const onTick = ({ tick, intents }: ProbeContext) =>
    tick === 1
      ? {
          create: [thing],
          state: { note: undefined, round: 3 },
          events: [{ event: 'e', payload: { a: undefined, b: 1 }, to: everyone() }],
        }
      : {
          update: [{ id: 'a', set: { data: { secret: undefined } } }],
          extras: { score: undefined },
          refuse: intents.map(({ id }) => ({ intentId: id, code: 'no', message: 'No.', details: { why: undefined } })),
        }
  const start = { ...thing, id: 'a', data: { n: 1, secret: 5 } }
  const answer = () => ({ none: undefined, one: 1 })
  const zone = await testZone(
    probeModule({ create: [start], extras: { score: 9 }, state: { note: 'x' }, onTick, answer }),
  )
  await zone.join('ann')
  expect(zone.entities.get('b')?.data).toStrictEqual({ n: 1, effects: {} })
  expect(zone.state).toStrictEqual({ round: 3 })
  expect(zone.events('ann')).toStrictEqual([{ event: 'e', payload: { b: 1 } }])
  expect(zone.query('ann', 'ask', { about: undefined })).toStrictEqual({
    ok: true,
    value: { tick: 1, result: { one: 1 } },
  })

  zone.intent('ann', 'act', { value: undefined })
  await zone.tick()
  expect(zone.refusals('ann')).toMatchObject([{ code: 'no', details: {} }])
  expect(zone.entities.get('a')?.data, 'what is set to undefined is not there any more').toStrictEqual({ n: 1 })
  expect(zone.extras).toStrictEqual({})
})
