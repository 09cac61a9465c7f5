import { describe, expect, test } from 'vitest'
import { subscribe } from '../../framework/engine/src/watching/watch-zone.ts'
import { exclusive } from '../../framework/engine/src/zone/turns.ts'
import { claimOf } from '../../framework/testing/src/contracts/rows.ts'
import { type ProbeContext, probeModule } from '../zone/probe-module.ts'
import { createWorld, storyOf, type World } from '../zone/world.ts'

/** Each of these went wrong once. */

/** A commit that lands, and nobody learns of it. */
function loseSightOfCommit({ storage }: World) {
  storage.faults.failNext({ operation: 'commit', when: 'after' })
  storage.faults.failNext({ operation: 'settle' })
}

async function joined(parts: Parameters<typeof probeModule>[0] = {}, limits: object = {}) {
  const world = await createWorld(probeModule(parts), { limits })
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  return { world, ann }
}

describe('connections', () => {
  test('[CONN-4] a connection that is congested when it subscribes is shown the zone once it has drained', async () => {
    const world = await createWorld(probeModule())
    const ann = world.open('ann')
    world.setCongested(ann, true)
    await world.watch(ann)
    await world.beat()
    expect(storyOf(ann)).toEqual(['subscribed'])
    world.setCongested(ann, false)
    expect(storyOf(ann)).toEqual(['subscribed', 'tick 1'])
  })

  test('[CONN-1] who came back before the join was committed is connected', async () => {
    const world = await createWorld(probeModule())
    const lost = world.open('ann')
    await world.watch(lost)
    world.drop(lost)
    const back = world.open('ann')
    await world.watch(back)
    await world.beat()
    expect((await world.stored())?.members).toMatchObject([{ playerId: 'ann', disconnectedAt: null }])
    expect(storyOf(back)).toEqual(['subscribed', 'tick 1'])
  })

  test('[CONN-1] who came back while nobody knew whether the loss was stored is connected in the end', async () => {
    const { world, ann } = await joined()
    world.drop(ann)
    loseSightOfCommit(world)
    await world.beat()
    await world.engine.storageHealth.probe()
    const back = world.open('ann')
    await world.watch(back)
    await world.beat(2)
    expect((await world.stored())?.members).toMatchObject([{ disconnectedAt: null }])
  })

  test('[ZONE-2] of several joins that wait, a connection is answered by its own', async () => {
    const { world, ann } = await joined()
    void world.leave(ann)
    const second = world.open('ann')
    void world.watch(second)
    void world.leave(second)
    world.drop(second)
    const third = world.open('ann')
    void world.watch(third)
    await world.beat(5)
    expect(storyOf(third)).toEqual(['subscribed', 'tick 5'])
    expect((await world.stored())?.members).toHaveLength(1)
  })

  test('[LIM-2] a zone that was left is told as ended, also one that was left twice', async () => {
    const { world, ann } = await joined()
    await world.leave(ann)
    await world.beat()
    await world.watch(ann)
    await world.beat()
    await world.leave(ann)
    await world.beat()
    expect(world.ended.map(({ zoneId, watch }) => [zoneId, watch])).toEqual([
      [world.zoneId, 1],
      [world.zoneId, 2],
    ])
  })

  test('[ZONE-6] a zone that was deleted while somebody asked for it is not found', async () => {
    const { world, ann } = await joined()
    const zone = world.zone
    await world.host.deleteZone(world.zoneId)
    if (zone === undefined) throw new Error('it was loaded')
    const player = { playerId: 'ann', displayName: 'ann', role: 'player' } as const
    subscribe(world.engine, zone, { connectionId: ann.id, zoneId: zone.id, watch: 1, player, mode: 'full' })
    expect(ann.player.refusals).toMatchObject([{ code: 'not_found' }])
    expect(zone.watching.subscriptions.size).toBe(0)
  })
})

describe('a pause', () => {
  test('[ZONE-4] who leaves while the join still waits does not join when the zone goes on', async () => {
    const { world } = await joined()
    const { zoneId, host } = world
    const [bob, other] = [world.open('bob'), world.open('bob')]
    await world.watch(bob)
    await world.watch(other)
    await host.pauseZone(zoneId)
    await world.leave(bob)
    expect([bob, other].map((link) => storyOf(link).at(-1))).toEqual(['unsubscribed', 'unsubscribed'])
    await host.resumeZone({ zoneId, discardIntents: false })
    await world.beat(2)
    expect((await world.stored())?.members.map(({ playerId }) => playerId)).toEqual(['ann'])
  })

  test('[ZONE-4] leaving a paused zone ends what the player watches on other connections, and tells them', async () => {
    const { world, ann } = await joined()
    const other = world.open('ann')
    await world.watch(other)
    await world.host.pauseZone(world.zoneId)
    await world.leave(ann)
    expect([ann, other].map((link) => storyOf(link).at(-1))).toEqual(['unsubscribed', 'unsubscribed'])
    expect(storyOf(ann).filter((line) => line === 'unsubscribed')).toHaveLength(1)
    expect(world.zone?.watching.subscriptions.size).toBe(0)
  })

  /** A module that fails while it is broken, in a zone that ann watches; it is paused after three failures. */
  async function fragile() {
    const rules = { areBroken: false }
    const onTick = () => {
      if (rules.areBroken) throw new Error('the rules are broken')
      return {}
    }
    const { world } = await joined({ onTick })
    return { world, rules }
  }

  /** What is stored of it after another start under development. */
  const afterStart = async (world: World) => {
    world.restart()
    await world.host.resumeFailedZones()
    return (await world.stored())?.zone
  }

  test('[ZONE-3] [ZONE-7] of an operator lasts over a start under development, though the module failed while it was stepped', async () => {
    const { world, rules } = await fragile()
    await world.host.pauseZone(world.zoneId)
    rules.areBroken = true
    for (let time = 0; time < 5; time++) await world.host.stepZone({ zoneId: world.zoneId, ticks: 1 })
    expect(await afterStart(world)).toMatchObject({
      status: 'paused',
      error: expect.stringContaining('the rules are broken'),
    })
  })

  test('[ZONE-3] of an operator lasts also where the zone had failed before, or was paused for it already', async () => {
    for (const beats of [1, 10]) {
      const { world, rules } = await fragile()
      rules.areBroken = true
      await world.beat(beats)
      await world.host.pauseZone(world.zoneId)
      expect(await afterStart(world)).toMatchObject({
        status: 'paused',
        error: expect.stringContaining('the rules are broken'),
      })
    }
  })

  test('[FAIL-3] of a failing zone ends with the next start under development, also where it failed again by hand', async () => {
    for (const stepped of [0, 3]) {
      const { world, rules } = await fragile()
      rules.areBroken = true
      await world.beat(10)
      expect((await world.stored())?.zone.status).toBe('paused')
      if (stepped > 0) await world.host.stepZone({ zoneId: world.zoneId, ticks: stepped })
      expect(await afterStart(world)).toMatchObject({ status: 'open', failures: 0, error: null })
    }
  })
})

describe('what is stored', () => {
  test('[FAIL-3] a failure that was stored although the storage said no does not leave the zone paused on disk', async () => {
    let isBroken = true
    const onTick = () => {
      if (isBroken) throw new Error('broken')
      return {}
    }
    const world = await createWorld(probeModule({ onTick }), { limits: { failuresMax: 1 } })
    const ann = world.open('ann')
    await world.watch(ann)
    world.storage.faults.failNext({ operation: 'setStatus', when: 'after' })
    await world.beat()
    expect([world.zone?.life.status, (await world.stored())?.zone.status]).toEqual(['open', 'paused'])
    isBroken = false
    await world.beat()
    expect((await world.stored())?.zone).toMatchObject({ status: 'open', failures: 0, error: null, tick: 2 })
  })

  test('[ZONE-3] pausing waits for a commit of which nobody knows: what it finished is not opened again', async () => {
    const { world, ann } = await joined({ onTick: ({ intents }) => (intents.length > 0 ? { end: { result: 1 } } : {}) })
    await world.intent(ann, 'act')
    loseSightOfCommit(world)
    await world.beat()
    expect(await world.host.pauseZone(world.zoneId)).toMatchObject({ refused: { code: 'storage_unavailable' } })
    await world.beat()
    expect((await world.stored())?.zone).toMatchObject({ status: 'finished', result: 1 })
    expect(world.zone?.life.status).toBe('finished')
  })

  test('[ZONE-4] leaving a paused zone waits for a step of which nobody knows: it does not bring the member back', async () => {
    const { world, ann } = await joined({ onTick: ({ intents }) => ({ extras: { score: intents.length } }) })
    const { zoneId, host } = world
    await world.intent(ann, 'act', {}, { seq: 1 })
    await host.pauseZone(zoneId)
    loseSightOfCommit(world)
    await host.stepZone({ zoneId, ticks: 1 })
    await world.leave(ann)
    expect(ann.player.refusals).toMatchObject([{ code: 'storage_unavailable' }])
    expect(await host.isMember({ zoneId, playerId: 'ann' })).toBe(true)
    await world.engine.storageHealth.probe()
    await world.leave(ann)
    expect(storyOf(ann).slice(-3)).toEqual(['intent_result applied', 'tick 2', 'unsubscribed'])
    await host.resumeZone({ zoneId, discardIntents: false })
    expect([await host.isMember({ zoneId, playerId: 'ann' }), (await world.stored())?.members]).toEqual([false, []])
  })

  test.each(['before', 'after'] as const)(
    '[LOG-2] a recording is begun, or ended, if and only if that is stored: the row tells (failed %s)',
    async (when) => {
      const { world } = await joined({ onTick: ({ tick }) => ({ extras: { score: tick } }) })
      const { zoneId, host, storage } = world
      const hasLanded = when === 'after'
      const change = async (record: boolean, isReadable: boolean) => {
        storage.faults.failNext({ operation: 'changeZone', when })
        if (!isReadable) storage.faults.failNext({ operation: 'readZone' })
        const name = `record ${record}`
        const answer = await host.changeZone({ zoneId, record, name }).catch(() => 'failed')
        await world.beat(2)
        return [answer === 'failed', (await world.stored())?.zone.record, world.zone?.info.name === name]
      }
      expect(await change(true, true)).toEqual([!hasLanded, hasLanded, hasLanded])
      await host.changeZone({ zoneId, record: false })
      expect(await change(true, false)).toEqual([true, hasLanded, hasLanded])
      expect((await host.describeZone(zoneId))?.recordedTicks).toBe(hasLanded ? 2 : 0)
      await host.changeZone({ zoneId, record: true })
      expect(await change(false, true)).toEqual([!hasLanded, !hasLanded, hasLanded])
      await host.changeZone({ zoneId, record: true })
      expect(await change(false, false)).toEqual([true, !hasLanded, hasLanded])
    },
  )

  test('[ZONE-6] a zone whose row is gone is treated as deleted: watchers are told, what waits is answered', async () => {
    const { world, ann } = await joined()
    await world.intent(ann, 'act')
    await world.disk.zones.deleteZone(claimOf(world.zoneId))
    await world.beat()
    expect(storyOf(ann).slice(2)).toEqual(['intent_received', 'intent_result zone_deleted', 'zone_status deleted'])
  })

  test('[STEP-5] a tick that is not the stored one is never written over it: the zone is read again and shown anew', async () => {
    const { world, ann } = await joined({ onTick: ({ intents }) => ({ extras: { score: intents.length } }) })
    const stored = await world.stored()
    if (stored === undefined) throw new Error('it is stored')
    const { epoch } = stored.zone
    const foreign = {
      zoneId: world.zoneId,
      ifTick: 1,
      owner: null,
      epoch,
      tick: 7,
      at: 5,
      wakeAt: null,
      extras: { score: 70 },
    }
    await world.disk.zones.commit([
      { ...foreign, putEntities: [], deleteEntities: [], putMembers: [], deleteMembers: [], log: [] },
    ])
    await world.intent(ann, 'act')
    await world.beat()
    expect((await world.stored())?.zone).toMatchObject({ tick: 7, extras: { score: 70 } })
    await world.beat()
    expect((await world.stored())?.zone).toMatchObject({ tick: 8, extras: { score: 1 } })
    expect(ann.player.messages.at(-1)).toMatchObject({ tick: 8, full: true })
  })

  test('[ACT-3] a zone on which something is being done is not unloaded under it', async () => {
    const { world, ann } = await joined({}, { idleLingerMs: 0 })
    world.drop(ann)
    await world.beat()
    const zone = world.zone
    if (zone === undefined) throw new Error('it is loaded')
    let finish: (() => void) | undefined
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    const work = exclusive(zone, () => held)
    await Promise.resolve()
    world.host.registry.unloadIdle()
    expect(world.zone).toBe(zone)
    finish?.()
    await work
    world.host.registry.unloadIdle()
    expect(world.zone).toBeUndefined()
  })
})

test('[FAIL-6] a view that throws what cannot be printed does not keep the tick from the others', async () => {
  const { world, ann } = await joined({
    onTick: ({ intents }: ProbeContext) => ({ update: [{ id: 'a', inc: [[['data', 'n'], intents.length]] }] }),
    getPlayerState: ({ base, playerId }) => {
      if (playerId === 'bob') throw Object.create(null)
      return { entities: base.entities.all() }
    },
  })
  const bob = world.open('bob')
  await world.watch(bob)
  const cem = world.open('cem')
  await world.watch(cem)
  await world.intent(ann, 'act')
  await world.beat()
  expect([storyOf(bob), storyOf(cem)]).toEqual([
    ['subscribed', 'view_unavailable'],
    ['subscribed', 'tick 2'],
  ])
})
