import { everyone, type GameModule, visibleTo } from 'gridtick'
import { type LeakCheck, testZone } from 'gridtick/testing'
import { describe, expect, test } from 'vitest'
import { type ProbeContext, type ProbeParts, probeModule } from '../zone/probe-module.ts'

/** Some things; those with x > 5 are hidden from everybody but their owner. */
const things = ['a', 'b', 'c', 'd'].map((id, index) => ({
  id,
  kind: 'thing',
  x: index * 3,
  y: 1,
  data: { n: index, secret: index },
}))
const isHidden = ({ x }: { x: number }) => x > 5
const visible = (base: Parameters<NonNullable<ProbeParts['getPlayerState']>>[0]['base']) =>
  base.entities.all().filter((entity) => !isHidden(entity))
const tight: ProbeParts = {
  create: things,
  redactions: { stranger: ({ data: { secret: _secret, ...data }, ...entity }) => ({ ...entity, data }) },
  getPlayerState: ({ base, redact }) => ({ entities: visible(base).map((entity) => redact(entity, 'stranger')) }),
}
/** The secrets, summed up: what nobody may know. */
const secrets = ({ entities }: Pick<ProbeContext, 'entities'>) =>
  entities.all().reduce((sum, { data }) => sum + Number(data.secret), 0)

const varySecrets: LeakCheck = {
  viewer: 'ann',
  vary: (entity) => ({ ...entity, data: { ...entity.data, secret: 50 } }),
  queries: [{ name: 'ask' }],
}

async function played(module: GameModule): Promise<Awaited<ReturnType<typeof testZone>>> {
  const zone = await testZone(module)
  await zone.join('ann')
  for (let tick = 0; tick < 3; tick++) {
    zone.intent('ann', 'act')
    await zone.tick()
  }
  return zone
}
const leakOf = async (parts: ProbeParts, check: LeakCheck = varySecrets) => {
  const zone = await played(probeModule({ ...tight, ...parts }))
  return zone.expectNoLeak(check)
}

describe('the leak check', () => {
  test('[FOG-3] passes where nothing leaks', async () => {
    await leakOf({})
    await leakOf({ onTick: () => ({ update: [{ id: 'd', inc: [[['data', 'secret'], 1]] }] }) })
  })

  const leaks: readonly (readonly [string, RegExp, ProbeParts])[] = [
    [
      'what the view shows',
      /the view before it|frame/,
      { getPlayerState: ({ base }) => ({ entities: visible(base) }) },
    ],
    [
      'the order of the view',
      /the view before it|frame/,
      {
        getPlayerState: ({ base, redact }) => ({
          entities: visible(base)
            .sort((one, other) => Number(secrets(base) > 100) * (one.id < other.id ? 1 : -1))
            .map((entity) => redact(entity, 'stranger')),
        }),
      },
    ],
    [
      'extras',
      /the view before it|frame/,
      { getPlayerState: ({ base }) => ({ entities: [], extras: { sum: secrets(base) } }) },
    ],
    [
      'an event',
      /events|frame/,
      { onTick: (context) => ({ events: [{ event: 'e', payload: secrets(context), to: everyone() }] }) },
    ],
    [
      'whether there is an event, and so a frame',
      /events|frame/,
      {
        onTick: (context) =>
          secrets(context) > 100 ? { events: [{ event: 'e', payload: 1, to: visibleTo('a') }] } : {},
      },
    ],
    [
      'a change of what is seen, and so whether there is a frame',
      /frame/,
      { onTick: (context) => (secrets(context) > 100 ? {} : { update: [{ id: 'a', inc: [[['data', 'n'], 1]] }] }) },
    ],
    [
      'the details of a refusal',
      /answers/,
      {
        onTick: (context) => ({
          refuse: context.intents.map(({ id }) => ({
            intentId: id,
            code: 'no',
            message: 'No.',
            details: { near: secrets(context) },
          })),
        }),
      },
    ],
    [
      'whether an intent is refused',
      /answers/,
      {
        onTick: (context) => ({
          refuse: context.intents
            .filter(() => secrets(context) > 100)
            .map(({ id }) => ({ intentId: id, code: 'no', message: 'No.' })),
        }),
      },
    ],
    ['a query', /queries/, { answer: ({ base }) => secrets(base) }],
    [
      'how often chance was drawn for what is hidden',
      /frame/,
      {
        onTick: (context) => {
          for (const { data } of context.entities.all()) if (Number(data.secret) > 20) context.random.next()
          return { update: [{ id: 'a', set: { data: { n: context.random.int(0, 1_000_000) } } }] }
        },
      },
    ],
  ]

  test.each(leaks)('[FOG-3] goes red at a leak through %s', async (_what, where, parts) => {
    await expect(leakOf(parts)).rejects.toThrow(/^ann can notice something hidden at tick \d+/)
    await expect(leakOf(parts)).rejects.toThrow(where)
  })

  test('[FOG-3] goes red where the refusal of a join tells something hidden', async () => {
    const module = probeModule({
      ...tight,
      canJoin: ({ base }) => ({ accepted: false, code: 'no', message: 'No.', details: { sum: secrets(base) } }),
    })
    const zone = await testZone(module)
    await zone.join('ann')
    await expect(zone.expectNoLeak(varySecrets)).rejects.toThrow(/answers/)
  })

  test('[FOG-3] varies what is there at all, zone-wide state and extras', async () => {
    const count: ProbeParts = {
      getPlayerState: ({ base }) => ({ entities: [], extras: { count: base.entities.size } }),
    }
    await expect(leakOf(count, { viewer: 'ann', vary: (e) => (isHidden(e) ? undefined : e) })).rejects.toThrow()
    const state: ProbeParts = {
      state: { round: 1 },
      getPlayerState: ({ base }) => ({ entities: [], extras: { round: Number(base.state.round) } }),
    }
    const varyState: LeakCheck = { viewer: 'ann', vary: (e) => e, varyState: () => ({ round: 2 }) }
    await expect(leakOf(state, varyState)).rejects.toThrow()
    await leakOf({ state: { round: 1 } }, varyState)
  })

  test('[FOG-3] refuses to prove anything when nothing was varied', async () => {
    await expect(leakOf({}, { viewer: 'ann', vary: (entity) => entity })).rejects.toThrow(/proved nothing/)
  })
})

describe('the replay check', () => {
  let kept = 0
  const clock = { ms: 0 }
  const impure: readonly (readonly [string, (context: ProbeContext) => number])[] = [
    ['Math.random', () => Math.random()],
    [
      'state kept in the module',
      () => {
        kept += 1
        return kept
      },
    ],
    [
      'a clock of its own',
      () => {
        clock.ms += 7
        return clock.ms
      },
    ],
    ['performance.now', () => performance.now()],
  ]

  test.each(impure)('[MOD-1] goes red at %s', async (_what, draw) => {
    const zone = await played(
      probeModule({ onTick: (context) => ({ update: [{ id: 'a', set: { data: { n: draw(context) } } }] }) }),
    )
    await expect(zone.expectSameReplay()).rejects.toThrow(/Tick 1 of probe gave another state/)
  })

  test('[MOD-1] passes for what depends on what it is given alone: also over crashes, failures and lost commits', async () => {
    const zone = await testZone(
      probeModule({
        onTick: ({ now, elapsedMs, random, newId, intents, tick }) => {
          if (intents.some(({ type }) => type === 'boom')) throw new Error('boom')
          if (tick % 4 === 0) return {}
          const n = (now % 1_000) + elapsedMs + random.int(0, 1_000)
          return { create: [{ id: newId('thing'), kind: 'thing', x: n % 10, y: 0, data: { n } }] }
        },
      }),
      { isQuiet: true },
    )
    await zone.join('ann', 'bob')
    for (const round of Array.from({ length: 20 }, (_, index) => index)) {
      zone.intent('ann', round % 5 === 0 ? 'boom' : 'act')
      zone.intent('bob', 'act')
      if (round % 3 === 0) zone.failNext('commit', { when: round % 2 === 0 ? 'before' : 'after' })
      if (round % 6 === 0) zone.failNext('readTick')
      await zone.tick()
      if (round % 7 === 0) await zone.crash()
    }
    await zone.expectSameReplay()
  })
})
