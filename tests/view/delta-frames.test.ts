import fc from 'fast-check'
import { everyone, visibleTo } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { size } from '../lanes/size.ts'
import { type ProbeContext, probeModule } from '../zone/probe-module.ts'
import { createWorld, type Link, type World } from '../zone/world.ts'
import { foggy, thing } from './foggy.ts'

describe('a slow connection', () => {
  async function slow(link: Link, world: World, returned: readonly object[], next: object[]) {
    world.setCongested(link, true)
    for (const one of returned) {
      next.push(one)
      await world.beat()
    }
    const before = link.player.messages.length
    world.setCongested(link, false)
    return link.player.messages.slice(before)
  }
  async function open() {
    const next: object[] = []
    const module = probeModule({
      ...foggy,
      create: [thing('a'), thing('far', { x: 9 })],
      onTick: () => next.shift() ?? {},
    })
    const world = await createWorld(module)
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat()
    return { world, ann, next }
  }

  test('[CONN-4] is skipped; its next frame bridges the gap, and says that events were dropped', async () => {
    const { world, ann, next } = await open()
    const ticks = [
      { update: [{ id: 'a', set: { x: 2 } }], events: [{ event: 'e', payload: 1, to: everyone() }] },
      { update: [{ id: 'a', set: { x: 3 } }], create: [thing('b')] },
    ]
    expect(await slow(ann, world, ticks, next)).toMatchObject([
      { tick: 3, prev: 1, patch: [['a', { x: 3 }]], set: [{ id: 'b' }], events: [], eventsDropped: true },
    ])
    next.push({ update: [{ id: 'a', set: { x: 4 } }] })
    await world.beat()
    expect(ann.player.messages.at(-1)).toMatchObject({ tick: 4, prev: 3, patch: [['a', { x: 4 }]] })
    expect(ann.texts.at(-1)).not.toContain('eventsDropped')
  })

  test('[CONN-4] [FOG-1] nothing dropped is nothing said: not of events that were not for this player', async () => {
    const { world, ann, next } = await open()
    const unseen = {
      update: [{ id: 'far', set: { y: 2 } }],
      events: [{ event: 'e', payload: 1, to: visibleTo('far') }],
    }
    expect(await slow(ann, world, [unseen, unseen], next)).toEqual([])
  })

  test('[CONN-4] an event of what died after a tick without events was dropped as well, and the frame says so', async () => {
    const { world, ann, next } = await open()
    const ticks = [
      { update: [{ id: 'a', set: { x: 2 } }] },
      { delete: ['a'], events: [{ event: 'died', payload: 1, to: visibleTo('a') }] },
    ]
    expect(await slow(ann, world, ticks, next)).toMatchObject([{ remove: ['a'], eventsDropped: true }])
  })
})

describe('delta frames', () => {
  type Op = { kind: 'create' | 'move' | 'own' | 'data' | 'delete'; id: number; x: number; value: unknown; key: string }
  const op: fc.Arbitrary<Op> = fc.record({
    kind: fc.constantFrom('create' as const, 'move' as const, 'own' as const, 'data' as const, 'delete' as const),
    id: fc.nat(6),
    x: fc.nat(9),
    key: fc.constantFrom('p', 'q'),
    value: fc.oneof(
      fc.constantFrom<unknown>(null, 0, 1, { a: 1 }, { a: { b: null } }, { a: { c: 2 }, d: [null] }, [1, null]),
      fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text.replaceAll('__proto__', 'proto')) as unknown),
    ),
  })
  const tickOf = fc.record({
    ops: fc.array(op, { maxLength: 6 }),
    score: fc.option(fc.nat(2)),
    congested: fc.boolean(),
    isResubscribing: fc.boolean(),
  })

  /** Turns random wishes into a result that is allowed. */
  const resultOf = (ops: readonly Op[], entities: ProbeContext['entities']) => {
    const byId = new Map(ops.map((op) => [`e${op.id}`, op]))
    const create: object[] = []
    const update: object[] = []
    const gone: string[] = []
    for (const [id, { kind, x, value, key }] of byId) {
      if (entities.get(id) === undefined)
        create.push(thing(id, { x, data: { n: x, secret: x, effects: { p: value } } }))
      else if (kind === 'delete') gone.push(id)
      else if (kind === 'own') update.push({ id, set: { ownerId: x % 2 === 0 ? 'ann' : null } })
      else if (kind === 'move') update.push({ id, set: { x, data: { secret: x } } })
      else if (value === 0) update.push({ id, unset: [['data', 'effects', key]] })
      else update.push({ id, set: { data: { effects: { [key]: value } } } })
    }
    return { create, update, delete: gone }
  }

  test('[WIRE-3] [CONN-4] applied one after the other, they show just what full frames and the stored tick show', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tickOf, { minLength: 3, maxLength: 25 }), async (ticks) => {
        let current = ticks[0]
        const onTick = ({ entities }: ProbeContext) => ({
          ...resultOf(current?.ops ?? [], entities),
          ...(current?.score === null ? {} : { extras: { score: current?.score } }),
        })
        const world = await createWorld(probeModule({ ...foggy, create: [], onTick }))
        const links = {
          full: world.open('ann'),
          delta: world.open('ann'),
          slow: world.open('ann'),
          bob: world.open('bob'),
        }
        for (const [name, link] of Object.entries(links)) await world.watch(link, name === 'full' ? 'full' : 'delta')
        for (const tick of ticks) {
          current = tick
          world.setCongested(links.slow, tick.congested)
          if (tick.isResubscribing) await world.watch(links.slow)
          await world.beat()
          for (const [name, link] of Object.entries(links)) {
            if (name === 'slow' && tick.congested) continue
            await expectShown(world, link)
          }
          expect(framesOf(links.delta)).toEqual(framesOf(links.full))
        }
        world.setCongested(links.slow, false)
        await expectShown(world, links.slow)
      }),
      { numRuns: size({ usual: 20, long: 1_000 }) },
    )
  })

  const framesOf = ({ player }: Link) => player.messages.flatMap((one) => (one.type === 'tick' ? [one.tick] : []))

  async function expectShown(world: World, { player }: Link): Promise<void> {
    const state = await world.host.readState({ zoneId: world.zoneId, as: player.playerId })
    if (!state.ok) return
    const entities = [...state.value.entities].sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1))
    expect(player.view.entities).toEqual(entities)
    expect(player.view.extras).toEqual(state.value.extras)
  }
})
