import { createBotRandom } from '@gridtick/client'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ArgumentError, helpOf, readArguments } from '../../apps/bots/arguments.ts'
import { createRandomBot } from '../../apps/bots/bot/random-bot.ts'
import { randomValue } from '../../apps/bots/bot/random-value.ts'
import { assignRoles } from '../../apps/bots/crowd/assign-roles.ts'
import { createPlaces } from '../../apps/bots/crowd/places.ts'
import { createResultCheck } from '../../apps/bots/crowd/result-check.ts'
import { createHistogram } from '../../apps/bots/report/histogram.ts'
import { createTally } from '../../apps/bots/report/tally.ts'
import { explainLimits, findTightLimits, limitsFor } from '../../apps/bots/server/needed-limits.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { spaceCombatBot as captain } from '../../modules/space-combat/space-combat.bot.ts'

/** As the programs see it: a bot of some module. */
const bot = captain as unknown as Parameters<typeof assignRoles>[0]

describe('arguments', () => {
  test('what is not said has its default', () => {
    expect(readArguments(['--zone', 'z', '--trader', '3', '--set', 'pirate.boldness=0.5'], bot)).toEqual({
      zoneId: 'z',
      url: 'http://127.0.0.1:8787',
      roles: { trader: 3 },
      minutes: Number.POSITIVE_INFINITY,
      seed: 1,
      pace: undefined,
      settings: { 'pirate.boldness': 0.5 },
    })
    expect(readArguments(['--help'], bot)).toBe('help')
    expect(helpOf(bot)).toMatch(/--toll-keeper N .*boldness=0\.7/s)
  })

  test.each([
    ['--zone is missing', ['--trader', '1']],
    ['no captains', ['--zone', 'z']],
    ['whole number from 0 to 1000, not "x"', ['--zone', 'z', '--trader', 'x']],
    ['too many', ['--zone', 'z', '--trader', '1000', '--pirate', '1']],
    ['--pace is a number from 0.1 to 10', ['--zone', 'z', '--trader', '1', '--pace', '50']],
    ['--url must be http', ['--zone', 'z', '--trader', '1', '--url', 'ftp://x']],
    ['no threshold "pirate.mercy"', ['--zone', 'z', '--trader', '1', '--set', 'pirate.mercy=1']],
    ['KIND.NAME=NUMBER', ['--zone', 'z', '--trader', '1', '--set', 'pirate.boldness']],
    ["Unknown option '--parrots'", ['--zone', 'z', '--parrots', '1']],
  ])('%s: one line', (message, args) => {
    const read = () => readArguments(args, bot)
    expect(read).toThrow(ArgumentError)
    expect(read).toThrow(message)
    expect(read).not.toThrow('\n')
  })
})

describe('what is measured', () => {
  test('a histogram is exact to about 3 %, takes every time, and begins anew', () => {
    const times = createHistogram()
    expect([times.count, times.max, times.quantile(0.5)]).toEqual([0, 0, 0])
    for (let ms = 1; ms <= 1_000; ms++) times.record(ms)
    for (const share of [0.01, 0.5, 0.9, 0.99]) {
      const exact = share * 1_000
      expect(times.quantile(share)).toBeGreaterThanOrEqual(exact)
      expect(times.quantile(share)).toBeLessThanOrEqual(exact * 1.04)
    }
    expect(times.quantile(1)).toBe(1_000)
    for (const ms of [0, 0.0004, -5, 1e12]) times.record(ms)
    expect([times.count, times.quantile(0.001), times.max]).toEqual([1_004, 0, 1e12])
    times.clear()
    expect([times.count, times.max, times.quantile(0.99)]).toEqual([0, 0, 0])
  })

  test('an intent is settled once, and always the same is said of it', () => {
    const { check } = createResultCheck()
    const told = (more: object) => ({ zoneId: 'z', seq: 1, outcome: 'applied', tick: 5, ...more }) as const
    expect(check(told({}))).toBeUndefined()
    expect(check(told({ duplicate: true }))).toBeUndefined()
    expect(check(told({ zoneId: 'y' }))).toBeUndefined()
    expect(check(told({}))).toMatch('twice')
    expect(check(told({ tick: 6, duplicate: true }))).toMatch('differently')
    // Refused at the door, asked again under the same number, and then settled.
    expect(check(told({ seq: 2, tick: undefined, outcome: 'refused' }))).toBeUndefined()
    expect(check(told({ seq: 2 }))).toBeUndefined()
  })

  test('refusals are counted by code, and only those that are faults fail; a restart keeps who plays and what failed', () => {
    const tally = createTally()
    const refused = (code: string) => ({ outcome: 'refused', code, message: '', retryable: false }) as const
    tally.joined('trader', 5)
    tally.settled('trader', { outcome: 'applied', tick: 1 }, 10)
    tally.settled('trader', refused('in_combat'), 10)
    expect(tally.failures.total).toBe(0)
    tally.settled('trader', refused('internal'), 10)
    expect(tally.failures.entries()).toEqual([['intents refused with internal', 1]])
    tally.settled('trader', refused('seq_too_old'), 10)
    expect(tally.failures.of('intents whose result was lost')).toBe(1)
    expect(tally.byRole.get('trader')).toEqual({ players: 1, applied: 1, refused: 3 })
    tally.restart()
    expect(tally.byRole.get('trader')).toEqual({ players: 1, applied: 0, refused: 0 })
    expect([tally.latency.count, tally.refusals.total, tally.joins.count, tally.failures.total]).toEqual([0, 0, 1, 2])
  })
})

describe('who plays what, and where', () => {
  test('roles by their shares, mixed from the start; or just as many as was said', () => {
    const count = (roles: readonly string[], role: string) => roles.filter((one) => one === role).length
    const crew = assignRoles(bot, 20, {})
    expect(['trader', 'pirate', 'toll-keeper', 'coward'].map((role) => count(crew, role))).toEqual([12, 3, 2, 3])
    expect(new Set(crew.slice(0, 6)).size).toBeGreaterThan(2)
    const said = assignRoles(bot, 5, { pirate: 4, coward: 1 })
    expect([count(said, 'pirate'), count(said, 'coward')]).toEqual([4, 1])
    expect(assignRoles({ thinkMs: 1, act: () => undefined }, 2, {})).toEqual(['player', 'player'])
  })

  test('players are dealt out; when all zones are full one more is made, once for all who wait', async () => {
    let made = 0
    const places = createPlaces(['a', 'b'], { createZone: async () => `new ${++made}`, zonesMax: 3 })
    expect([await places.take(), await places.take(), await places.take()]).toEqual(['a', 'b', 'a'])
    places.full('a')
    places.full('b')
    expect(await Promise.all([places.take(), places.take()])).toEqual(['new 1', 'new 1'])
    places.full('new 1')
    expect(await places.take()).toBeUndefined()
    // Who goes makes room.
    places.give('a')
    expect(await places.take()).toBe('a')
    expect(places.zoneIds).toEqual(['a', 'b', 'new 1'])
  })

  test('limits that are too tight are named, with the setting that lifts them', () => {
    const few = { players: 30, isOperator: false }
    expect(findTightLimits(defaultLimits, few)).toEqual([])
    const many = { players: 200, isOperator: false }
    const tight = findTightLimits(defaultLimits, many)
    expect(tight.map(({ name, severity }) => [name, severity])).toEqual([
      ['socketsPerAddressMax', 'blocks'],
      ['guestsPerAddressPerMinute', 'slows'],
    ])
    const [, setting = ''] = /LIMITS='(.*)'/.exec(explainLimits(tight, 200)) ?? []
    expect(findTightLimits({ ...defaultLimits, ...JSON.parse(setting) }, many)).toEqual([])
    expect(findTightLimits({ ...defaultLimits, ...limitsFor(2_000) }, { players: 2_000, isOperator: false })).toEqual(
      [],
    )
    expect(findTightLimits(defaultLimits, { players: 90, isOperator: true })).toEqual([])
  })
})

describe('random intents', () => {
  const schema = z.strictObject({
    dx: z.int().min(-1).max(1),
    much: z.int(),
    part: z.number().min(0.25).max(0.5),
    text: z.string().min(3).max(8),
    side: z.enum(['buy', 'sell']),
    exactly: z.literal(7),
    cargo: z.array(z.strictObject({ units: z.int().min(1).max(3) })).max(2),
    pair: z.tuple([z.boolean(), z.null()]),
    target: z.union([z.string().max(4), z.int().min(5).max(6)]).nullable(),
    perhaps: z.string().max(2).optional(),
    byName: z.record(z.string(), z.int()),
    deep: z.strictObject({ x: z.strictObject({ y: z.int().positive() }) }),
  })
  const jsonSchema = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })

  test('they are what the schema admits, they vary, and the same seed makes the same ones', () => {
    const make = (seed: number) => {
      const random = createBotRandom(seed, 0)
      return Array.from({ length: 200 }, () =>
        randomValue(jsonSchema, { random, strings: ['ship:1', 'abcd'], numbers: [1, 9_999] }),
      )
    }
    const values = make(1)
    for (const value of values) expect(schema.safeParse(value).error?.issues).toBeUndefined()
    const texts = values.map((value) => JSON.stringify(value))
    expect(new Set(texts).size).toBeGreaterThan(150)
    for (const known of ['"text":"ship:1"', '"much":9999', '"target":null', '"perhaps":'])
      expect(texts.some((text) => text.includes(known))).toBe(true)
    expect(make(1)).toEqual(values)
    expect(make(2)).not.toEqual(values)
  })

  test('a schema that contains itself comes to an end', () => {
    const tree: z.ZodType = z.strictObject({
      get left() {
        return tree.nullable()
      },
    })
    const value = randomValue(z.toJSONSchema(tree), { random: createBotRandom(1, 0), strings: [], numbers: [] })
    expect(JSON.stringify(value).length).toBeLessThan(500)
  })

  test('what only the debug role may send is left out; with nothing else there is no bot', () => {
    const open = { type: 'object', properties: {} }
    const secret = { ...open, 'x-debugOnly': true }
    const random = createRandomBot({ step: open, teleport: secret })
    const view = { tick: 1, at: 0, entities: new Map(), extras: {} }
    const context = { view, playerId: 'p', memory: undefined, events: [], last: undefined, now: 0 }
    for (let number = 0; number < 50; number++)
      expect(random?.act({ ...context, random: createBotRandom(1, number) })).toEqual({ type: 'step', payload: {} })
    expect(createRandomBot({ teleport: secret })).toBeUndefined()
  })
})
