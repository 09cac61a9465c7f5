import { testZone } from '@gridtick/testing'
import { defineModule } from 'gridtick'
import { checkModule } from 'gridtick/internal'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { frameworkCodes } from '../../framework/core/src/contract/framework-codes.ts'
import { errorCodes, isErrorCode, isRetryable } from '../../framework/protocol/src/error-codes.ts'
import { toFieldErrors } from '../../framework/protocol/src/schema-errors.ts'

const parts = {
  name: 'fine',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: { thing: z.strictObject({}) },
  intents: { act: z.strictObject({}) },
  schedule: { kind: 'interval', everyMs: 100 },
  createZone: () => ({}),
  onTick: () => ({}),
  getPlayerState: () => ({ entities: [] }),
} as const
const define = (changes: object) => defineModule({ ...parts, ...changes } as never)

describe('defining a module', () => {
  test('[MOD-15] what is left out is empty, everybody may join, and the module is frozen', () => {
    const module = define({})
    expect(module).toMatchObject({ queries: {}, redactions: {} })
    expect(module.canJoin({} as never)).toEqual({ accepted: true })
    expect(module.state.safeParse({ any: 1 }).success).toBe(false)
    expect(Object.isFrozen(module)).toBe(true)
  })

  const mistakes: readonly (readonly [string, object, RegExp])[] = [
    [
      'no getPlayerState',
      { getPlayerState: undefined },
      /`getPlayerState` is missing\. .* no default that shows every/,
    ],
    ['a bad name', { name: 'Fine Game' }, /`name` must be 1 to 64 of a-z/],
    ['no name', { name: undefined }, /Module "\(no name\)": `name`/],
    ['no version', { version: '' }, /`version` must be a string/],
    ['no state version', { stateVersion: 1.5 }, /`stateVersion` must be an integer/],
    ['a config that is no schema', { config: {} }, /`config` must be a zod schema/],
    [
      'a payload that is not an object',
      { intents: { say: z.string() } },
      /`intents\.say` is z\.string\(\), and must be an object/,
    ],
    ['state that is not an object', { state: z.array(z.int()) }, /`state` is z\.array\(\), and must be an object/],
    ['a public key that the config does not have', { publicConfig: ['size'] }, /`publicConfig` .* "size" is none/],
    ['public keys that are not a list', { publicConfig: true }, /`publicConfig` must be a list of keys/],
    ['an entity kind that is no schema', { entities: { thing: {} } }, /`entities\.thing` must be a zod schema/],
    ['an intent that is no schema', { intents: { act: {} } }, /`intents\.act` must be a zod schema/],
    ['an intent that is nothing', { intents: { act: undefined } }, /`intents\.act` must be a zod schema/],
    [
      'a payload that is no schema',
      { intents: { act: { payload: {} } } },
      /`intents\.act` must be .* or \{ payload: sch/,
    ],
    [
      'an intent with more',
      { intents: { act: { payload: z.strictObject({}), rates: 1 } } },
      /`intents\.act\.rates` is un/,
    ],
    [
      'an intent for nobody',
      { intents: { act: { payload: z.strictObject({}), debugOnly: 0 } } },
      /debugOnly` must be true/,
    ],
    ...[7, {}, { perSecond: 0, burst: 1 }, { perSecond: Number.NaN, burst: 1 }, { perSecond: 1, burst: 0 }].map(
      (rate) =>
        [
          `a rate of ${JSON.stringify(rate)}`,
          { intents: { act: { payload: z.strictObject({}), rate } } },
          /`intents\.act\.rate` must be \{ perSecond, burst \}/,
        ] as const,
    ),
    [
      'a rate with more',
      { intents: { act: { payload: z.strictObject({}), rate: { perSecond: 1, burst: 1, per: 2 } } } },
      /rate` must/,
    ],
    ['an intent with a bad name', { intents: { 'a b': z.strictObject({}) } }, /`intents\.a b` is not a name/],
    [
      'a query without answer',
      { queries: { ask: { input: z.strictObject({}) } } },
      /`queries\.ask\.answer` must be a function that returns the answer\.$/,
    ],
    [
      'a query with a mistyped answer',
      { queries: { ask: { input: z.strictObject({}), anwser: () => null } } },
      /`queries\.ask\.answer` must be .* There is `anwser`, which no query has\. Did you mean `answer`\?$/,
    ],
    [
      'a query without input',
      { queries: { ask: { answer: () => null } } },
      /`queries\.ask\.input` must be a zod schema/,
    ],
    [
      'a query whose output is no schema',
      { queries: { ask: { input: z.strictObject({}), output: 'text', answer: () => null } } },
      /`queries\.ask\.output` must be a zod schema of the answer\. You can leave it out/,
    ],
    ['a redaction that is none', { redactions: { stranger: 'hide' } }, /`redactions\.stranger` must be a function/],
    ['no onTick', { onTick: 7 }, /`onTick` must be a function/],
    ['an async onTick', { onTick: async () => ({}) }, /`onTick` must not be async: a tick is one synchronous/],
    ['an async view', { getPlayerState: async () => ({}) }, /`getPlayerState` must not be async/],
    ['a seesCell that is none', { seesCell: 5 }, /`seesCell` must be a function .*; leave it out/],
    ['an async seesCell', { seesCell: async () => true }, /`seesCell` must not be async/],
    ['too short a period', { schedule: { kind: 'interval', everyMs: 1 } }, /`schedule` must be/],
    ['another schedule', { schedule: { kind: 'rounds' } }, /`schedule` must be .*, or turns\(\{ policy, … \}\)\.$/],
    ['a mistyped hook', { onTik: () => ({}) }, /`onTik` is not a part of a module\. Did you mean `onTick`\?$/],
    ['mistyped queries', { querys: {} }, /`querys` is not a part of a module\. Did you mean `queries`\?$/],
    ['a part that there is not', { sprites: {} }, /`sprites` is not a part of a module\. Remove it\.$/],
    ['a code of the framework', { refusals: { queue_full: 'x' } }, /`refusals\.queue_full` is a code of the framework/],
    ['refusals that are not an object', { refusals: ['full'] }, /`refusals` must be an object, or left out/],
    ['a query that is nothing', { queries: { ask: null } }, /`queries\.ask` must be/],
    [
      'entities that are not an object',
      { entities: undefined },
      /`entities` must be an object with a key for each, or/,
    ],
    ['a mistyped part of a view', { view: { entitys: {} } }, /`view\.entitys` is unknown.* Did you mean `entities`\?/],
    [
      'a mistyped part of an intent',
      { intents: { act: { payload: z.strictObject({}), rates: 1 } } },
      /Did you mean `rate`/,
    ],
  ]

  test.each(mistakes)(
    '[MOD-15] is refused at once with a message that says what to do: %s',
    (_name, changes, message) => {
      expect(() => define(changes)).toThrow(message)
    },
  )
})

test.each([
  'config',
  'state',
  'extras',
  'entities',
  'intents',
  'queries',
  'redactions',
  'canJoin',
  'schedule',
] as const)(
  '[MOD-15] an object like a module without `%s` is refused by sentences, also by the test kit',
  async (part) => {
    const { [part]: _left, ...like } = define({})
    expect(() => checkModule(like as never)).toThrow(`Module "fine": \`${part}\` must be `)
    await expect(testZone(like as never)).rejects.toThrow(`Module "fine": \`${part}\` must be `)
  },
)

test('[MOD-15] what is not an object is no module', () => {
  expect(() => checkModule(undefined as never)).toThrow('A module is what defineModule({…}) returns; this is none.')
})

test('[MOD-12] the codes that a module may not give are those of the protocol', () => {
  expect([...frameworkCodes].sort()).toEqual(Object.keys(errorCodes).sort())
})

test('[WIRE-4] every code has a status, a title and a meaning; those of a module are none of them', () => {
  for (const [code, { status, title, when }] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[a-z][a-z_]*$/)
    expect(status).toBeGreaterThanOrEqual(400)
    expect([title, when]).not.toContain('')
  }
  expect([isErrorCode('queue_full'), isErrorCode('toString'), isErrorCode('zone_full')]).toEqual([true, false, false])
  expect([isRetryable('queue_full'), isRetryable('invalid'), isRetryable('zone_full')]).toEqual([true, false, false])
})

test('[INT-2] what is wrong in an input is said by JSON Pointers, an entry for each unknown key', () => {
  const schema = z.strictObject({ 'a/b': z.strictObject({ 'c~d': z.int() }) })
  const result = schema.safeParse({ 'a/b': { 'c~d': 0.5, e: 1, f: 2 } })
  expect(toFieldErrors(result.error?.issues ?? [], ['body']).map(({ pointer }) => pointer)).toEqual([
    '/body/a~1b/c~0d',
    '/body/a~1b/e',
    '/body/a~1b/f',
  ])
})
