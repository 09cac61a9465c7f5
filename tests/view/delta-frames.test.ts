import fc from 'fast-check'
import { everyone, visibleTo } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { size } from '../lanes/size.ts'
import { probeModule } from '../zone/probe-module.ts'
import { createWorld, type Link, type World } from '../zone/world.ts'
import { foggy, thing } from './foggy.ts'
import { randomTick, randomTicksModule } from './random-ticks.ts'

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
  test('[WIRE-3] [CONN-4] applied one after the other, they show just what full frames and the stored tick show', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomTick, { minLength: 3, maxLength: 25 }), async (ticks) => {
        const { module, show } = randomTicksModule(foggy)
        const world = await createWorld(module)
        const links = {
          full: world.open('ann'),
          delta: world.open('ann'),
          slow: world.open('ann'),
          bob: world.open('bob'),
        }
        for (const [name, link] of Object.entries(links)) await world.watch(link, name === 'full' ? 'full' : 'delta')
        for (const tick of ticks) {
          show(tick)
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
