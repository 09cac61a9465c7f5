import { testZone } from '@gridtick/testing'
import { everyone } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { firstThing, type ProbeContext, probeModule } from './probe-module.ts'

/** Runs one tick that returns this, on a zone that holds `a` with this data. */
async function stepped(returned: object | ((context: ProbeContext) => object), data: object = { n: 1 }) {
  const onTick = (context: ProbeContext) => {
    if (context.tick > 1) return {}
    return typeof returned === 'function' ? returned(context) : returned
  }
  const zone = await testZone(probeModule({ onTick, create: [{ ...firstThing, data }] }))
  await zone.tick()
  return zone
}
/** Notes something, and changes nothing. */
const noting = (notes: number[], note: number) => {
  notes.push(note)
  return {}
}
const dataAfter = async (...args: Parameters<typeof stepped>) => (await stepped(...args)).entities.get('a')?.data

describe('updates change fields, not entities', () => {
  test('[MOD-6] set merges objects at any depth, and leaves what it does not name', async () => {
    const data = { n: 1, effects: { poison: { left: 3, by: 'bob' }, haste: { left: 1 } } }
    expect(
      await dataAfter({ update: [{ id: 'a', set: { data: { effects: { poison: { left: 2 } } } } }] }, data),
    ).toEqual({ n: 1, effects: { poison: { left: 2, by: 'bob' }, haste: { left: 1 } } })
  })

  test('[MOD-6] set replaces arrays and all else', async () => {
    const data = { n: 1, tags: ['red', 'round'], effects: { a: { deep: 1 }, b: 2, c: null } }
    const set = { data: { tags: ['blue'], effects: { a: 7, b: { deep: 1 }, c: [1] } } }
    expect(await dataAfter({ update: [{ id: 'a', set }] }, data)).toEqual({
      n: 1,
      tags: ['blue'],
      effects: { a: 7, b: { deep: 1 }, c: [1] },
    })
  })

  test('[MOD-6] set moves and gives away; null owns nobody', async () => {
    const zone = await stepped({ update: [{ id: 'a', set: { x: 9, y: 0, ownerId: 'ann' } }] })
    expect(zone.entities.get('a')).toEqual({ ...firstThing, x: 9, y: 0, ownerId: 'ann' })
    expect(zone.entities.ownedBy('ann')).toHaveLength(1)
  })

  test('[MOD-6] unset takes keys away; one that is not there is no error', async () => {
    const unset = [
      ['data', 'effects', 'poison'],
      ['data', 'effects', 'haste', 'left'],
      ['data', 'tags'],
    ]
    const data = { n: 1, effects: { poison: 1, calm: 2 } }
    expect(await dataAfter({ update: [{ id: 'a', unset }] }, data)).toEqual({ n: 1, effects: { calm: 2 } })
  })

  test('[MOD-6] inc adds to integers, below data and of the place', async () => {
    const inc = [
      [['data', 'n'], -3],
      [['data', 'effects', 'gold'], 5],
      [['x'], 2],
    ]
    const zone = await stepped({ update: [{ id: 'a', inc }] }, { n: 1, effects: { gold: 10 } })
    expect(zone.entities.get('a')).toMatchObject({ x: 3, data: { n: -2, effects: { gold: 15 } } })
  })

  test('[MOD-6] within one update set comes first, then unset, then inc', async () => {
    const update = {
      id: 'a',
      inc: [[['data', 'effects', 'gold'], 1]],
      unset: [['data', 'effects', 'old']],
      set: { data: { effects: { gold: 10, old: 1 } } },
    }
    expect(await dataAfter({ update: [update] })).toEqual({ n: 1, effects: { gold: 11 } })
  })

  test('[MOD-7] several updates of one entity apply in their order', async () => {
    const update = [
      { id: 'a', inc: [[['data', 'n'], 1]] },
      { id: 'a', set: { data: { n: 10 } } },
      { id: 'a', inc: [[['data', 'n'], 1]] },
    ]
    expect(await dataAfter({ update })).toEqual({ n: 11 })
  })

  test('[MOD-7] an entity created in the same tick can be updated, by its given or its new id', async () => {
    const zone = await stepped(({ newId }) => {
      const id = newId('thing')
      return {
        create: [
          { id: 'b', kind: 'thing', x: 2, y: 2, data: { n: 5 } },
          { id, kind: 'thing', x: 3, y: 3, ownerId: 'ann', data: { n: 7 } },
        ],
        update: [
          { id: 'b', inc: [[['data', 'n'], 1]] },
          { id, set: { x: 4 } },
        ],
      }
    })
    expect(zone.entities.get('b')?.data).toEqual({ n: 6 })
    expect(zone.entities.ownedBy('ann')).toMatchObject([{ x: 4, y: 3, data: { n: 7 } }])
  })

  test('[MOD-8] state and extras: what is named replaces the stored key, what is not stays', async () => {
    const module = probeModule({
      state: { round: 1, note: 'dawn' },
      extras: { score: 1, board: { ann: { x: 1 } } },
      onTick: ({ tick }) => (tick === 1 ? { state: { round: 2 }, extras: { board: { bob: 3 } } } : {}),
    })
    const zone = await testZone(module)
    await zone.tick()
    expect(zone.state).toEqual({ round: 2, note: 'dawn' })
    expect(zone.extras).toEqual({ score: 1, board: { bob: 3 } })
  })
})

describe('ids', () => {
  test('[MOD-4] a create without id gets one; the same game makes the same ids, another seed others', async () => {
    const module = probeModule({
      onTick: ({ newId }) => ({ create: [{ id: newId('thing'), kind: 'thing', x: 0, y: 0, data: { n: 0 } }] }),
    })
    const idsOf = async (seed: number) => {
      const zone = await testZone(module, { seed })
      await zone.tick(3)
      return zone.entities.all().map(({ id }) => id)
    }
    const ids = await idsOf(1)
    expect(new Set(ids).size).toBe(4)
    for (const id of ids.filter((id) => id !== 'a')) expect(id).toMatch(/^[\w-]{11,}$/)
    expect(await idsOf(1)).toEqual(ids)
    expect((await idsOf(2)).filter((id) => ids.includes(id))).toEqual(['a'])
  })
})

describe('a step without effect', () => {
  const nothings: readonly (readonly [string, (context: ProbeContext) => object])[] = [
    ['an empty result', () => ({})],
    ['empty lists', () => ({ create: [], update: [], delete: [], events: [], refuse: [], removePlayers: [] })],
    ['an update to what is there already', () => ({ update: [{ id: 'a', set: { x: 1, data: { n: 1 } } }] })],
    ['updates that undo each other', () => ({ update: [1, -1].map((by) => ({ id: 'a', inc: [[['x'], by]] })) })],
    ['state and extras as they are', () => ({ state: { round: 1 }, extras: { board: { b: 2, a: 1 } } })],
    ['the wake time of before', () => ({ wakeAt: null })],
    ['removing nobody who is here', () => ({ removePlayers: ['nobody'] })],
  ]

  test.each(nothings)('[STEP-3] [STEP-4] stores nothing and sends nothing: %s', async (_name, returned) => {
    const module = probeModule({
      state: { round: 1 },
      extras: { board: { a: 1, b: 2 } },
      onTick: (context) => (context.players.length === 0 || context.membership.length > 0 ? {} : returned(context)),
    })
    const zone = await testZone(module)
    await zone.join('ann')
    const [messages, tick] = [zone.messages('ann').length, zone.tickNumber]
    zone.failNext('commit')
    await zone.tick(5)
    expect(zone.messages('ann')).toHaveLength(messages)
    expect(zone.tickNumber).toBe(tick)
    expect(zone.faults()).toEqual([])
  })

  test('[STEP-3] [TIME-2] a step without effect has a number too, and none comes twice, also after a restart', async () => {
    const ticks: number[] = []
    const zone = await testZone(probeModule({ onTick: ({ tick }) => noting(ticks, tick) }))
    await zone.join('ann')
    await zone.tick(3)
    await zone.crash()
    await zone.tick()
    expect(ticks).toEqual([1, 2, 3, 4, 5])
  })

  const effects: readonly (readonly [string, object])[] = [
    ['an event', { events: [{ event: 'e', payload: 1, to: everyone() }] }],
    ['a wake time', { wakeAt: Date.UTC(2031, 0, 1) }],
    ['a change of extras', { extras: { score: 1 } }],
  ]

  test.each(effects)('[STEP-3] one effect is enough to be stored: %s', async (_name, returned) => {
    expect((await stepped(returned)).tickNumber).toBe(1)
  })
})

describe('wake times', () => {
  test('[ACT-5] a due one is used up by the step it causes, also when the module names none', async () => {
    const startMs = Date.UTC(2030, 0, 1)
    const ran: number[] = []
    const onTick = ({ now }: ProbeContext) => noting(ran, now - startMs)
    const zone = await testZone(probeModule({ onTick, wakeAt: startMs + 5_000 }), { startMs })
    await zone.advance(4_900)
    expect([ran, zone.wakeAt]).toEqual([[], startMs + 5_000])
    await zone.advance(60_000)
    expect([ran, zone.wakeAt]).toEqual([[5_000], null])
  })

  test('[ACT-5] one that is past means the next beat; one that is not named stays', async () => {
    const wakes: (number | null)[] = []
    const startMs = Date.UTC(2030, 0, 1)
    const onTick = ({ tick }: ProbeContext) =>
      tick === 1 ? { wakeAt: 5 } : tick === 2 ? { wakeAt: startMs + 900 } : {}
    const zone = await testZone(probeModule({ onTick, wakeAt: 1 }), { startMs })
    for (let beat = 0; beat < 3; beat++) {
      await zone.tick()
      wakes.push(zone.wakeAt)
    }
    expect(wakes).toEqual([5, startMs + 900, startMs + 900])
  })

  test('[MOD-2] a zone that slept is called once, with the time that passed', async () => {
    const elapsed: number[] = []
    const onTick = ({ elapsedMs }: ProbeContext) => noting(elapsed, elapsedMs)
    const zone = await testZone(probeModule({ onTick }))
    await zone.tick(2)
    await zone.advance(3_600_000)
    await zone.tick()
    expect(elapsed).toEqual([100, 100, 3_600_100])
  })
})
