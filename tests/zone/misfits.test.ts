import type { GameModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createEngine } from '../../framework/engine/src/zone/engine.ts'
import { createZoneHost } from '../../framework/engine/src/zone-host.ts'
import { probeModule } from './probe-module.ts'
import { createWorld, storyOf, type World } from './world.ts'

/** The disk of a world under another process, which runs another state of its module. */
function runWith(world: World, module: GameModule) {
  const told: { fields: object; message: string }[] = []
  const logger = { ...world.engine.logger, error: (fields: object, message: string) => told.push({ fields, message }) }
  let loads = 0
  const storage = {
    ...world.disk,
    zones: {
      ...world.disk.zones,
      loadZone(zoneId: string) {
        loads += 1
        return world.disk.zones.loadZone(zoneId)
      },
    },
  }
  const engine = createEngine({ ...world.engine, storage, logger, onCorrupt() {} })
  const beat = () => ({ lagMs: 0, sinceBeatMs: 0, activeZones: 0 })
  const host = createZoneHost({ engine, modules: [module], beat })
  return { host, told, loads: () => loads }
}

const thing = (data: z.ZodRawShape) => ({ entities: { thing: z.strictObject({ n: z.number(), ...data }) } })
/** Throws on what it gave out itself. */
const splitText = (value: unknown) => (value as string).split(',')
const start = {
  state: { round: 1 },
  extras: { score: 2 },
  create: [{ id: 'a', kind: 'thing', x: 1, y: 1, data: { n: 1, secret: 5 } }],
}

describe('[MOD-20] a zone is run only if all that is stored fits the schemas of the module', () => {
  const misfits: readonly [string, Partial<GameModule>, RegExp][] = [
    ['a kind that is gone', { entities: { other: z.strictObject({}) } }, /entity "a": the module has no .* "thing"/],
    [
      'data of another type',
      { entities: { thing: z.strictObject({ n: z.string(), secret: z.any() }) } },
      /data\.n of entity "a" \(kind thing\): .*expected string, received number/,
    ],
    ['a key of data that is gone', thing({}), /data of entity "a" \(kind thing\): .*"secret"/],
    ['a key of data with a default', thing({ secret: z.number(), hp: z.int().default(10) }), /data\.hp of entity "a"/],
    ['another state', { state: z.strictObject({ round: z.string() }) }, /state\.round: .*expected string/],
    [
      'extras that have grown',
      { extras: z.strictObject({ score: z.number(), left: z.int() }) },
      /extras\.left: .*expected number, received undefined/,
    ],
    [
      'a config that has grown',
      { config: z.strictObject({ width: z.int(), height: z.int(), sight: z.int().default(5) }) },
      /config\.sight: .*received undefined/,
    ],
  ]

  test.each(misfits)(
    '%s: refused with the value, the reason and what to do; nothing stored is changed',
    async (_name, change, problem) => {
      const world = await createWorld(probeModule(start))
      const before = structuredClone(await world.stored())
      const { host, told } = runWith(world, { ...probeModule(start), ...change, version: '1.1.0' })

      const answer = await host.readState({ zoneId: world.zoneId, as: 'everything' })
      expect(answer).toMatchObject({
        ok: false,
        refused: { code: 'conflict', message: expect.stringMatching(/create a new zone/) },
      })
      expect(JSON.stringify(answer), 'players learn nothing of the data').not.toMatch(problem)
      const error = (await host.describeZone(world.zoneId))?.error ?? ''
      expect(error).toMatch(problem)
      expect(error).toMatch(
        /created by version 1\.0\.0 of the module; version 1\.1\.0 runs here.*Create a new zone.*stateVersion/,
      )
      expect(told).toEqual([
        { fields: { module: 'probe', zoneId: world.zoneId, error }, message: 'a stored zone does not fit its module' },
      ])
      expect(await world.stored()).toEqual(before)
    },
  )

  test('what a schema makes of its own output is no misfit: defaults that are stored, transforms, a wider type', async () => {
    const fitting: readonly Partial<GameModule>[] = [
      {},
      thing({ secret: z.number().default(1) }),
      thing({ secret: z.number().transform((value) => value % 360), tags: z.array(z.string()).optional() }),
      { entities: { thing: z.object({ n: z.union([z.number(), z.string()]) }) } },
      { config: z.strictObject({ width: z.int().transform(String), height: z.int() }) },
      { state: z.strictObject({ round: z.preprocess((value) => Number(value), z.number()) }) },
      // What throws on, or refuses, what it gave out itself.
      { config: z.strictObject({ width: z.int(), height: z.preprocess(splitText, z.any()) }) },
      thing({ secret: z.string().transform((text) => text.length) }),
      {
        state: z.strictObject({
          round: z
            .number()
            .min(1_000)
            .transform((value) => value % 7),
        }),
      },
    ]
    for (const change of fitting) {
      const world = await createWorld(probeModule(start))
      const { host } = runWith(world, { ...probeModule(start), ...change })
      const answer = await host.readState({ zoneId: world.zoneId, as: 'everything' })
      expect(answer, JSON.stringify(answer)).toMatchObject({
        ok: true,
        value: { entities: start.create, state: start.state },
      })
    }
  })

  test('it is read once, is told as one that a fault had stopped before, and goes on with a module that it fits', async () => {
    const world = await createWorld(probeModule({ onTick: () => Promise.resolve({}) }), { limits: { failuresMax: 1 } })
    await world.watch(world.open('ann'))
    await world.beat()
    expect((await world.host.describeZone(world.zoneId))?.error).toMatch(/onTick returned a Promise/)

    const other = runWith(world, { ...probeModule(), entities: {} })
    for (let asked = 0; asked < 3; asked++)
      expect(await other.host.pauseZone(world.zoneId)).toMatchObject({ ok: false, refused: { code: 'conflict' } })
    await other.host.resumeFailedZones()
    expect(other.loads()).toBe(1)
    const error = (await other.host.describeZone(world.zoneId))?.error
    expect(error).toMatch(/stored before the module was changed, which calls itself 1\.0\.0 as before/)

    const mended = runWith(world, probeModule())
    await mended.host.resumeFailedZones()
    expect(await mended.host.describeZone(world.zoneId)).toMatchObject({ status: 'open', error: null })
  })

  test('a player who subscribes is refused; a deleted one is gone', async () => {
    const world = await createWorld(probeModule())
    const stored = await world.disk.zones.loadZone(world.zoneId)
    if (stored === undefined) throw new Error('it is stored')
    const [entity] = stored.entities
    await world.disk.zones.commit([
      {
        ...{ zoneId: world.zoneId, ifTick: 0, owner: null, epoch: 1, tick: 1, at: 1, wakeAt: null, deleteEntities: [] },
        ...{ putMembers: [], deleteMembers: [], log: [], putEntities: [{ ...entity, data: { n: 'one' } } as never] },
      },
    ])
    const ann = world.open('ann')
    await world.watch(ann)
    expect(storyOf(ann)).toEqual(['error conflict'])
    expect(await world.host.deleteZone(world.zoneId)).toBe(true)
    await world.watch(ann)
    expect(storyOf(ann)).toEqual(['error conflict', 'error not_found'])
  })
})
