import { expect, test } from 'vitest'
import { defineModule } from '../../framework/core/src/contract/define-module.ts'
import type { ProbeContext } from './probe-module.ts'
import { probeModule } from './probe-module.ts'
import { schedule, startMs } from './scheduled-world.ts'
import { createWorld } from './world.ts'

const hourMs = 3_600_000
type Heard = { readonly at: number; readonly tick: number; readonly elapsedMs: number; readonly inputs: string[] }

/** A process, and what the module was given at each step, at which ms since the start. */
async function listen(options: Parameters<typeof schedule>[0] = {}) {
  const heard: Heard[] = []
  const world = await schedule({
    ...options,
    onTick(context) {
      const { now, tick, elapsedMs, membership, intents } = context as ProbeContext
      const inputs = [
        ...membership.map(({ playerId, change }) => `${playerId} ${change}`),
        ...intents.map(({ playerId }) => `${playerId} acts`),
      ]
      heard.push({ at: now - startMs, tick, elapsedMs, inputs })
      return options.onTick?.(context) ?? {}
    },
  })
  return { world, heard }
}

test('[TIME-4] in a period of an hour a join, a leave and a wake time are served at once; intents wait for the beat, which stays', async () => {
  let wakeAt: number | undefined
  const { world, heard } = await listen({
    limits: { idleLingerMs: 10 * hourMs },
    onTick: ({ now, membership }) => {
      if (!membership.some(({ playerId, change }) => playerId === 'bob' && change === 'joined')) return {}
      wakeAt = now + 1_000
      return { wakeAt }
    },
  })
  await world.run(250)
  const zoneId = await world.create('slow', hourMs)
  await world.watchAs('ann', zoneId)
  await world.run(200)
  await world.intent(zoneId)
  await world.run(300)
  await world.watchAs('bob', zoneId)
  await world.run(2_000)
  const player = { playerId: 'bob', displayName: 'bob', role: 'player' } as const
  await world.intent(zoneId, 'bob')
  await world.host.leave({ connectionId: `c-${zoneId}-bob`, zoneId, player })
  await world.run(300)
  expect(heard).toEqual([
    { at: 300, tick: 1, elapsedMs: 50, inputs: ['ann joined'] },
    { at: 800, tick: 6, elapsedMs: 500, inputs: ['bob joined'] },
    { at: 1_800, tick: 16, elapsedMs: 1_000, inputs: [] },
    { at: 2_800, tick: 26, elapsedMs: 1_000, inputs: ['bob left', 'bob acts'] },
  ])
  world.sleep(hourMs - 3_100)
  await world.run(400)
  expect(heard.slice(4)).toEqual([{ at: hourMs, tick: 35_998, elapsedMs: hourMs - 2_800, inputs: ['ann acts'] }])
})

test('[TIME-4] a zone with a long period that has failed waits for its beat', async () => {
  const { world, heard } = await listen({
    onTick: ({ tick }) => {
      if (tick > 1) throw new Error('broken')
      return { wakeAt: startMs + 1_000 }
    },
  })
  const zoneId = await world.create('slow', 10_000)
  await world.watch(zoneId)
  await world.run(9_900)
  expect(heard.map(({ at }) => at)).toEqual([100, 1_000])
  await world.run(200)
  expect(heard.map(({ at }) => at)).toEqual([100, 1_000, 10_000])
})

test('[TIME-5] on demand a zone steps for inputs and wake times alone, at most every 100 ms', async () => {
  const { world, heard } = await listen({
    schedule: { kind: 'onDemand' },
    onTick: ({ now, intents }) => (intents.length > 2 ? { wakeAt: now + 700 } : {}),
  })
  const zoneId = await world.create('calm')
  await world.run(250)
  await world.watch(zoneId)
  await world.run(3_000)
  expect(heard).toEqual([{ at: 300, tick: 3, elapsedMs: 300, inputs: ['ann joined'] }])
  expect((await world.host.health()).activeZones).toBe(0)
  for (let count = 0; count < 3; count++) await world.intent(zoneId)
  await world.run(2_000)
  await world.intent(zoneId)
  await world.run(10)
  await world.intent(zoneId)
  await world.run(200)
  expect(heard.slice(1).map(({ at, tick, inputs }) => [at, tick, inputs.length])).toEqual([
    [3_300, 33, 3],
    [4_000, 40, 0],
    [5_300, 53, 2],
  ])
  expect((await world.storage.zones.loadZone(zoneId))?.zone).toMatchObject({ everyMs: 0, tickUnitMs: 100 })
})

test('[TIME-5] a period for a module on demand is refused where the zone is made; a zone steps by hand, too', async () => {
  const elapsed: number[] = []
  const onTick = ({ elapsedMs }: ProbeContext) => {
    elapsed.push(elapsedMs)
    return { extras: { score: elapsed.length } }
  }
  const world = await createWorld({ ...probeModule({ onTick }), schedule: { kind: 'onDemand' } })
  expect(await world.host.createZone({ module: 'probe', everyMs: 100 })).toMatchObject({
    ok: false,
    refused: {
      code: 'invalid',
      errors: [{ pointer: '/everyMs', message: expect.stringMatching(/Leave everyMs out/) }],
    },
  })
  await world.host.pauseZone(world.zoneId)
  expect(await world.host.stepZone({ zoneId: world.zoneId, ticks: 2 })).toMatchObject({
    value: { ticks: 2, zone: { schedule: { everyMs: 0 } } },
  })
  expect(elapsed).toEqual([100, 100])
})

test('[TIME-5] [MOD-15] what is no schedule is refused when the module is defined', () => {
  const { name, version, stateVersion, config, entities, intents, createZone, onTick, getPlayerState } = probeModule()
  const parts = { name, version, stateVersion, config, entities, intents, createZone, onTick, getPlayerState }
  const define = (schedule: object) => () => defineModule({ ...parts, schedule } as never)
  expect(define({ kind: 'onDemand' })).not.toThrow()
  for (const schedule of [{ kind: 'onDemand', everyMs: 100 }, { kind: 'often' }, { kind: 'interval' }])
    expect(define(schedule)).toThrow(/onDemand/)
})
