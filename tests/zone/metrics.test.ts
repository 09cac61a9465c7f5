import { testZone } from '@gridtick/testing'
import { carryOut, type DraftOf, defineModule, draftTick, intent, refuse, type TickOf } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createMetrics } from '../../framework/server/src/observe/metrics.ts'

const game = {
  config: z.strictObject({}),
  entities: {},
  refusals: { closed: 'The gate is closed.' },
  metrics: {
    passed: { kind: 'counter', help: 'Who went through the gate', labels: { way: ['in', 'out'] } },
    beats: { kind: 'counter', help: 'Beats' },
    seconds: { kind: 'histogram', help: 'How long the gate was open', buckets: [1, 5] },
  },
} as const

type Gate = DraftOf<typeof game>
type Doing = (tick: TickOf<typeof game>) => void

/** A gate that counts; `doing` is done in each tick, with the context of the tick itself. */
function gate(doing: Doing = () => {}) {
  return defineModule({
    ...game,
    name: 'city-gate',
    version: '1.0.0',
    stateVersion: 1,
    intents: {
      pass: intent(z.strictObject({ way: z.enum(['in', 'out']) }), (draft: Gate, { payload: { way } }) => {
        draft.count('passed', { way })
        draft.observe('seconds', {}, 2.5)
        return way === 'out' ? refuse('closed', 'It is closed.') : undefined
      }),
    },
    schedule: { kind: 'interval', everyMs: 100 },
    createZone: () => ({}),
    onTick(tick) {
      const draft = draftTick(tick)
      doing(tick)
      carryOut(tick, draft)
      return draft.result()
    },
    getPlayerState: () => ({ entities: [] }),
  })
}

async function opened(doing?: Doing) {
  const zone = await testZone(gate(doing), { isQuiet: true })
  await zone.join('ann')
  return zone
}

describe('[SHAPE-3] what a module counts', () => {
  test('is taken over with the tick, by name and labels; counts of one series are one value', async () => {
    const zone = await opened()
    zone.intent('ann', 'pass', { way: 'in' })
    zone.intent('ann', 'pass', { way: 'in' })
    await zone.tick()
    expect(zone.measured()).toEqual([
      { name: 'passed', labels: { way: 'in' }, value: 2 },
      { name: 'seconds', labels: {}, value: 2.5 },
      { name: 'seconds', labels: {}, value: 2.5 },
    ])
  })

  test('is taken back with the work of an intent that is refused', async () => {
    const zone = await opened()
    zone.intent('ann', 'pass', { way: 'out' })
    await zone.tick()
    expect(zone.refusals('ann')).toMatchObject([{ code: 'closed' }])
    expect(zone.measured()).toEqual([])
  })

  test('counts once where the step is tried again, and not where it failed', async () => {
    const zone = await opened()
    zone.intent('ann', 'pass', { way: 'in' })
    zone.failNext('commit')
    await zone.tick()
    expect(zone.measured()).toEqual([])
    await zone.tick()
    expect(zone.measured()).toHaveLength(2)
  })

  test('of runs that look for the intent on which a module fails, only the one that is stored counts', async () => {
    const zone = await opened((tick) => {
      tick.count('beats')
      if (tick.intents.some(({ payload }) => 'way' in payload && payload.way === 'out'))
        throw new Error('nobody leaves')
    })
    const before = zone.measured().length
    zone.intent('ann', 'pass', { way: 'out' })
    zone.intent('ann', 'pass', { way: 'in' })
    await zone.tick()
    expect(zone.refusals('ann')).toMatchObject([{ code: 'intent_failed' }])
    expect(zone.measured().slice(before)).toMatchObject([
      { name: 'beats', value: 1 },
      { name: 'passed', labels: { way: 'in' }, value: 1 },
      { name: 'seconds' },
    ])
  })

  test('also counts in a tick that has nothing to store', async () => {
    const zone = await opened((tick) => tick.count('beats', {}, 2))
    const before = zone.tickNumber
    await zone.tick(2)
    expect(zone.tickNumber).toBe(before)
    expect(zone.measured()).toHaveLength(3)
  })

  const wrong: readonly (readonly [
    what: string,
    doing: (tick: Parameters<Doing>[0] & Loose) => void,
    fault: string,
  ])[] = [
    [
      'another name',
      (tick) => tick.count('past'),
      'count("past"): the module declares no counter of that name; it has passed, beats',
    ],
    ['another kind', (tick) => tick.count('seconds'), 'count("seconds"): the module declares no counter of that name'],
    ['no label', (tick) => tick.count('passed'), 'count("passed"): the label way is undefined; it can be in, out'],
    ['another label', (tick) => tick.count('passed', { way: 'up' }), 'the label way is "up"; it can be in, out'],
    ['a label too many', (tick) => tick.count('beats', { way: 'in' }), 'count("beats"): there is no label way'],
    ['a negative number', (tick) => tick.count('beats', {}, -1), 'count("beats"): -1 is not a number of at least 0'],
    [
      'no number',
      (tick) => tick.observe('seconds', {}, Number.NaN),
      'observe("seconds"): NaN is not a number of at least 0',
    ],
    ['an endless one', (tick) => tick.observe('seconds', {}, Number.POSITIVE_INFINITY), 'Infinity is not a number'],
    [
      'more than can be summed',
      (tick) => tick.count('beats', {}, 1e308),
      'count("beats"): 1e+308 is more than 9007199254740991, the most that is taken',
    ],
    [
      'too much',
      (tick) => {
        for (let n = 0; n <= 1_000; n++) tick.observe('seconds', {}, n)
      },
      'at most 1000 values a tick (metricValuesPerTickMax) are taken',
    ],
  ]

  test.each(wrong)('%s is a fault of the tick, of which nothing counts', async (_what, doing, fault) => {
    const zone = await testZone(
      gate((tick) => doing(tick as never)),
      { isQuiet: true },
    )
    await zone.join('ann')
    expect(zone.faults().join()).toContain(fault)
    expect(zone.measured()).toEqual([])
  })

  test('is shown to operators under a name of its own, every series of a counter from the start', async () => {
    const { telemetry, render } = createMetrics()
    for (const module of ['city-gate', 'gate']) {
      telemetry.metricsDeclared(module, game.metrics)
      telemetry.metricsDeclared(module, game.metrics)
    }
    telemetry.measured('city-gate', [
      { name: 'passed', labels: { way: 'in' }, value: 3 },
      { name: 'seconds', labels: {}, value: 2.5 },
      { name: 'unheard', labels: {}, value: 1 },
    ])
    const { text } = await render()
    for (const line of [
      '# HELP game_city_gate__passed_total Who went through the gate',
      '# TYPE game_city_gate__passed_total counter',
      'game_city_gate__passed_total{way="in"} 3',
      'game_city_gate__passed_total{way="out"} 0',
      'game_gate__passed_total{way="in"} 0',
      'game_city_gate__beats_total 0',
      'game_city_gate__seconds_bucket{le="1"} 0',
      'game_city_gate__seconds_bucket{le="5"} 1',
      'game_city_gate__seconds_sum 2.5',
    ])
      expect(text).toContain(`${line}\n`)
    expect(text).not.toContain('unheard')
  })

  const counter = { kind: 'counter', help: 'Some' }
  const many = Array.from({ length: 17 }, (_, index) => `v${index}`)

  test.each<[object, string]>([
    [{ 'Bad-name': counter }, '`metrics.Bad-name` is not a name for a metric'],
    [{ a__b: counter }, '`metrics.a__b` is not a name for a metric'],
    [{ rounds_total: counter }, 'ends with a word that is put there by itself'],
    [{ rounds: { help: 'Some' } }, "must be of the kind 'counter' or 'histogram'"],
    [{ rounds: { kind: 'counter' } }, 'must say in `help` what it means'],
    [{ rounds: { ...counter, unit: 's' } }, 'has unit, which is unknown'],
    [{ rounds: { ...counter, buckets: [1] } }, 'has bad `buckets`'],
    [{ rounds: { kind: 'histogram', help: 'Some', buckets: [2, 1] } }, 'has bad `buckets`'],
    [{ rounds: { ...counter, labels: { le: ['1'] } } }, 'has a label "le"'],
    [{ rounds: { ...counter, labels: { way: [] } } }, 'must list all values of the label way'],
    [{ rounds: { ...counter, labels: { way: ['in', 'in'] } } }, 'must list all values of the label way'],
    [{ rounds: { ...counter, labels: { one: many, other: many } } }, 'has 289 combinations of labels; at most 256'],
    [Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`m${n}`, counter])), 'has 65 entries; at most 64'],
  ])('%j is refused when the module is defined', (metrics, why) => {
    expect(() => defineModule({ ...gate(), metrics } as never)).toThrow(why)
  })
})

/** As a module without types calls it. */
type Loose = {
  count(name: string, labels?: object, more?: number): void
  observe(name: string, labels: object, value: number): void
}
