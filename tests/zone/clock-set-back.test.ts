import { expect, test } from 'vitest'
import type { Logger } from '../../framework/engine/src/ports/logger.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { schedule, startMs } from './scheduled-world.ts'

const hourMs = 3_600_000

test('[TIME-1] the wall clock is set back an hour: zones step on, their time goes on, and a timer rings in time', async () => {
  let wakeAt: number | undefined
  const world = await schedule({
    onTick({ now, intents }) {
      if (intents.length === 0) return {}
      wakeAt = now + 1_500
      return { wakeAt }
    },
  })
  const zoneId = await world.create('clock')
  await world.watch(zoneId)
  await world.run(500)
  world.jump(-hourMs)
  await world.run(200)
  const player = { playerId: 'ann', displayName: 'ann', role: 'player' } as const
  await world.host.submitIntent({ zoneId, player, type: 'act', payload: {} })
  await world.run(200)
  expect(wakeAt).toBeGreaterThan(startMs)
  const askedAt = world.clock.monotonic()
  await world.run(2_000)
  const stored = await world.storage.zones.loadZone(zoneId)
  expect(stored?.zone).toMatchObject({ wakeAt: null })
  const rang = world.steps.find(({ now }) => now >= (wakeAt ?? 0))
  // The clock of the server runs a tenth slower now, and a step waits for its beat.
  expect((rang?.at ?? Infinity) - askedAt).toBeLessThan(1_500 / 0.9 + 120)
  const times = world.steps.map(({ now }) => now)
  expect(times).toEqual([...times].sort((one, other) => one - other))
  expect(new Set(times).size).toBe(times.length)
})

test('[TIME-1] after a restart, and after a crash, time goes on from where it stood; it is stored only while zones commit', async () => {
  const world = await schedule({ onTick: ({ tick }) => ({ extras: { score: tick } }) })
  const zoneId = await world.create('clock')
  await world.watch(zoneId)
  await world.run(15_000)
  expect(world.storage.faults.countOf('storeClock')).toBe(2)
  world.jump(-hourMs)
  const before = world.steps.at(-1)?.now ?? 0

  await world.crash()
  await world.watch(zoneId)
  await world.run(1_000)
  expect(world.steps.at(-1)?.now).toBeGreaterThan(before)

  await world.restart()
  const stores = world.storage.faults.countOf('storeClock')
  expect(await world.storage.clock.readClock()).toBeGreaterThan(before + 500)
  await world.run(30_000)
  // Once for the tick that told the module of the player who did not come back.
  expect(world.storage.faults.countOf('storeClock')).toBe(stores + 1)
  expect((await world.host.health()).clockLeadMs).toBeGreaterThan(hourMs - 60_000)
})

test('[TIME-1] a clock that is far ahead of the wall clock is said once, and again only after that has caught up', async () => {
  const warnings: object[] = []
  const logger: Logger = { ...silentLogger, warn: (fields) => void warnings.push(fields) }
  const world = await schedule({ logger, limits: { clockLeadMaxMs: 5_000 } })
  world.jump(-4_000)
  await world.run(3_000)
  expect(warnings).toEqual([])
  world.jump(-4_000)
  await world.run(5_000)
  expect(warnings).toEqual([{ leadMs: expect.any(Number) }])
  expect((await world.host.health()).clockLeadMs).toBeGreaterThan(5_000)
  world.jump(10_000)
  await world.run(2_000)
  world.jump(-10_000)
  await world.run(2_000)
  expect(warnings).toHaveLength(2)
})
