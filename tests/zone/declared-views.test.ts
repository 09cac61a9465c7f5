import { testZone } from '@gridtick/testing'
import { accept, carryOut, defineModule, draftTick, type GameModule, intent } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { describeModule } from '../../framework/engine/src/module/describe-module.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'

const parts = {
  name: 'aviary',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: { bird: z.strictObject({ song: z.string(), nest: z.string() }), egg: z.strictObject({}) },
  intents: { wait: z.strictObject({}) },
  view: {
    extras: z.strictObject({ heard: z.int().max(9), loud: z.boolean().default(false) }),
    entities: { bird: z.strictObject({ song: z.string() }) },
  },
  redactions: { heard: (entity: { data: object }) => ({ ...entity, data: { song: 'tweet' } }) as never },
  schedule: { kind: 'interval' as const, everyMs: 100 },
  createZone: () => ({
    create: [{ id: 'b', kind: 'bird' as const, x: 0, y: 0, data: { song: 'tweet', nest: 'oak' } }],
  }),
  onTick: () => ({}),
}

type Shown = { readonly extras?: unknown; readonly isWhole?: boolean; readonly kind?: string }

/** A module that shows this, whether or not its `view` allows it. */
function aviary({ isWhole = false, kind = 'bird', ...shown }: Shown, answer: unknown = { songs: 1 }): GameModule {
  return defineModule({
    ...parts,
    createZone: () => ({ create: parts.createZone().create.map((bird) => ({ ...bird, kind })) }) as never,
    entities: { ...parts.entities, [kind]: parts.entities.bird },
    queries: {
      songs: { input: z.strictObject({}), output: z.strictObject({ songs: z.int() }), answer: () => answer as never },
      all: { input: z.strictObject({}), output: z.array(z.string()), answer: () => answer as never },
      any: { input: z.strictObject({}), answer: () => answer as never },
    },
    getPlayerState: ({ base, redact }) =>
      ({
        entities: base.entities.all().map((entity) => (isWhole ? entity : redact(entity, 'heard'))),
        ...shown,
      }) as never,
  })
}

async function seen(shown: Shown, answer?: unknown) {
  const zone = await testZone(aviary(shown, answer), { isQuiet: true })
  await zone.join('ann')
  return zone
}

describe('[SHAPE-5] a module that declares what it shows', () => {
  test('shows extras as their schema gives them out', async () => {
    const zone = await seen({ extras: { heard: 3 } })
    expect(zone.view('ann')).toMatchObject({
      entities: [{ data: { song: 'tweet' } }],
      extras: { heard: 3, loud: false },
    })
    expect(zone.faults()).toEqual([])
  })

  test('a key that is given as `undefined` is not there', async () => {
    const zone = await seen({ extras: { heard: 3, nest: undefined } })
    expect(zone.view('ann').extras).toEqual({ heard: 3, loud: false })
  })

  test.each([
    ['a wrong value', { extras: { heard: 12 } }, 'a bad extras.heard: Too big: expected number to be <=9; it is 12'],
    [
      'a key too many',
      { extras: { heard: 1, nest: 'oak' } },
      'a bad extras: Unrecognized key: "nest"; it is {"heard":1,"nest":"oak"}',
    ],
    ['no extras', {}, 'no extras, and its `view` declares some'],
    [
      'an entity with a field too many',
      { extras: { heard: 1 }, isWhole: true },
      'a bad entity b (bird), data: Unrecognized key: "nest"; it is {"song":"tweet","nest":"oak"}',
    ],
    [
      'an entity of another kind',
      { extras: { heard: 1 }, kind: 'bat' },
      'a bad entity b: bat is none of the kinds in `view.entities`',
    ],
  ])('fails the view with %s, says where, and shows nothing', async (_what, shown, fault) => {
    const zone = await seen(shown)
    expect(zone.faults().join()).toContain(`player ann: getPlayerState returned ${fault}`)
    expect(zone.messages('ann').map(({ type }) => type)).not.toContain('tick')
  })

  test('fails where the schema would show other data than the entity has', async () => {
    const rounded = z.object({ song: z.string() })
    const module = { ...aviary({ extras: { heard: 1 }, isWhole: true }), view: { entities: { bird: rounded } } }
    const zone = await testZone(module, { isQuiet: true })
    await zone.join('ann')
    expect(zone.faults().join()).toContain(
      'a bad entity b (bird): its schema in `view.entities` makes other data of its data',
    )
  })

  test('looks at extras that stay the same object once', async () => {
    let looks = 0
    const counted = z.strictObject({}).refine(() => {
      looks += 1
      return true
    })
    const module = defineModule({
      ...parts,
      view: { extras: counted },
      getPlayerState: ({ base }) => ({ entities: [], extras: base.extras }),
    })
    const zone = await testZone(module)
    await zone.join('ann', 'bob', 'cem')
    expect(looks).toBe(1)
    expect(zone.faults()).toEqual([])
  })

  test('says so in its description', () => {
    expect(describeModule(aviary({}), silentLogger)).toMatchObject({
      view: {
        extras: { properties: { heard: { type: 'integer' } }, required: ['heard', 'loud'] },
        entities: { bird: { properties: { song: { type: 'string' } } } },
      },
      answers: { songs: { properties: { songs: { type: 'integer' } } }, all: { type: 'array' } },
    })
    expect(describeModule(aviary({}), silentLogger).answers).not.toHaveProperty('any')
  })
})

describe('[SHAPE-6] a query that declares its output', () => {
  const shown = { extras: { heard: 1 } }

  test('answers what its schema gives out, also a list', async () => {
    const zone = await seen(shown, { songs: 2 })
    expect(zone.query('ann', 'songs')).toMatchObject({ value: { result: { songs: 2 } } })
    expect((await seen(shown, ['a'])).query('ann', 'all')).toMatchObject({ value: { result: ['a'] } })
    expect((await seen(shown, { what: 'ever' })).query('ann', 'any')).toMatchObject({ ok: true })
  })

  test('fails with anything else, and says where', async () => {
    const zone = await seen(shown, { songs: 'two' })
    expect(zone.query('ann', 'songs')).toMatchObject({ ok: false, refused: { code: 'query_failed' } })
    expect(zone.faults().join()).toContain(
      'queries.songs returned a bad answer.songs: Invalid input: expected number, received string; it is "two"',
    )
  })
})

test('[SHAPE-5] what cannot be a schema of a view or an output is refused when the module is defined', () => {
  const define = (change: object) => () => defineModule({ ...aviary({}), ...change } as never)
  expect(define({ view: { extras: 3 } })).toThrow('`view.extras` must be a zod schema')
  expect(define({ view: { entities: { bird: {} } } })).toThrow('`view.entities.bird` must be a zod schema')
  expect(define({ view: { extra: z.strictObject({}) } })).toThrow('`view.extra` is unknown')
  expect(define({ view: { extras: z.strictObject({ at: z.date() }) } })).toThrow('`view.extras.at` is z.date()')
  const query = { input: z.strictObject({}), answer: () => null }
  expect(define({ queries: { now: { ...query, output: z.date() } } })).toThrow('`queries.now.output` is z.date()')
  expect(define({ queries: { now: { ...query, output: 'date' } } })).toThrow('`queries.now.output` must be')
})

describe('[SHAPE-2] an intent that declares its details', () => {
  const details = z.strictObject({ paid: z.int(), thanks: z.boolean().default(true) })

  async function bought(told: object) {
    const module = defineModule({
      ...parts,
      intents: { buy: intent({ payload: z.strictObject({}), details }, (_: object) => accept(told as never)) },
      onTick(tick) {
        const draft = draftTick(tick)
        carryOut(tick, draft)
        return draft.result()
      },
      getPlayerState: () => ({ entities: [], extras: { heard: 1 } }),
    })
    const zone = await testZone(module, { isQuiet: true })
    await zone.join('ann')
    zone.intent('ann', 'buy')
    await zone.tick()
    return { zone, module }
  }

  test('tells them as their schema gives them out, and describes them', async () => {
    const { zone, module } = await bought({ paid: 3 })
    expect(zone.results('ann')).toMatchObject([{ outcome: 'applied', details: { paid: 3, thanks: true } }])
    expect(describeModule(module, silentLogger).intents.buy?.details).toMatchObject({ required: ['paid', 'thanks'] })
  })

  test('fails with others, and says where', async () => {
    const { zone } = await bought({ paid: 'much' })
    expect(zone.faults().join()).toContain(
      'onTick returned a bad results[0].details.paid: Invalid input: expected number, received string; it is "much"',
    )
    expect(zone.results('ann')).toMatchObject([{ outcome: 'refused', code: 'intent_failed' }])
  })
})
