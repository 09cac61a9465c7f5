import { parseRecording, replayRecording } from '@gridtick/testing'
import type { GameModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { createRandom, type SeededRandom } from '../../framework/engine/src/kernel/random.ts'
import type { Limits } from '../../framework/engine/src/ports/limits.ts'
import { stateHash } from '../../framework/engine/src/recording/state-hash.ts'
import { storedTick } from '../../framework/testing/src/contracts/rows.ts'
import { size } from '../lanes/size.ts'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld, type World } from './world.ts'

/** Everything a step is given has its part in the state, so that a recording that lacks any of it gives another one. */
function sensitive(): GameModule {
  return probeModule({
    state: { note: '' },
    extras: { score: 0 },
    canJoin: ({ base, player: { playerId } }) => {
      if (playerId === 'cursed') throw new Error('not this one')
      return base.players.length < 4 ? { accepted: true } : { accepted: false, code: 'full', message: 'Full.' }
    },
    onTick: (context: ProbeContext) => {
      const { intents, membership, players, tick, now, elapsedMs, random, newId, entities } = context
      if (intents.some(({ type }) => type === 'boom')) throw new Error('boom')
      if (membership.some(({ playerId, change }) => playerId === 'hated' && change === 'joined')) throw new Error('no')
      if (intents.length + membership.length === 0 && tick % 3 !== 0) return {}
      const { name } = (context as unknown as { zone: { name: string } }).zone
      const heard = membership.map(({ playerId, change }) => `${playerId} ${change}`)
      const asked = intents.map(({ id, playerId, payload }) => `${id} ${playerId} ${payload.value}`)
      const away = players.map(({ playerId, disconnectedAt }) => `${playerId} ${disconnectedAt}`)
      const score = random.int(0, 1_000_000)
      const old = entities.all().find(({ id }) => id !== 'a')
      return {
        create: [{ id: newId('thing'), kind: 'thing', x: score % 10, y: tick % 10, data: { n: elapsedMs } }],
        update: [{ id: 'a', inc: [[['data', 'n'], now % 1_000]] }],
        ...(old !== undefined && entities.size > 6 ? { delete: [old.id] } : {}),
        state: { note: JSON.stringify([tick, name, heard, asked, away]) },
        extras: { score },
        refuse: intents
          .filter(({ payload }) => payload.value === 7)
          .map(({ id }) => ({ intentId: id, code: 'no', message: 'No.' })),
        removePlayers: intents.filter(({ payload }) => payload.value === 13).map(({ playerId }) => playerId),
        wakeAt: tick % 5 === 0 ? now + 10_000 : null,
      }
    },
  })
}

/** Has people come and go, and do and fail at all there is; `restarts` and faults of the storage too. */
async function playAll(world: World, rounds: number, seed = 'all'): Promise<void> {
  const random = createRandom(seed)
  const names = ['ann', 'bob', 'cem', 'dan', 'eve', 'cursed', 'hated']
  const links = new Map<string, ReturnType<World['open']>>()
  for (let round = 0; round < rounds; round++) {
    const name = random.pick(names)
    const link = links.get(name)
    if (link === undefined) {
      const fresh = world.open(name)
      links.set(name, fresh)
      await world.watch(fresh)
    } else {
      const whim = random.next()
      if (whim < 0.15) void world.leave(link)
      else if (whim < 0.3) {
        links.delete(name)
        world.drop(link)
      }
    }
    for (const one of links.values()) {
      if (!random.chance(0.4)) continue
      const type = random.chance(0.08) ? 'boom' : 'act'
      const isDebug = random.chance(0.2)
      await world.intent(one, type, type === 'act' ? { value: random.int(0, 20) } : {}, { isDebug })
    }
    if (random.chance(0.1)) await pauseForAWhile(world, links, random)
    if (random.chance(0.1)) await world.host.changeZone({ zoneId: world.zoneId, name: `round ${round}` })
    if (random.chance(0.1))
      world.storage.faults.failNext({ operation: 'commit', when: random.pick(['before', 'after']) })
    await world.beat(random.int(1, 3))
    if (!random.chance(0.05)) continue
    world.restart()
    links.clear()
    await world.watch(world.open('ann'))
  }
  await world.beat(10)
}

async function pauseForAWhile(world: World, links: Map<string, ReturnType<World['open']>>, random: SeededRandom) {
  const { zoneId, host } = world
  await host.pauseZone(zoneId)
  for (const [name, link] of links) {
    if (!random.chance(0.3)) continue
    if (random.chance(0.2))
      world.storage.faults.failNext({ operation: 'departMember', when: random.pick(['before', 'after']) })
    await world.leave(link).then(
      () => links.delete(name),
      () => {},
    )
  }
  if (random.chance(0.5)) await host.stepZone({ zoneId, ticks: 3 })
  if (random.chance(0.3)) {
    world.restart()
    links.clear()
  }
  await world.host.resumeZone({ zoneId, discardIntents: random.chance(0.3) })
}

async function expectSame(world: World, module = world.module) {
  const recording = await world.recording()
  const result = await replayRecording({ module, recording })
  expect(result).toMatchObject({ ok: true, ticks: recording.ticks.length })
  if (world.zone !== undefined) expect(recording.ticks.at(-1)?.hash).toBe(stateHash(world.zone.committed))
  return recording
}

const recorded = (limits: Partial<Limits> = {}) => createWorld(sensitive(), { record: true, limits, isChecking: false })

describe('what is recorded', () => {
  test.each(Array.from({ length: size({ usual: 1, long: 100 }) }, (_, at) => at + 1))(
    '[LOG-2] [LOG-3] gives every state again: joins, refused and failing ones, leaves, removals, failing and discarded intents, lost sockets, names, pauses, restarts, lost commits (seed %i)',
    async (seed) => {
      const world = await recorded({ presenceGraceMs: 300 })
      await playAll(world, 120, `recording ${seed}`)
      const { ticks } = await expectSame(world)
      const kinds = new Set(ticks.flatMap(({ given }) => given.map(({ kind }) => kind)))
      expect([...kinds].sort()).toEqual(['intent', 'join', 'leave', 'presence'])
      expect(ticks.some(({ condemned = [] }) => condemned.length > 0)).toBe(true)
      expect(ticks.length).toBeGreaterThan(60)
    },
  )

  test('[LOG-2] is one with the tick: a commit that is lost records nothing, one that landed unseen is there', async () => {
    const world = await recorded()
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat()
    const count = async () => (await world.recording()).ticks.length
    const before = await count()
    await world.intent(ann, 'act')
    world.storage.faults.failNext({ operation: 'commit' })
    await world.beat()
    expect(await count()).toBe(before)
    world.storage.faults.failNext({ operation: 'commit', when: 'after' })
    world.storage.faults.failNext({ operation: 'settle' })
    await world.beat()
    expect(await count()).toBe(before + 1)
    await world.beat(4)
    await expectSame(world)
  })

  test.each([
    ['before', 1],
    ['after', 1],
    ['before', 2],
    ['after', 2],
  ] as const)(
    '[LOG-2] [FAIL-5] whichever operation of the storage fails (%s, %i in a row), there is no gap',
    async (when, times) => {
      const play = async (nth: number) => {
        const world = await recorded({ presenceGraceMs: 200 })
        const { zoneId, storage } = world
        for (let more = 0; more < times; more++) storage.faults.failAt(nth + more, { when })
        const first = storage.faults.count
        const tryTo = (work: Promise<unknown>) => work.catch(() => {})
        const [ann, bob] = [world.open('ann'), world.open('bob')]
        for (const link of [ann, bob]) await tryTo(world.watch(link))
        await world.beat(2)
        await tryTo(world.intent(ann, 'act'))
        await tryTo(world.intent(bob, 'boom'))
        await world.beat(3)
        await tryTo(world.host.changeZone({ zoneId, name: 'other' }))
        await tryTo(world.host.pauseZone(zoneId))
        await tryTo(world.leave(bob))
        await tryTo(world.host.stepZone({ zoneId, ticks: 2 }))
        world.restart()
        await tryTo(world.host.resumeZone({ zoneId, discardIntents: false }))
        await tryTo(world.watch(world.open('ann')))
        await world.beat(4)
        const operations = storage.faults.count - first
        storage.faults.clear()
        await world.host.resumeZone({ zoneId, discardIntents: false })
        await world.watch(world.open('cem'))
        await world.beat(6)
        const { ticks } = await expectSame(world)
        expect(ticks.length).toBeGreaterThan(4)
        return operations
      }
      const operations = await play(10_000)
      expect(operations).toBeGreaterThan(10)
      // Each n, or every third: the rounds begin with different ones.
      const stride = size({ usual: 3, long: 1 })
      for (let nth = 1 + (times % stride); nth <= operations; nth += stride) await play(nth)
    },
  )

  test('[LOG-2] a join that the limits of the server refuse is none where it is run again without them', async () => {
    const world = await recorded({ membersMax: 1 })
    const [ann, bob] = [world.open('ann'), world.open('bob')]
    await world.watch(ann)
    await world.watch(bob)
    await world.beat(4)
    expect(bob.player.refusals).toMatchObject([{ code: 'overloaded' }])
    await expectSame(world)
  })

  test('[LOG-2] of a tick that changes much only some ids are kept, and it is said how many more there are', async () => {
    const create = [1, 2, 3, 4, 5].map((n) => ({ kind: 'thing', x: n, y: n, data: { n } }))
    const world = await createWorld(probeModule({ onTick: ({ tick }) => (tick === 1 ? { create } : {}) }), {
      record: true,
      limits: { recordedChangesMax: 2 },
    })
    await world.watch(world.open('ann'))
    await world.beat()
    const [tick] = (await world.recording()).ticks
    expect([tick?.entities.length, tick?.moreEntities]).toEqual([2, 3])
    await expectSame(world)
  })

  test('[LOG-2] a zone that is not recorded stores nothing of it', async () => {
    const world = await createWorld(sensitive())
    await world.watch(world.open('ann'))
    await world.beat(5)
    await expect(world.recording()).rejects.toThrow('no snapshot')
    expect(await world.host.describeZone(world.zoneId)).toMatchObject({ record: false, recordedTicks: 0 })
  })
})

describe('the bounds of a recording', () => {
  test('[LOG-2] [LIM-2] beyond them the oldest goes, behind a newer snapshot; nine tenths can always be run again', async () => {
    const world = await recorded({ recordedTicksMax: 50 })
    await world.watch(world.open('ann'))
    for (let beat = 0; beat < 400; beat++) {
      await world.beat()
      const { recordedTicks = 0 } = (await world.host.describeZone(world.zoneId)) ?? {}
      expect(recordedTicks).toBeLessThanOrEqual(50)
      if (beat > 300) expect(recordedTicks).toBeGreaterThanOrEqual(45)
      if (beat % 90 === 0) await expectSame(world)
    }
    const { snapshots } = await expectSame(world)
    expect(snapshots.length).toBeGreaterThan(5)
    world.restart()
    await world.watch(world.open('ann'))
    await world.beat(30)
    await expectSame(world)
  })

  test('[LOG-2] [LIM-2] so many characters are kept, snapshots included', async () => {
    const world = await recorded({ recordedBytesMax: 40_000 })
    await world.watch(world.open('ann'))
    for (let beat = 0; beat < 300; beat++) {
      await world.beat()
      const { snapshots, ticks } = await world.recording()
      expect(JSON.stringify(snapshots).length + JSON.stringify(ticks).length).toBeLessThanOrEqual(41_000)
    }
    const { snapshots, ticks } = await expectSame(world)
    expect([snapshots[0]?.tick ?? 0, ticks.length].every((count) => count > 10)).toBe(true)
  })

  test('[LOG-2] [LIM-2] a zone too large is not recorded; one that grows too large is recorded no longer, and what is there is kept', async () => {
    const limits = { recordedSnapshotBytesMax: 100 }
    await expect(createWorld(sensitive(), { record: true, limits })).rejects.toThrow('too_large')
    const world = await createWorld(sensitive(), { limits })
    expect(await world.host.changeZone({ zoneId: world.zoneId, record: true })).toMatchObject({
      refused: { code: 'too_large' },
    })

    const growing = probeModule({
      onTick: ({ newId }) => ({ create: [{ id: newId('thing'), kind: 'thing', x: 1, y: 1, data: { n: 1 } }] }),
    })
    const grown = await createWorld(growing, {
      record: true,
      limits: { recordedSnapshotBytesMax: 2_000, recordedTicksMax: 100 },
    })
    await grown.watch(grown.open('ann'))
    await grown.beat(60)
    expect(await grown.host.describeZone(grown.zoneId)).toMatchObject({ record: false, tick: 60 })
    const { ticks } = await grown.recording()
    expect(ticks.length).toBeGreaterThan(10)
    expect(ticks.length).toBeLessThan(60)
    expect(await replayRecording({ module: growing, recording: await grown.recording() })).toMatchObject({ ok: true })
  })
})

describe('switching it', () => {
  test('[LOG-2] off keeps what is there, on begins again, and it goes with the zone', async () => {
    const world = await createWorld(sensitive())
    const { zoneId } = world
    await world.watch(world.open('ann'))
    await world.beat(7)
    expect(await world.host.changeZone({ zoneId, record: true })).toMatchObject({
      value: { record: true, recordedTicks: 0 },
    })
    await world.beat(9)
    expect(await world.host.changeZone({ zoneId, record: true })).toMatchObject({ value: { recordedTicks: 3 } })
    await expectSame(world)
    expect(await world.host.changeZone({ zoneId, record: false })).toMatchObject({
      value: { record: false, recordedTicks: 3 },
    })
    await world.beat(9)
    expect((await world.recording()).ticks).toHaveLength(3)
    await world.host.changeZone({ zoneId, record: true })
    await world.beat(3)
    const { ticks } = await expectSame(world)
    expect([ticks.length, ticks[0]?.number]).toEqual([1, 1])
    await world.host.deleteZone(zoneId)
    await expect(world.recording()).rejects.toThrow('no snapshot')
    expect(await world.host.readRecording({ zoneId, fromTick: 0, ticksMax: 1, bytesMax: 1 })).toBeUndefined()
  })

  test.each(['before', 'after'] as const)(
    '[LOG-2] when nobody knows whether the switch was stored (failed %s), a recording still has no gap',
    async (when) => {
      const world = await createWorld(sensitive())
      const { zoneId, storage, host } = world
      const inDoubt = async (record: boolean) => {
        storage.faults.failNext({ operation: 'changeZone', when })
        storage.faults.failNext({ operation: 'readZone' })
        await expect(host.changeZone({ zoneId, record })).rejects.toThrow()
      }
      await world.watch(world.open('ann'))
      await world.beat(3)
      await inDoubt(true)
      await world.beat(6)
      if (when === 'after') await expectSame(world)
      else await expect(world.recording()).rejects.toThrow('no snapshot')
      await host.changeZone({ zoneId, record: true })
      const { ticks } = await world.recording()
      await inDoubt(false)
      await world.beat(6)
      world.restart()
      await world.watch(world.open('ann'))
      await world.beat(6)
      if (when === 'before') await expectSame(world)
      else expect((await world.recording()).ticks).toEqual(ticks)
    },
  )

  test('[LOG-2] a state that somebody else stored is where the recording begins anew', async () => {
    const world = await recorded()
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat(6)
    const tick = (await storedTick(world.disk.zones, world.zoneId)) ?? 0
    const foreign = {
      zoneId: world.zoneId,
      ifTick: tick,
      owner: null,
      epoch: 1,
      tick: 100,
      at: world.clock.now(),
      wakeAt: null,
    }
    const nothing = { putEntities: [], deleteEntities: [], putMembers: [], deleteMembers: [], log: [] }
    await world.disk.zones.commit([{ ...foreign, ...nothing, state: { note: 'foreign' } }])
    await world.intent(ann, 'act')
    await world.beat(6)
    const { snapshots } = await expectSame(world)
    expect(snapshots).toMatchObject([{ tick: 100, state: { note: 'foreign' } }])
  })

  test('a finished zone can be renamed, and not recorded', async () => {
    const world = await createWorld(probeModule({ onTick: () => ({ end: { result: { winner: 'ann' } } }) }), {
      record: true,
    })
    const { zoneId, host } = world
    await world.watch(world.open('ann'))
    await world.beat()
    const recording = await world.recording()
    expect(recording.ticks).toMatchObject([{ end: { result: { winner: 'ann' } } }])
    expect(await replayRecording({ module: world.module, recording })).toMatchObject({ ok: true })
    expect(await host.changeZone({ zoneId, record: false, name: 'done' })).toMatchObject({ value: { name: 'done' } })
    expect(await host.changeZone({ zoneId, record: true })).toMatchObject({ refused: { code: 'zone_finished' } })
    expect(parseRecording(JSON.parse(JSON.stringify(recording)))).toEqual(recording)
  })
})
