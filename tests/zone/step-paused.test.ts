import { describe, expect, test } from 'vitest'
import { storedTick } from '../../framework/testing/src/contracts/rows.ts'
import { counter, countOf } from './counter-module.ts'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld, storyOf, type World } from './world.ts'

/** A paused zone that ann watches; `heard` tells what each step was given. */
async function paused(parts: { onTick?: (context: ProbeContext) => object } = {}) {
  const heard: Pick<ProbeContext, 'tick' | 'now' | 'elapsedMs'>[] = []
  const module = probeModule({
    onTick: (context) => {
      heard.push({ tick: context.tick, now: context.now, elapsedMs: context.elapsedMs })
      return parts.onTick?.(context) ?? { update: [{ id: 'a', inc: [[['data', 'n'], 1]] }] }
    },
  })
  const world = await createWorld(module)
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  await world.host.pauseZone(world.zoneId)
  ann.player.messages.length = 0
  heard.length = 0
  return { world, ann, heard }
}

const step = (world: World, ticks = 1) => world.host.stepZone({ zoneId: world.zoneId, ticks })

describe('stepping a paused zone', () => {
  test('[ZONE-7] runs so many ticks, each committed and shown; the zone stays paused, and steps by itself no more', async () => {
    const { world, ann } = await paused()
    expect(await step(world, 3)).toMatchObject({
      ok: true,
      value: { ticks: 3, error: null, zone: { status: 'paused', tick: 4 } },
    })
    expect(storyOf(ann)).toEqual(['tick 2', 'tick 3', 'tick 4'])
    expect((await world.stored())?.entities[0]?.data).toEqual({ n: 5 })
    await world.beat(3)
    expect(await storedTick(world.disk.zones, world.zoneId)).toBe(4)
    expect((await world.host.health()).zonesByStatus).toEqual({ open: 0, paused: 1, finished: 0 })
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
    await world.beat()
    expect(storyOf(ann).slice(3)).toEqual(['zone_status open', 'tick 8'])
  })

  test('[ZONE-7] gives each step one period, and the real time', async () => {
    const { world, heard } = await paused()
    world.clock.advance(3_600_000)
    await step(world, 2)
    world.clock.advance(40)
    await step(world)
    const now = world.clock.now()
    expect(heard).toEqual([
      { tick: 36_002, now: now - 40, elapsedMs: 100 },
      { tick: 36_003, now: now - 40, elapsedMs: 100 },
      { tick: 36_004, now, elapsedMs: 100 },
    ])
  })

  test('[ZONE-7] settles what was queued, and intents of an operator; those of players are still refused', async () => {
    const { module } = counter()
    const world = await createWorld(module)
    const { zoneId, host } = world
    const [ann, bob] = [world.open('ann'), world.open('bob')]
    await world.watch(ann)
    await world.beat()
    await world.intent(ann, 'act', {}, { seq: 1 })
    await world.watch(bob)
    await host.pauseZone(zoneId)
    expect(await world.intent(ann, 'act')).toMatchObject({ refused: { code: 'zone_paused' } })
    expect(await world.intent(bob, 'act', {}, { isDebug: true })).toMatchObject({ accepted: true })
    expect(world.zone?.queue.intentCount).toBe(2)
    await step(world)
    expect(ann.player.results).toMatchObject([{ code: 'zone_paused' }, { seq: 1, outcome: 'applied', tick: 2 }])
    expect(bob.player.results).toMatchObject([{ outcome: 'applied', tick: 2 }])
    expect(countOf(world.zone?.committed as never)).toBe(3)
    expect([...(world.zone?.committed.members.keys() ?? [])]).toEqual(['ann', 'bob'])
  })

  test('[ZONE-7] [FAIL-3] ends at a failure, which is told, counted and stored; the zone is not lost by it', async () => {
    let isBroken = true
    const { module } = counter({ isBroken: () => isBroken })
    const world = await createWorld(module)
    const { zoneId, host } = world
    await world.watch(world.open('ann'))
    await host.pauseZone(zoneId)
    for (let time = 1; time <= 5; time++) {
      expect(await step(world, 10)).toMatchObject({
        value: { ticks: 0, error: expect.stringMatching(/^module probe, zone .*, tick 1: .*the rules are broken/) },
      })
      expect(world.failedSteps).toHaveLength(time)
      expect((await world.stored())?.zone).toMatchObject({ status: 'paused', failures: 0, tick: 0 })
    }
    expect((await host.describeZone(zoneId))?.error).toContain('the rules are broken')
    isBroken = false
    expect(await step(world, 2)).toMatchObject({ value: { ticks: 2, error: null, zone: { error: null } } })
    isBroken = true
    await step(world)
    isBroken = false
    expect(await step(world)).toMatchObject({ value: { ticks: 1, zone: { tick: 3, error: null } } })
    expect((await world.host.health()).zonesByStatus).toEqual({ open: 0, paused: 1, finished: 0 })
  })

  test('[ZONE-7] [FAIL-2] an intent that fails ends the run and is told; the next goes on without it', async () => {
    const { module } = counter()
    const world = await createWorld(module)
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat()
    await world.host.pauseZone(world.zoneId)
    await world.intent(ann, 'boom', {}, { isDebug: true })
    expect(await step(world, 5)).toMatchObject({ value: { ticks: 0, error: expect.stringContaining('boom') } })
    expect(ann.player.results).toMatchObject([{ code: 'intent_failed' }])
    expect(await step(world, 5)).toMatchObject({ value: { ticks: 5, error: null } })
  })

  test('[ZONE-7] stops where the zone ends, and refuses zones that are open, finished or gone', async () => {
    const { world, ann } = await paused({
      onTick: ({ tick }) => (tick === 3 ? { end: { result: 7 } } : { extras: { score: tick } }),
    })
    const { zoneId, host } = world
    expect(await step(world, 10)).toMatchObject({ value: { ticks: 2, zone: { status: 'finished', result: 7 } } })
    expect(storyOf(ann).at(-1)).toBe('zone_status finished')
    expect((await host.health()).zonesByStatus).toEqual({ open: 0, paused: 0, finished: 1 })
    expect(await step(world)).toMatchObject({ refused: { code: 'zone_finished' } })
    await host.deleteZone(zoneId)
    expect(await step(world)).toMatchObject({ refused: { code: 'not_found' } })
    const open = await createWorld(counter().module)
    expect(await step(open)).toMatchObject({
      refused: { code: 'conflict', message: expect.stringContaining('pause it first') },
    })
  })

  test('[ZONE-7] [FAIL-5] a tick that cannot be stored is none; what was asked stays queued', async () => {
    const { world, ann } = await paused()
    await world.intent(ann, 'act', {}, { isDebug: true })
    world.storage.faults.failNext({ operation: 'commit' })
    expect(await step(world, 3)).toMatchObject({ refused: { code: 'storage_unavailable' } })
    expect(world.zone?.queue.intentCount).toBe(1)
    expect(await step(world)).toMatchObject({ refused: { code: 'storage_unavailable' } })
    await world.engine.storageHealth.probe()
    expect(await step(world, 2)).toMatchObject({ value: { ticks: 2 } })
    world.storage.faults.failNext({ operation: 'commit', when: 'after' })
    world.storage.faults.failNext({ operation: 'settle' })
    expect(await step(world)).toMatchObject({ refused: { code: 'storage_unavailable' } })
    await world.engine.storageHealth.probe()
    expect(await step(world)).toMatchObject({ value: { ticks: 1, zone: { tick: 5 } } })
    world.engine.isDraining = true
    expect(await step(world)).toMatchObject({ refused: { code: 'shutting_down' } })
  })

  test.each([
    [
      'stepped again',
      (world: World) => step(world),
      { refused: undefined, value: { ticks: 0, zone: { status: 'finished' } } },
    ],
    [
      'resumed',
      (world: World) => world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false }),
      { refused: { code: 'conflict' } },
    ],
  ])(
    '[ZONE-7] [FAIL-5] a zone whose end was in doubt is over when it is %s, and never open again',
    async (_, operate, told) => {
      const { world } = await paused({ onTick: ({ tick }) => (tick === 2 ? { end: { result: 7 } } : {}) })
      world.storage.faults.failNext({ operation: 'commit', when: 'after' })
      world.storage.faults.failNext({ operation: 'settle' })
      expect(await step(world)).toMatchObject({ refused: { code: 'storage_unavailable' } })
      await world.engine.storageHealth.probe()
      const answer = await operate(world)
      if (told.refused === undefined) expect(answer).toMatchObject({ value: told.value })
      else expect(answer).toMatchObject({ refused: told.refused })
      expect((await world.stored())?.zone).toMatchObject({ status: 'finished', tick: 2, result: 7 })
      expect((await world.host.health()).zonesByStatus).toEqual({ open: 0, paused: 0, finished: 1 })
    },
  )

  test('[BEAT-2] [BEAT-4] steps of two requests do not overlap, and others have their turn between two steps', async () => {
    const { world, heard } = await paused()
    let turns = 0
    const count = () => {
      turns += 1
      if (turns < 1_000) pending = setImmediate(count)
    }
    let pending = setImmediate(count)
    await Promise.all([step(world, 50), step(world, 50)])
    clearImmediate(pending)
    expect(heard.map(({ tick }) => tick)).toEqual(Array.from({ length: 100 }, (_, index) => index + 2))
    expect(turns).toBeGreaterThan(50)
  })
})
