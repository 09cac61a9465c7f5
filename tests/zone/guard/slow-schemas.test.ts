import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { GameModule } from '../../../framework/core/src/contract/module.ts'
import { stopAfter } from '../../../framework/engine/src/guard/time-limit.ts'
import { createZoneHost } from '../../../framework/engine/src/zone-host.ts'
import { type ProbeParts, probeModule } from '../probe-module.ts'
import { createWorld, type Link, storyOf } from '../world.ts'

const forever = (): never => {
  for (;;);
}
/** Does not return for one value. */
const stuckOn = (word: string) => z.string().refine((text) => (text === word ? forever() : true))
const catastrophic = `${'a'.repeat(40)}!`
const say = z.strictObject({
  text: stuckOn('stuck'),
  slug: z
    .string()
    .regex(/^(a+)+$/)
    .optional(),
})

/** A probe with other schemas. What is defined is checked then; these loop only for some values. */
const withSchemas = (schemas: Partial<GameModule>, parts: ProbeParts = {}): GameModule => ({
  ...probeModule(parts),
  ...schemas,
})
const talking = (parts: ProbeParts = {}) => {
  const module = probeModule(parts)
  return { ...module, intents: { ...module.intents, say } }
}
const guarded = (module: GameModule) => createWorld(module, { isGuarded: true, limits: { moduleMsMax: 100 } })

async function joined(module: GameModule) {
  const world = await guarded(module)
  const [ann, bob] = [world.open('ann'), world.open('bob')] as [Link, Link]
  for (const link of [ann, bob]) await world.watch(link)
  await world.beat()
  return { world, ann, bob }
}

describe('intents', () => {
  test.each([
    ['a refinement', { text: 'stuck' }],
    ['a regular expression that tries too much', { text: 'x', slug: catastrophic }],
  ])('[FAIL-13] %s: the message is refused, and nothing else happens', async (_name, payload) => {
    const { world, ann, bob } = await joined(talking())
    const slow = world.intent(ann, 'say', payload)
    const others = [world.intent(bob, 'say', { text: 'hello' }), world.intent(bob, 'act')]
    expect(await slow).toMatchObject({ accepted: false, refused: { code: 'invalid_slow' } })
    expect((await Promise.all(others)).map(({ accepted }) => accepted)).toEqual([true, true])
    await world.beat()
    expect(ann.player.results).toMatchObject([{ outcome: 'refused', code: 'invalid_slow', retryable: false }])
    expect(bob.player.results).toMatchObject([{ outcome: 'applied' }, { outcome: 'applied' }])
    expect(world.errors).toEqual([
      expect.stringMatching(
        /^module probe, zone id-1, tick 1, player ann: intents\.say of probe did not return within 100 ms/,
      ),
    ])
    expect(world.zone?.life.status).toBe('open')
  })

  test('[FAIL-14] of a burst that waits together only the first is tried; all others learn that it rests', async () => {
    const { world, ann, bob } = await joined(talking())
    const burst = Array.from({ length: 20 }, () => world.intent(ann, 'say', { text: 'stuck' }))
    const other = world.intent(bob, 'say', { text: 'hello' })
    const codes = (await Promise.all(burst)).map((receipt) => (receipt.accepted ? 'accepted' : receipt.refused.code))
    expect(codes).toEqual(['invalid_slow', ...Array.from({ length: 19 }, () => 'rate_limited')])
    expect(await other).toMatchObject({ accepted: true })
    expect(world.errors).toHaveLength(1)
  })

  test('[FAIL-14] what was stopped is not tried again for that player for a while, which doubles; others are not touched', async () => {
    const { world, ann, bob } = await joined(talking())
    const { restMs } = world.limits
    const codeOf = async (link: Link, text: string) => {
      const receipt = await world.intent(link, 'say', { text })
      return receipt.accepted ? 'accepted' : [receipt.refused.code, receipt.refused.retryAfterMs]
    }
    expect(await codeOf(ann, 'stuck')).toEqual(['invalid_slow', undefined])
    expect(await codeOf(ann, 'stuck')).toEqual(['rate_limited', restMs])
    expect(await codeOf(bob, 'hello')).toBe('accepted')
    expect(await world.intent(ann, 'act')).toMatchObject({ accepted: true })
    world.clock.advance(restMs)
    expect(await codeOf(ann, 'stuck')).toEqual(['invalid_slow', undefined])
    expect(await codeOf(ann, 'hello')).toEqual(['rate_limited', 2 * restMs])
    world.clock.advance(2 * restMs)
    expect(await codeOf(ann, 'hello')).toBe('accepted')
  })

  test('[FAIL-13] a zone that is not loaded is no way around it', async () => {
    const { world, ann } = await joined(talking())
    world.restart()
    const again = world.open(ann.player.playerId)
    expect(await world.intent(again, 'say', { text: 'stuck' })).toMatchObject({ refused: { code: 'invalid_slow' } })
  })

  test('[FAIL-13] who may not act anyway makes no schema run', async () => {
    let reads = 0
    const noteRead = () => {
      reads += 1
      return true
    }
    const module = withSchemas({
      intents: { say: z.strictObject({ text: z.string().refine(noteRead) }) },
    })
    const { world, ann } = await joined(module)
    const stranger = world.open('cem')
    expect(await world.intent(stranger, 'say', { text: 'x' })).toMatchObject({ refused: { code: 'not_a_member' } })
    await world.intent(ann, 'say', { text: 'x' }, { seq: 1 })
    await world.intent(ann, 'say', { text: 'x' }, { seq: 1 })
    expect(reads).toBe(1)
  })

  test('[FAIL-13] [INT-5] what is asked of a zone takes effect in its order, whatever of it has to be read first', async () => {
    const order: string[] = []
    const { world, ann } = await joined(
      talking({
        onTick({ intents, membership }) {
          for (const { type } of intents) order.push(type)
          for (const { change } of membership) order.push(change)
          return {}
        },
      }),
    )
    order.length = 0
    const asked = [
      world.intent(ann, 'say', { text: 'one' }, { seq: 1 }),
      world.intent(ann, 'act', {}, { seq: 2 }),
      world.intent(ann, 'say', { text: 'two' }, { seq: 3 }),
      world.leave(ann),
      world.intent(ann, 'act', {}, { seq: 4 }),
    ]
    await Promise.all(asked)
    await world.beat()
    expect(order).toEqual(['say', 'act', 'say', 'left'])
    expect(ann.player.results.map(({ seq, code }) => [seq, code])).toEqual([
      [4, 'not_a_member'],
      [1, undefined],
      [2, undefined],
      [3, undefined],
    ])
  })

  test('[FAIL-13] an intent may follow its subscribe at once', async () => {
    const { world } = await joined(talking())
    const cem = world.open('cem')
    const slow = world.intent(world.open('bob'), 'say', { text: 'x' })
    const asked = [world.watch(cem), world.intent(cem, 'say', { text: 'hello' })]
    await Promise.all([slow, ...asked])
    await world.beat()
    expect(cem.player.results).toMatchObject([{ outcome: 'applied' }])
  })

  test('[FAIL-13] messages that wait together share a slice; those without code need none', async () => {
    let slices = 0
    const world = await createWorld(talking(), {
      isGuarded: true,
      limits: { sliceMs: 10_000 },
      timeLimit(ms, work) {
        slices += 1
        return stopAfter(ms, work)
      },
    })
    const links = Array.from({ length: 30 }, (_, index) => world.open(`player ${index}`))
    await Promise.all(links.map((link) => world.watch(link)))
    await world.beat()
    slices = 0
    await Promise.all(links.map((link) => world.intent(link, 'act', { value: 1 })))
    expect(slices).toBe(0)
    await Promise.all(links.map((link) => world.intent(link, 'say', { text: 'hello' })))
    expect(slices).toBe(1)
  })
})

describe('queries', () => {
  test.each([
    ['[FAIL-14] its input', 'invalid_slow', { about: 'stuck' }, 'queries.ask'],
    ['its answer', 'query_failed', { about: 'loop' }, 'queries.ask'],
    ['the view', 'query_failed', { about: 'view' }, 'getPlayerState'],
  ])('[FAIL-7] [FAIL-13] %s: refused %s', async (_name, code, input, hook) => {
    let isViewStuck = false
    const module = probeModule({
      answer: ({ input: { about } }) => (about === 'loop' ? forever() : { about }),
      getPlayerState: ({ base }) => (isViewStuck ? forever() : { entities: base.entities.all() }),
    })
    const ask = { ...module.queries.ask, input: z.strictObject({ about: stuckOn('stuck') }) }
    const { world } = await joined({ ...module, queries: { ask } } as GameModule)
    const query = (about: string) =>
      world.host.query({ zoneId: world.zoneId, playerId: 'ann', name: 'ask', input: { about } })
    expect(await query('x')).toMatchObject({ ok: true, value: { result: { about: 'x' } } })
    isViewStuck = input.about === 'view'
    expect(await query(input.about)).toMatchObject({ ok: false, refused: { code } })
    expect(await query('x')).toMatchObject({ refused: { code: 'rate_limited', retryAfterMs: world.limits.restMs } })
    expect(world.errors[0]).toContain(`player ann: ${hook} of probe did not return`)
  })
})

describe('what a tick stores', () => {
  const data = { thing: z.strictObject({ n: z.number().refine((n) => (n === 13 ? forever() : true)) }) }
  const note = z.strictObject({ note: stuckOn('stuck').optional(), round: z.number().optional() })
  test.each([
    ['data of an entity', { entities: data }, { update: [{ id: 'a', set: { data: { n: 13 } } }] }],
    ['state', { state: note }, { state: { note: 'stuck' } }],
    ['extras', { extras: note }, { extras: { note: 'stuck' } }],
  ])('[FAIL-7] a schema of %s: the step fails', async (_name, schemas, result) => {
    const onTick: ProbeParts['onTick'] = ({ intents }) => (intents.length > 0 ? result : {})
    const { world, ann } = await joined(withSchemas(schemas, { onTick }))
    await world.intent(ann, 'act')
    await world.beat()
    expect(ann.player.results).toMatchObject([{ code: 'intent_failed' }])
    expect(world.zone?.life.status).toBe('open')
  })
})

test.each([
  ['data of an entity', { entities: { thing: z.strictObject({ n: z.number().refine(forever) }) } }],
  ['state', { state: z.strictObject({}).refine(forever) }],
])(
  '[FAIL-7] [MOD-20] a schema of %s that does not return when a zone is loaded: the zone does not run',
  async (_name, schemas) => {
    const world = await guarded(probeModule())
    const { engine, zoneId, errors } = world
    const beat = () => ({ lagMs: 0, sinceBeatMs: 0, activeZones: 0 })
    const host = createZoneHost({ engine, modules: [withSchemas(schemas)], beat })
    for (let time = 0; time < 2; time++)
      expect(await host.readState({ zoneId, as: 'everything' })).toMatchObject({ refused: { code: 'conflict' } })
    expect(errors).toEqual(['a stored zone does not fit its module'])
    const zone = await host.describeZone(zoneId)
    expect(zone?.error).toContain('schemas of probe did not return within 100 ms')
  },
)

describe('new zones', () => {
  test('[FAIL-7] createZone that does not return: refused as one that fails, with the fault', async () => {
    let isStuck = false
    const module = withSchemas({ createZone: () => (isStuck ? forever() : { create: [] }) })
    const world = await guarded(module)
    isStuck = true
    expect(await world.host.createZone({ module: 'probe' })).toMatchObject({
      refused: {
        code: 'invalid',
        errors: [
          {
            pointer: '/config',
            code: 'module_failed',
            message: expect.stringContaining('createZone of probe did not return'),
          },
        ],
      },
    })
  })

  test('[FAIL-13] a schema of the config: refused invalid_slow', async () => {
    const world = await guarded(withSchemas({ config: z.strictObject({ name: stuckOn('stuck').optional() }) }))
    expect(await world.host.createZone({ module: 'probe', config: { name: 'stuck' } })).toMatchObject({
      refused: {
        code: 'invalid_slow',
        errors: [{ message: expect.stringContaining('config of probe did not return') }],
      },
    })
    expect(storyOf(world.open('ann'))).toEqual([])
  })
})
