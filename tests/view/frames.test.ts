import { testZone } from '@gridtick/testing'
import { type Entity, type EntityTable, everyone, players, visibleTo } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { columnsOf } from '../../framework/engine/src/entities/entity-columns.ts'
import { readList } from '../../framework/engine/src/view/read-list.ts'
import { RedactionCache } from '../../framework/engine/src/view/redaction-cache.ts'
import { createEntityTable } from '../../framework/engine/src/zone/entity-table.ts'
import { type ProbeEntity, type ProbeParts, probeModule } from '../zone/probe-module.ts'
import { foggy, thing } from './foggy.ts'

/** A foggy zone whose next tick returns what the test says, with `ann` and `bob` in it. */
async function foggyZone(create: readonly object[], parts: Partial<ProbeParts> = {}) {
  const next: object[] = []
  const module = probeModule({ ...foggy, create, onTick: () => next.shift() ?? {}, ...parts })
  const zone = await testZone(module, { isQuiet: true })
  await zone.join('ann', 'bob')
  const tick = async (returned: object) => {
    const before = zone.messages('ann').length
    next.push(returned)
    await zone.tick()
    return zone.messages('ann').slice(before) as object[]
  }
  return { zone, tick }
}

describe('what a frame says', () => {
  test('[WIRE-3] [VIEW-5] a change is a merge patch of the fields that changed; a key taken away is a null', async () => {
    const { tick } = await foggyZone([
      thing('a', { data: { n: 1, tags: ['x'], effects: { p: { left: 2, by: 'b' } } } }),
    ])
    const update = { id: 'a', set: { x: 2, data: { effects: { p: { left: 1 } } } }, unset: [['data', 'tags']] }
    expect(await tick({ update: [update] })).toMatchObject([
      {
        full: false,
        prev: 1,
        set: [],
        remove: [],
        patch: [['a', { x: 2, data: { tags: null, effects: { p: { left: 1 } } } }]],
      },
    ])
  })

  test('[WIRE-3] what a patch cannot say, a null, sends the whole entity', async () => {
    const { zone, tick } = await foggyZone([thing('a')])
    const [frame] = await tick({ update: [{ id: 'a', set: { data: { effects: { gone: { at: null } } } } }] })
    expect(frame).toMatchObject({ patch: [], set: [{ id: 'a', data: { n: 1, effects: { gone: { at: null } } } }] })
    expect(zone.view('ann').entities).toMatchObject([{ data: { effects: { gone: { at: null } } } }])
  })

  test('[STEP-2] [FOG-2] what is created is in the frame of its tick, what is deleted or out of sight is removed', async () => {
    const { zone, tick } = await foggyZone([thing('a'), thing('b')])
    const [frame] = await tick({ create: [thing('c')], update: [{ id: 'a', set: { x: 9 } }], delete: ['b'] })
    expect(frame).toMatchObject({ tick: 2, set: [{ id: 'c' }], remove: ['a', 'b'], patch: [] })
    expect(zone.view('ann').entities.map(({ id }) => id)).toEqual(['c'])
  })

  test('[WIRE-3] extras are whole, sent when they changed, and only if the view returns them', async () => {
    const { zone, tick } = await foggyZone([thing('a')])
    expect(await tick({ extras: { score: 3 } })).toMatchObject([{ set: [], extras: { score: 3 } }])
    const [frame] = await tick({ update: [{ id: 'a', set: { x: 2 } }], extras: { board: { hidden: 1 } } })
    expect('extras' in (frame as object)).toBe(false)
    expect(zone.view('ann').extras).toEqual({ score: 3 })
  })
})

describe('a change that nobody may see', () => {
  const silent: readonly (readonly [string, object])[] = [
    ['of what is out of sight', { update: [{ id: 'far', set: { y: 3, data: { n: 2 } } }] }],
    ['of what the redaction hides', { update: [{ id: 'a', set: { data: { secret: 8 } } }] }],
    ['the end of what was never seen', { delete: ['far'] }],
    ['a birth out of sight', { create: [thing('new', { x: 8 })] }],
    ['of hidden state and extras', { state: { round: 5 }, extras: { board: { x: 1 } } }],
    ['an event of what is out of sight', { events: [{ event: 'e', payload: 1, to: visibleTo('far') }] }],
    ['an event for others', { events: [{ event: 'e', payload: 1, to: players(['bob']) }] }],
  ]

  test.each(silent)('[FOG-1] [STEP-4] sends no frame at all: %s', async (_name, returned) => {
    const { zone, tick } = await foggyZone([thing('a', { data: { n: 1, secret: 7 } }), thing('far', { x: 9 })])
    expect(await tick(returned)).toEqual([])
    expect(zone.tickNumber).toBe(2)
  })

  test('[VIEW-3] a redaction is made once for each change and shared by all who get it', async () => {
    let made = 0
    const redactions = {
      stranger: (entity: ProbeEntity) => {
        made += 1
        return foggy.redactions?.stranger?.(entity)
      },
    }
    const { tick } = await foggyZone([thing('a')], { redactions })
    made = 0
    await tick({ update: [{ id: 'a', set: { x: 2 } }] })
    expect(made).toBe(1)
    await tick({ events: [{ event: 'e', payload: 1, to: everyone() }] })
    expect(made).toBe(1)
  })
})

test('[VIEW-3] a change that the redaction hides leaves the very object of before, which is current still', () => {
  const table = createEntityTable([{ id: 'a', kind: 'thing', x: 1, y: 1, ownerId: null, data: { n: 1, secret: 7 } }])
  const current = () => table.get('a') as Entity
  const change = (fields: Partial<Entity>) => table.apply([{ before: current(), after: { ...current(), ...fields } }])
  const cache = new RedactionCache(probeModule(foggy), table)
  const shown = cache.redact(current(), 'stranger')
  change({ data: { n: 1, secret: 8 } })
  expect(isShown(table, shown)).toBe(false)
  const hidden = current()
  expect(cache.redact(hidden, 'stranger')).toBe(shown)
  expect(isShown(table, shown)).toBe(true)
  change({ x: 2 })
  expect(() => cache.redact(hidden, 'stranger')).toThrow()
  expect(cache.redact(current(), 'stranger')).not.toBe(shown)
  expect(isShown(table, shown)).toBe(false)
})

function isShown(table: EntityTable, entity: Entity): boolean {
  try {
    return readList([entity], columnsOf(table)).list[0] === entity
  } catch {
    return false
  }
}

describe('events', () => {
  const event = (to: object, name = 'e') => ({ event: name, payload: { x: 1 }, to })

  test('[VIEW-4] everyone, these players, and those in whose view an entity is', async () => {
    const { zone, tick } = await foggyZone([thing('a'), thing('bobs', { x: 9, ownerId: 'bob' })])
    await tick({
      events: [event(everyone(), 'all'), event(players(['bob']), 'bob'), event(visibleTo('bobs'), 'bobs')],
    })
    expect(zone.events('ann').map(({ event }) => event)).toEqual(['all'])
    expect(zone.events('bob').map(({ event }) => event)).toEqual(['all', 'bob', 'bobs'])
  })

  test('[VIEW-4] visibleTo looks at the view before and after: what dies, goes and comes was or is seen', async () => {
    const { zone, tick } = await foggyZone([thing('dies'), thing('goes'), thing('comes', { x: 9 })])
    await tick({
      delete: ['dies'],
      update: [
        { id: 'goes', set: { x: 9 } },
        { id: 'comes', set: { x: 1 } },
      ],
      create: [thing('born')],
      events: ['dies', 'goes', 'comes', 'born', 'none'].map((id) => event(visibleTo(id), id)),
    })
    expect(zone.events('ann').map(({ event }) => event)).toEqual(['dies', 'goes', 'comes', 'born'])
    await tick({ events: ['dies', 'goes', 'comes'].map((id) => event(visibleTo(id), `${id} later`)) })
    expect(
      zone
        .events('ann')
        .map(({ event }) => event)
        .slice(4),
    ).toEqual(['comes later'])
  })
})

describe('a view that is wrong shows nothing', () => {
  const wrongs: readonly (readonly [string, NonNullable<ProbeParts['getPlayerState']>])[] = [
    ['a copy of an entity', ({ base }) => ({ entities: base.entities.all().map((entity) => ({ ...entity })) })],
    ['an invented entity', () => ({ entities: [thing('ghost', { ownerId: null })] })],
    [
      'two versions',
      ({ base, redact }) => ({ entities: base.entities.all().flatMap((e) => [e, redact(e, 'stranger')]) }),
    ],
    ['an undeclared redaction', ({ base, redact }) => ({ entities: base.entities.all().map((e) => redact(e, 'x')) })],
    [
      'a redacted copy',
      ({ base, redact }) => ({ entities: base.entities.all().map((e) => redact({ ...e }, 'stranger')) }),
    ],
    ['a list', ({ base }) => base.entities.all()],
    ['a Promise', ({ base }) => Promise.resolve({ entities: base.entities.all() })],
    ['nothing', () => undefined],
    ['extras that are not JSON', () => ({ entities: [], extras: { at: new Date() } })],
    ['extras that are not an object', () => ({ entities: [], extras: [1] })],
    ['a change of what it is given', ({ base }) => Object.assign(base.extras, { score: 1 })],
  ]

  test.each(wrongs)('[VIEW-2] [FAIL-6] %s', async (_name, getPlayerState) => {
    const zone = await testZone(probeModule({ redactions: foggy.redactions ?? {}, getPlayerState }), { isQuiet: true })
    await zone.join('ann')
    expect(zone.messages('ann').map(({ type }) => type)).toEqual(['subscribed', 'view_unavailable'])
    expect(zone.view('ann').entities).toEqual([])
  })

  test('[VIEW-2] a redaction that changes the id, or leaves no entity', async () => {
    for (const redacted of [{ id: 'b' }, { data: null }, { x: 'left' }, { kind: 7 }]) {
      const redactions = { stranger: (entity: ProbeEntity) => ({ ...entity, ...redacted }) }
      const zone = await testZone(probeModule({ ...foggy, redactions }), { isQuiet: true })
      await zone.join('ann')
      expect(zone.messages('ann').at(-1)).toMatchObject({ type: 'view_unavailable' })
    }
  })

  test('[LIM-4] a view that is too large is not sent, one that fits is', async () => {
    const sizes = [230, 240].map(async (viewBytesMax) => {
      const create = [thing('a', { data: { n: 1, tags: ['x'.repeat(150)] } })]
      const zone = await testZone(probeModule({ create }), { isQuiet: true, limits: { viewBytesMax } })
      await zone.join('ann')
      return zone.messages('ann').at(-1)?.type
    })
    expect(await Promise.all(sizes)).toEqual(['view_unavailable', 'tick'])
  })
})
