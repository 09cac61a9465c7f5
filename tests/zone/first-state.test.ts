import { testZone } from '@gridtick/testing'
import { defineModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { RunningHook } from '../../framework/engine/src/kernel/running-hook.ts'
import { createZone } from '../../framework/engine/src/operate/create-zone.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { firstThing, probeModule } from './probe-module.ts'

/** A module that makes one entity for each cell. */
const soil = defineModule({
  name: 'soil',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({ width: z.int(), height: z.int() }),
  entities: { cell: z.strictObject({ ore: z.int() }) },
  intents: {},
  schedule: { kind: 'interval', everyMs: 100 },
  createZone: ({ config: { width, height } }) => ({
    create: Array.from({ length: width * height }, (_, index) => ({
      kind: 'cell' as const,
      x: index % width,
      y: Math.floor(index / width),
      data: { ore: index },
    })),
  }),
  onTick: ({ entities, tick }) =>
    tick > 1 ? {} : { update: [{ id: entities.at(127, 127)[0]?.id ?? '', set: { data: { ore: 0 } } }] },
  getPlayerState: ({ base }) => ({ entities: base.entities.at(0, 0) }),
})

test('[MOD-23] what createZone made is looked at in pieces, between which others have their turn', () => {
  const config = { width: 128, height: 128 }
  const request = {
    module: soil,
    zoneId: 'z',
    name: 'z',
    config,
    seed: '1',
    schedule: { everyMs: 100, tickUnitMs: 100, turnSchedule: null },
    now: 0,
    limits: defaultLimits,
  }
  const pieces = createZone({ ...request, running: new RunningHook() })
  let count = 0
  let piece = pieces.next()
  for (; piece.done !== true; piece = pieces.next()) count += 1
  expect(count).toBeGreaterThan(30)
  expect(piece.value).toMatchObject({ ok: true })
  // As long as it was not asked for on, nothing of the rest is looked at.
  const stopped = createZone({ ...request, module: { ...soil, entities: {} }, running: new RunningHook() })
  expect(stopped.next().done).toBe(false)
  expect(stopped.next()).toMatchObject({ done: true, value: { ok: false } })
})

test('[MOD-23] a fault in a later piece has its own place', async () => {
  const cells = Array.from({ length: 1_200 }, (_, index) => ({ ...firstThing, id: `t${index}` }))
  const twice = [...cells, { ...firstThing, id: 't7' }]
  await expect(testZone(probeModule({ create: twice }))).rejects.toThrow(
    /createZone returned a bad create\[1200\]\.id: there is an entity "t7" already/,
  )
})

describe('[MOD-23] what createZone makes has a bound of its own', () => {
  test('an entity for each cell of 128 × 128, which is more than a tick may change', async () => {
    const zone = await testZone(soil, { config: { width: 128, height: 128 } })
    expect(zone.entities.size).toBe(16_384)
    await zone.tick()
    expect(zone.entities.at(127, 127)).toMatchObject([{ data: { ore: 0 } }])
    await zone.crash()
    expect(zone.entities.size).toBe(16_384)
  })

  test('as many as a zone may hold, and no more', async () => {
    const limits = { entitiesPerZoneMax: 12, deltasPerTickMax: 1 }
    expect((await testZone(soil, { config: { width: 3, height: 4 }, limits })).entities.size).toBe(12)
    await expect(testZone(soil, { config: { width: 13, height: 1 }, limits })).rejects.toThrow(
      /createZone returned a bad result: 13 deltas; at most 12 \(entitiesPerZoneMax\) are allowed/,
    )
  })

  test('what is not a plain object is no empty zone', async () => {
    const module = { ...probeModule(), createZone: () => new Map([['create', []]]) }
    await expect(testZone(module)).rejects.toThrow(/createZone returned \{\}\. Return an object of changes/)
  })
})
