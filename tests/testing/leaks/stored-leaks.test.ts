import { type LeakCheck, type LeakReport, testZone } from '@gridtick/testing'
import { everyone, type GameModule, visibleTo } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { type ProbeContext, type ProbeParts, probeModule } from '../../zone/probe-module.ts'

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
const leakOf = async (parts: ProbeParts, check: LeakCheck = varySecrets): Promise<LeakReport> => {
  const zone = await played(probeModule({ ...tight, ...parts }))
  return zone.expectNoLeak(check)
}

describe('the leak check varies what is stored', () => {
  test('[FOG-3] passes where nothing leaks', async () => {
    await leakOf({})
    await leakOf({ onTick: () => ({ update: [{ id: 'd', inc: [[['data', 'secret'], 1]] }] }) })
  })

  const leaks: readonly (readonly [string, RegExp, ProbeParts])[] = [
    ['what the view shows', /through the view: /, { getPlayerState: ({ base }) => ({ entities: visible(base) }) }],
    [
      'the order of the view',
      /through the view: /,
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
      /through the view: /,
      { getPlayerState: ({ base }) => ({ entities: [], extras: { sum: secrets(base) } }) },
    ],
    [
      'an event',
      /through an event: /,
      { onTick: (context) => ({ events: [{ event: 'e', payload: secrets(context), to: everyone() }] }) },
    ],
    [
      'whether there is an event, and so a frame',
      /through an event: /,
      {
        onTick: (context) =>
          secrets(context) > 100 ? { events: [{ event: 'e', payload: 1, to: visibleTo('a') }] } : {},
      },
    ],
    [
      'a change of what is seen, and so whether there is a frame',
      /through the view: /,
      { onTick: (context) => (secrets(context) > 100 ? {} : { update: [{ id: 'a', inc: [[['data', 'n'], 1]] }] }) },
    ],
    [
      'the details of a refusal',
      /through an answer: /,
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
      /through an answer: /,
      {
        onTick: (context) => ({
          refuse: context.intents
            .filter(() => secrets(context) > 100)
            .map(({ id }) => ({ intentId: id, code: 'no', message: 'No.' })),
        }),
      },
    ],
    ['a query', /through the query ask \{\}: /, { answer: ({ base }) => secrets(base) }],
    [
      'how often chance was drawn for what is hidden',
      /through the view: /,
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
      canJoin: ({ base }) => ({ accepted: false, code: 'no', message: `No. ${secrets(base)}` }),
    })
    const zone = await testZone(module)
    await zone.join('ann')
    await expect(zone.expectNoLeak(varySecrets)).rejects.toThrow(/through an answer: /)
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

  test('[FOG-3] says what was varied, and where it shows', async () => {
    const shown: ProbeParts = { getPlayerState: ({ base }) => ({ entities: visible(base) }) }
    await expect(leakOf(shown)).rejects.toThrow(
      [
        'ann can notice something hidden at tick 1, through the view: entities[0].data.secret',
        '  as it was: 0',
        '  varied:    50',
        '  what was changed: what is stored after tick 0: a.data.secret was 0, is 50, and 3 more',
      ].join('\n'),
    )
    // Four entities before each of four ticks; in the first, ann is no member yet.
    expect(await leakOf({})).toMatchObject({ stored: 16, ticks: 4 })
  })

  test('[FOG-5] what changes nothing does not count, and nothing at all is no proof', async () => {
    const same: LeakCheck = {
      viewer: 'ann',
      vary: (entity) => ({ ...entity }),
      varyState: (state) => ({ ...state }),
      varyExtras: (extras) => ({ ...extras }),
    }
    await expect(leakOf({ state: { round: 1 } }, same)).rejects.toThrow(
      /^The leak check for ann proved nothing.*\n.*nobody but ann asked for anything.*\n.*neither `vary`.*\n.*Let others do something/,
    )
    const report = await leakOf({ state: { round: 1 } }, { ...same, varyState: () => ({ round: 2 }) })
    expect(report.stored).toBe(4)
  })
})
