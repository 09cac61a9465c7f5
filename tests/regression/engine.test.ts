import { describe, expect, test } from 'vitest'
import { subscribe } from '../../framework/zone/watching/watch-zone.ts'
import { exclusive } from '../../framework/zone/zone.ts'
import { type ProbeContext, probeModule } from '../zone/probe-module.ts'
import { createWorld, storyOf } from '../zone/world.ts'

/** Each of these went wrong once. */

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
    world.host.setCongested(ann.id, true)
    await world.watch(ann)
    await world.beat()
    expect(storyOf(ann)).toEqual(['subscribed'])
    world.host.setCongested(ann.id, false)
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
    world.storage.faults.failNext({ operation: 'commit', when: 'after' })
    world.storage.faults.failNext({ operation: 'readTick' })
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

  test('[LIM-2] zones that were left do not count as watched, even when they are unloaded meanwhile', async () => {
    const { world, ann } = await joined({}, { subscriptionsPerConnectionMax: 1, idleLingerMs: 0 })
    await world.leave(ann)
    await world.beat()
    world.host.registry.unloadIdle()
    expect(world.host.registry.size).toBe(0)
    await world.watch(ann)
    await world.beat()
    await world.leave(ann)
    await world.beat()
    world.host.registry.unloadIdle()
    const other = await world.host.createZone({ module: 'probe' })
    const player = { playerId: 'ann', displayName: 'ann', role: 'player' } as const
    if (other.ok) await world.host.subscribe({ connectionId: ann.id, zoneId: other.value.id, player, mode: 'full' })
    expect(ann.player.refusals).toEqual([])
  })

  test('[ZONE-6] a zone that was deleted while somebody asked for it is not found', async () => {
    const { world, ann } = await joined()
    const zone = world.zone
    await world.host.deleteZone(world.zoneId)
    if (zone === undefined) throw new Error('it was loaded')
    const player = { playerId: 'ann', displayName: 'ann', role: 'player' } as const
    subscribe(world.engine, zone, { connectionId: ann.id, zoneId: zone.id, player, mode: 'full' }, false)
    expect(ann.player.refusals).toMatchObject([{ code: 'not_found' }])
    expect(zone.subscriptions.size).toBe(0)
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
    expect([world.zone?.status, (await world.stored())?.zone.status]).toEqual(['open', 'paused'])
    isBroken = false
    await world.beat()
    expect((await world.stored())?.zone).toMatchObject({ status: 'open', failures: 0, error: null, tick: 1 })
  })

  test('[ZONE-3] pausing waits for a commit of which nobody knows: what it finished is not opened again', async () => {
    const { world, ann } = await joined({ onTick: ({ intents }) => (intents.length > 0 ? { end: { result: 1 } } : {}) })
    await world.intent(ann, 'act')
    world.storage.faults.failNext({ operation: 'commit', when: 'after' })
    world.storage.faults.failNext({ operation: 'readTick' })
    await world.beat()
    expect(await world.host.pauseZone(world.zoneId)).toMatchObject({ refused: { code: 'storage_unavailable' } })
    await world.beat()
    expect((await world.stored())?.zone).toMatchObject({ status: 'finished', result: 1 })
    expect(world.zone?.status).toBe('finished')
  })

  test('[ZONE-6] a zone whose row is gone is treated as deleted: watchers are told, what waits is answered', async () => {
    const { world, ann } = await joined()
    await world.intent(ann, 'act')
    await world.disk.deleteZone(world.zoneId)
    await world.beat()
    expect(storyOf(ann).slice(2)).toEqual(['intent_received', 'intent_result zone_deleted', 'zone_status deleted'])
  })

  test('[STEP-5] a tick that is not the stored one is never written over it: the zone is read again and shown anew', async () => {
    const { world, ann } = await joined({ onTick: ({ intents }) => ({ extras: { score: intents.length } }) })
    const stored = await world.stored()
    if (stored === undefined) throw new Error('it is stored')
    const { epoch } = stored.zone
    const foreign = { zoneId: world.zoneId, ifTick: 1, epoch, tick: 7, at: 5, wakeAt: null, extras: { score: 70 } }
    await world.disk.commit([
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
