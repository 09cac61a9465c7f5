import { testZone } from '@gridtick/testing'
import { everyone } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { type ProbeContext, probeModule } from './probe-module.ts'

type Case = readonly [name: string, returned: (context: ProbeContext) => unknown, message: RegExp]

const create = (fields: object) => ({ create: [{ kind: 'thing', x: 1, y: 1, data: { n: 1 }, ...fields }] })
const update = (fields: object) => ({ update: [{ id: 'a', ...fields }] })
const setData = (data: object) => update({ set: { data } })
const cycle = () => {
  const data: Record<string, unknown> = { n: 1 }
  data.effects = { data }
  return data
}
class Potion {
  readonly strength = 3
}
const refusing = (fields: object) => (context: ProbeContext) => ({
  refuse: context.intents.map(({ id }) => ({ intentId: id, code: 'no', message: 'No.', ...fields })),
})

const entityCases: readonly Case[] = [
  ['an update of an unknown id', () => ({ update: [{ id: 'zz' }] }), /bad update\[0\]\.id: there is no entity "zz"/],
  ['a delete of an unknown id', () => ({ delete: ['zz'] }), /bad delete\[0\]: there is no entity "zz"/],
  ['an id that is none', () => ({ delete: [7] }), /bad delete\[0\]: there is no entity 7/],
  ['a create of an existing id', () => create({ id: 'a' }), /create\[0\]\.id: there is an entity "a" already/],
  [
    'two creates of one id',
    () => ({ create: [create({ id: 'b' }).create[0], create({ id: 'b' }).create[0]] }),
    /create\[1\]\.id: there is an entity "b" already/,
  ],
  ['an empty id', () => create({ id: '' }), /create\[0\]\.id/],
  ['touching a deleted id', () => ({ ...update({ set: { x: 2 } }), delete: ['a'] }), /delete\[0\]: "a" is also/],
  ['deleting twice', () => ({ delete: ['a', 'a'] }), /delete\[1\]: "a" is also/],
  ['deleting what is created', () => ({ ...create({ id: 'b' }), delete: ['b'] }), /delete\[0\]: "b" is also/],
  ['an unknown kind', () => create({ kind: 'ghost' }), /create\[0\]\.kind: the module has no entity kind "ghost"/],
  ['a kind of the prototype', () => create({ kind: 'toString' }), /create\[0\]\.kind/],
  ['a place off the grid', () => create({ x: 10 }), /create\[0\]\.x: 10 is off the grid, which has 0 to 9/],
  ['a move off the grid', () => update({ set: { y: -1 } }), /update\[0\]\.y: -1 is off the grid/],
  ['half a cell', () => update({ set: { x: 0.5 } }), /update\[0\]\.x: 0\.5 is not a cell/],
  ['NaN as a place', () => update({ set: { x: Number.NaN } }), /update\[0\]\.x: NaN is not a cell/],
  ['an owner that is none', () => update({ set: { ownerId: 7 } }), /update\[0\]\.ownerId: 7 is neither/],
  ['data that breaks its schema', () => setData({ n: 'one' }), /update\[0\]\.data\.n: .*expected number/],
  ['a field the schema lacks', () => setData({ gold: 1 }), /update\[0\]\.data: .*gold/],
  ['data that is none', () => create({ data: 7 }), /create\[0\]\.data: it must be an object/],
  ['NaN', () => setData({ n: Number.NaN }), /update\[0\]\.data\.n: NaN is not a JSON number/],
  ['Infinity', () => setData({ n: -Infinity }), /update\[0\]\.data\.n: -Infinity is not a JSON number/],
  [
    'undefined in a list',
    () => setData({ effects: { a: [undefined] } }),
    /effects\.a\.0: undefined is not a JSON value/,
  ],
  [
    'undefined where a value must be',
    () => setData({ n: undefined }),
    /data\.n: .*expected number, received undefined/,
  ],
  ['a function', () => setData({ effects: { a: () => 1 } }), /data\.effects\.a: function is not a JSON value/],
  ['a BigInt', () => setData({ n: 1n }), /data\.n: bigint is not a JSON value/],
  ['a class instance', () => setData({ effects: { p: new Potion() } }), /data\.effects\.p: an instance of Potion/],
  ['a Date', () => setData({ effects: { at: new Date(0) } }), /data\.effects\.at: an instance of Date/],
  ['a Map', () => setData({ effects: { m: new Map() } }), /data\.effects\.m: an instance of Map/],
  ['a Map over an object', () => setData({ effects: new Map() }), /data\.effects: an instance of Map/],
  ['a cycle', () => create({ data: cycle() }), /create\[0\]\.data\.effects\.data: the value contains itself/],
  ['a number beyond 2^53', () => setData({ n: 2 ** 53 }), /data\.n: 9007199254740992 is beyond 2\^53/],
  ['half a surrogate pair', () => setData({ tags: ['\ud800'] }), /data\.tags\.0: a string with half/],
  [
    'a __proto__ key',
    () => setData(JSON.parse('{"effects":{"__proto__":{"n":1}}}')),
    /data\.effects\.__proto__: a key called __proto__/,
  ],
  ['__proto__ in a path', () => update({ unset: [['data', '__proto__']] }), /unset\[0\]: .* is not a path of keys/],
  ['unset of all data', () => update({ unset: [['data']] }), /unset\[0\]: only what is inside data/],
  ['unset of the id', () => update({ unset: [['id', 'x']] }), /unset\[0\]: "id" cannot be changed/],
  ['unset of a needed field', () => update({ unset: [['data', 'n']] }), /update\[0\]\.data\.n/],
  [
    'inc of a missing field',
    () => update({ inc: [[['data', 'gold'], 1]] }),
    /inc\[0\]: data\.gold is undefined, and no/,
  ],
  ['inc of a missing branch', () => update({ inc: [[['data', 'effects', 'x'], 1]] }), /inc\[0\]: .* is undefined, and/],
  ['inc by a fraction', () => update({ inc: [[['data', 'n'], 0.5]] }), /inc\[0\]: 0\.5 is not an integer/],
  ['inc that is no pair', () => update({ inc: [['data', 'n']] }), /inc\[0\]/],
  ['inc beyond 2^53', () => update({ inc: [[['data', 'n'], Number.MAX_SAFE_INTEGER]] }), /data\.n: .* is beyond 2\^53/],
  ['an unknown key of a create', () => create({ colour: 1 }), /create\[0\]\.colour: there is no such key/],
  [
    'an unknown key of an update',
    () => update({ add: 1 }),
    /update\[0\]\.add: there is no such key; the known ones are id, set/,
  ],
  ['an unknown key of a set', () => update({ set: { kind: 'thing' } }), /update\[0\]\.set\.kind: there is no such key/],
  [
    'a kind that is a cycle',
    () => create({ kind: cycle() }),
    /create\[0\]\.kind: the module has no entity kind a value/,
  ],
  ['an entity that is too large', () => setData({ tags: ['x'.repeat(65_536)] }), /\(entityBytesMax\)/],
]

const otherCases: readonly Case[] = [
  ['state that breaks its schema', () => ({ state: { round: 'x' } }), /bad state\.round/],
  ['an unknown key of the state', () => ({ state: { rounds: 1 } }), /bad state: .*rounds/],
  ['NaN in the state', () => ({ state: { round: Number.NaN } }), /bad state\.round: NaN/],
  ['extras that break their schema', () => ({ extras: { score: null } }), /bad extras\.score/],
  ['extras with a cycle', () => ({ extras: { board: cycle() } }), /bad extras\.board\.effects\.data: the value/],
  ['state that is a Map', () => ({ state: new Map([['round', 1]]) }), /bad state: \{\} is not an object/],
  ['state that is not an object', () => ({ state: [] }), /bad state: \[\] is not an object/],
  ['state that is too large', () => ({ state: { note: 'x'.repeat(262_144) } }), /bad state: .*\(stateBytesMax\)/],
  ['extras that are too large', () => ({ extras: { board: { x: 'x'.repeat(262_144) } } }), /\(extrasBytesMax\)/],
  ['an event without `to`', () => ({ events: [{ event: 'e', payload: 1 }] }), /bad events\[0\]\.to: .*whom it is for/],
  ['an event for nobody known', () => ({ events: [{ event: 'e', payload: 1, to: 'all' }] }), /bad events\[0\]\.to/],
  ['an event without payload', () => ({ events: [{ event: 'e', to: everyone() }] }), /events\[0\]\.payload: undefined/],
  [
    'an event with a bigint',
    () => ({ events: [{ event: 'e', payload: { a: [1n] }, to: everyone() }] }),
    /events\[0\]\.payload\.a\.0: bigint/,
  ],
  ['an event without name', () => ({ events: [{ event: '', payload: 1, to: everyone() }] }), /events\[0\]\.event/],
  [
    'an event that is too large',
    () => ({ events: [{ event: 'e', payload: 'x'.repeat(65_536), to: everyone() }] }),
    /events\[0\]\.payload: .*\(eventBytesMax\)/,
  ],
  [
    'a foreign refusal',
    () => ({ refuse: [{ intentId: 'zz', code: 'no', message: '' }] }),
    /"zz" is not an intent of this/,
  ],
  ['mail', () => ({ send: [] }), /bad send: mail to other zones is not available yet/],
  ['an end that is none', () => ({ end: true }), /bad end: it must be an object/],
  ['an end with a BigInt', () => ({ end: { result: { a: 1n } } }), /bad end\.result\.a: bigint/],
  ['a wake time that is none', () => ({ wakeAt: Number.NaN }), /bad wakeAt: NaN is not a time/],
  ['a wake time in words', () => ({ wakeAt: 'tomorrow' }), /bad wakeAt: "tomorrow" is not a time/],
  [
    'players to remove that are none',
    () => ({ removePlayers: [1] }),
    /bad removePlayers\[0\]: 1 is not the id of a player/,
  ],
  ['a list that is none', () => ({ create: {} }), /bad create: \{\} is not a list/],
  ['a Promise', async () => ({}), /returned a Promise\. A hook is synchronous/],
  ['nothing', () => undefined, /onTick returned undefined\. Return an object of changes/],
  ['null', () => null, /onTick returned null/],
  ['text', () => 'done', /onTick returned "done"/],
  ['a list', () => [], /onTick returned \[\]/],
  ['a Map, which has no keys', () => new Map([['create', []]]), /onTick returned \{\}\. Return an object/],
  ['an unknown key', () => ({ updates: [] }), /bad updates: there is no such key; the known ones are create, update/],
]

const refusalCases: readonly Case[] = [
  [
    'a code of the framework',
    refusing({ code: 'queue_full' }),
    /refuse\[0\]\.code: "queue_full" is a code of the frame/,
  ],
  ['a code that is none', refusing({ code: 'No!' }), /refuse\[0\]\.code: "No!" must be a-z/],
  ['a refusal without message', refusing({ message: 7 }), /refuse\[0\]\.message/],
  ['details with undefined in a list', refusing({ details: { a: [undefined] } }), /refuse\[0\]\.details\.a\.0: undef/],
  ['details with a Date', refusing({ details: { at: new Date(0) } }), /refuse\[0\]\.details\.at: an instance of Date/],
  ['details that are too large', refusing({ details: { a: 'x'.repeat(4_096) } }), /\(refusalBytesMax\)/],
  [
    'a second refusal of an intent',
    (context) => ({ refuse: [...refusing({})(context).refuse, ...refusing({})(context).refuse] }),
    /refuse\[1\]\.intentId: .* is refused twice/,
  ],
]

/** Something good beside what is bad: it must not happen either. */
const effectOf = ({ intents }: ProbeContext) => (intents.length === 0 ? {} : setData({ n: 99 }))

async function failsAsAWhole(returned: Case[1], limits = {}): Promise<string> {
  let isArmed = false
  const onTick = (context: ProbeContext) => {
    if (!isArmed) return {}
    const bad = returned(context)
    return bad !== null && typeof bad === 'object' && Object.getPrototypeOf(bad) === Object.prototype
      ? { wakeAt: 5, events: [{ event: 'e', payload: 1, to: everyone() }], ...bad }
      : bad
  }
  const zone = await testZone(probeModule({ onTick }), { isQuiet: true, limits })
  await zone.join('ann')
  const [before, messages] = [{ hash: zone.hash(), tick: zone.tickNumber }, zone.messages('ann').length]
  zone.intent('ann', 'act')
  isArmed = true
  await zone.tick()
  expect({ hash: zone.hash(), tick: zone.tickNumber }).toEqual(before)
  const [fault] = zone.faults()
  expect(fault).toMatch(new RegExp(`^module probe, zone ${zone.id}, tick ${before.tick + 1}: onTick returned`))
  isArmed = false
  await zone.tick(2)
  expect(zone.messages('ann').slice(messages)).toMatchObject([
    { type: 'intent_received' },
    { type: 'intent_result', outcome: zone.refusals('ann').length > 0 ? 'refused' : 'applied' },
  ])
  return fault as string
}

describe('a bad result fails the whole tick, with a message that says what and where', () => {
  test.each(entityCases)('[MOD-9] [FAIL-1] entities: %s', async (_name, returned, message) => {
    expect(await failsAsAWhole(returned)).toMatch(message)
  })

  test.each(otherCases)('[MOD-10] [FAIL-1] all else: %s', async (_name, returned, message) => {
    expect(await failsAsAWhole(returned)).toMatch(message)
  })

  test.each(refusalCases)(
    '[MOD-12] [FAIL-2] refusals: %s; the intent is the cause',
    async (_name, returned, message) => {
      const onTick = (context: ProbeContext) => ({ ...(returned(context) as object), ...effectOf(context) })
      const zone = await testZone(probeModule({ onTick }), { isQuiet: true })
      await zone.join('ann')
      const before = zone.hash()
      zone.intent('ann', 'act')
      await zone.tick()
      expect(zone.hash()).toBe(before)
      expect(zone.faults()).toHaveLength(1)
      expect(zone.faults()[0]).toMatch(message)
      expect(zone.refusals('ann')).toMatchObject([{ code: 'intent_failed' }])
    },
  )

  test('[LIM-3] more deltas, events or entities than the limits allow', async () => {
    const things = (count: number) => Array.from({ length: count }, () => create({}).create[0])
    const event = { event: 'e', payload: 1, to: everyone() }
    expect(await failsAsAWhole(() => ({ create: things(4) }), { deltasPerTickMax: 3 })).toMatch(/4 deltas; at most 3/)
    expect(await failsAsAWhole(() => ({ events: [event, event] }), { eventsPerTickMax: 1 })).toMatch(
      /2 events; at most/,
    )
    expect(await failsAsAWhole(() => ({ create: things(2) }), { entitiesPerZoneMax: 2 })).toMatch(/entitiesPerZoneMax/)
  })
})

describe('what is kept', () => {
  test('[MOD-11] is normalised as JSON is: no −0', async () => {
    const onTick = ({ tick }: ProbeContext) =>
      tick === 1 ? { ...update({ set: { x: -0, data: { n: -0 } } }), state: { round: -0 }, extras: { score: -0 } } : {}
    const zone = await testZone(probeModule({ onTick }))
    await zone.tick()
    const { x, data } = zone.entities.get('a') as { x: number; data: { n: number } }
    for (const value of [x, data.n, zone.state.round, zone.extras.score]) expect(Object.is(value, 0)).toBe(true)
  })

  test('[MOD-11] is a copy: what the module changes in its objects afterwards changes nothing', async () => {
    const tags = ['red']
    const onTick = ({ tick }: ProbeContext) => (tick === 1 ? setData({ tags }) : {})
    const zone = await testZone(probeModule({ onTick }))
    await zone.tick()
    tags.push('blue')
    expect(zone.entities.get('a')?.data).toEqual({ n: 1, tags: ['red'] })
  })

  test('[LIM-3] a full zone may replace entities: deleted ones make room in the same tick', async () => {
    const onTick = ({ tick }: ProbeContext) => (tick === 1 ? { ...create({ id: 'b' }), delete: ['a'] } : {})
    const zone = await testZone(probeModule({ onTick }), { limits: { entitiesPerZoneMax: 1 } })
    await zone.tick()
    expect(zone.entities.all().map(({ id }) => id)).toEqual(['b'])
  })
})

describe('what a module is given', () => {
  const mutations: readonly (readonly [string, (context: never) => void])[] = [
    ['an entity', ({ entities }: { entities: { get(id: string): { x: number } } }) => (entities.get('a').x = 5)],
    ['data', ({ entities }: { entities: { get(id: string): { data: { n: number } } } }) => entities.get('a').data.n++],
    ['a list of entities', ({ entities }: { entities: { all(): unknown[] } }) => entities.all().pop()],
    ['the table', (context: { entities: { get: unknown } }) => (context.entities.get = () => undefined)],
    ['the state', ({ state }: { state: { round: number } }) => (state.round = 5)],
    ['the extras', ({ extras }: { extras: { board: { a: number } } }) => (extras.board.a = 5)],
    ['the intents', ({ intents }: { intents: unknown[] }) => intents.pop()],
    ['an intent', ({ intents }: { intents: { type: string }[] }) => Object.assign(intents[0] ?? {}, { type: 'x' })],
    [
      'a payload',
      ({ intents }: { intents: { payload: object }[] }) => Object.assign(intents[0]?.payload ?? {}, { a: 1 }),
    ],
    ['the players', ({ players }: { players: unknown[] }) => players.pop()],
    ['the config', ({ zone }: { zone: { config: { width: number } } }) => (zone.config.width = 1)],
    ['the context', (context: { now: number }) => (context.now = 1)],
  ]

  test.each(mutations)('[MOD-3] is frozen: writing to %s throws, and the tick fails', async (_what, mutate) => {
    const onTick = (context: ProbeContext) => {
      if (context.intents.length > 0) mutate(context as never)
      return {}
    }
    const zone = await testZone(probeModule({ onTick, state: { round: 1 }, extras: { board: { a: 1 } } }), {
      isQuiet: true,
    })
    await zone.join('ann')
    const before = zone.hash()
    zone.intent('ann', 'act')
    await zone.tick()
    expect(zone.faults()[0]).toMatch(/onTick threw TypeError: .*\(.*result-check\.test\.ts:\d+:\d+\)$/)
    expect(zone.hash()).toBe(before)
    expect(zone.refusals('ann')).toMatchObject([{ code: 'intent_failed' }])
  })
})
