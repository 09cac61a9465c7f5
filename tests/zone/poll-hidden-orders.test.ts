import { defineModule } from 'gridtick'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { noTelemetry } from '../../framework/engine/src/ports/telemetry.ts'
import { forMembers } from '../../framework/engine/src/ports/tell-zone.ts'
import { createZoneScheduler } from '../../framework/engine/src/schedule/zone-scheduler.ts'
import { createEngine } from '../../framework/engine/src/zone/engine.ts'
import { createZoneHost } from '../../framework/engine/src/zone-host.ts'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { createLateClock } from './scheduled-world.ts'

type Schedule = NonNullable<Parameters<typeof defineModule>[0]['schedule']>

/** Orders that nobody but their player may know of. Each is stored by a step of its own. */
function secretOrders(schedule: Schedule) {
  return defineModule({
    name: 'secret-orders',
    version: '1.0.0',
    stateVersion: 1,
    config: z.strictObject({}),
    entities: { flag: z.strictObject({}) },
    intents: { order: z.strictObject({ to: z.int() }) },
    state: z.strictObject({ orders: z.int(), last: z.int() }),
    queries: { time: { input: z.strictObject({}), answer: ({ base: { tick, now } }) => ({ tick, now }) } },
    schedule,
    createZone: () => ({ create: [{ kind: 'flag', x: 0, y: 0, data: {} }], state: { orders: 0, last: 0 } }),
    onTick({ intents, state, now }) {
      if (intents.length === 0) return {}
      // Each also sets an alarm, which wakes the zone once more.
      return { state: { orders: state.orders + intents.length, last: now }, wakeAt: now + 150 }
    },
    getPlayerState: ({ base }) => ({ entities: base.entities.all() }),
  })
}

/**
 * Ann polls in every way there is while Bob, who watches nothing, gives hidden orders for a second, or does not. Answers
 * all that Ann was told, with when.
 */
async function poll(schedule: Schedule, { orders, isWatching }: { orders: number; isWatching: boolean }) {
  const time = createLateClock()
  const module = secretOrders(schedule)
  const told: string[] = []
  const note = (what: unknown) => told.push(`${time.clock.monotonic()} ${JSON.stringify(what)}`)
  const storage = createMemoryStorage()
  const engine = createEngine({
    storage,
    clock: time.clock,
    limits: { ...defaultLimits, idleLingerMs: 300 },
    logger: silentLogger,
    telemetry: noTelemetry,
    outlet: {
      send: (connectionId, text) => connectionId.startsWith('ann') && note(text),
      sendToPlayer: (playerId, text) => playerId === 'ann' && note(text),
      hold: () => () => {},
      close() {},
      began() {},
      ended() {},
      settled() {},
      noticed() {},
    },
    onCorrupt() {},
  })
  const host = createZoneHost({ engine, modules: [module], beat: () => scheduler.health(), newId: () => 'z' })
  const scheduler = createZoneScheduler(engine, host.registry)
  await scheduler.start()
  await time.run(1_030)
  await host.createZone({ module: 'secret-orders', seed: '1' })
  const actor = (playerId: string) => ({ playerId, displayName: playerId, role: 'player' }) as const
  const watch = (playerId: string, connectionId: string) =>
    host.subscribe({ connectionId, zoneId: 'z', watch: 1, player: actor(playerId), mode: 'delta' })
  for (const playerId of ['ann', 'bob']) await watch(playerId, `${playerId}-0`)
  await time.run(4_000)
  host.connectionClosed({ connectionId: 'bob-0', zoneIds: ['z'] })
  if (!isWatching) host.connectionClosed({ connectionId: 'ann-0', zoneIds: ['z'] })
  await time.run(4_000)
  told.length = 0

  let given = 0
  for (let passed = 0; passed < 3_500; passed += 10) {
    if (passed % 20 === 0 && given < orders) {
      given += 1
      void host.submitIntent({ zoneId: 'z', player: actor('bob'), type: 'order', payload: { to: given } })
    }
    const zone = await host.describeZone('z')
    if (zone !== undefined) note(forMembers(zone))
    if (passed % 30 === 0) note(await host.readState({ zoneId: 'z', as: 'ann' }))
    if (passed % 40 === 0) note(await host.query({ zoneId: 'z', playerId: 'ann', name: 'time', input: {} }))
    if (isWatching && passed % 50 === 0) await watch('ann', 'ann-0')
    await time.run(10)
  }
  await scheduler.stop()
  const stored = await storage.zones.loadZone('z')
  return { told, stored: stored?.zone }
}

const schedules: readonly (readonly [string, Schedule])[] = [
  ['of 100 ms', { kind: 'interval', everyMs: 100 }],
  ['of 1 s', { kind: 'interval', everyMs: 1_000 }],
  ['of 2 s, which is long', { kind: 'interval', everyMs: 2_000 }],
  ['of its own, on demand', { kind: 'onDemand' }],
]

test.each(schedules)(
  '[TIME-3] [TIME-4] who polls a zone with a period %s does not notice 50 hidden orders in a second',
  async (_, schedule) => {
    for (const isWatching of [true, false]) {
      const calm = await poll(schedule, { orders: 0, isWatching })
      const busy = await poll(schedule, { orders: 50, isWatching })
      expect(busy.stored?.state).toMatchObject({ orders: 50 })
      expect(calm.stored?.state).toMatchObject({ orders: 0 })
      expect(busy.told).toEqual(calm.told)
      expect(busy.told.length).toBeGreaterThan(300)
    }
  },
)
