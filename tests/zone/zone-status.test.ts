import { describe, expect, test } from 'vitest'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld, type Link, storyOf, type World } from './world.ts'

/** Tells of the memberships it heard of, and ends at a value of 99. */
function chronicle() {
  const heard: string[] = []
  const hooks: { onTick?: () => void } = {}
  const onTick = ({ intents, membership }: ProbeContext) => {
    hooks.onTick?.()
    heard.push(...membership.map(({ playerId, change }) => `${playerId} ${change}`))
    return {
      update: [{ id: 'a', inc: [[['data', 'n'], intents.length]] }],
      ...(intents.some(({ payload }) => payload.value === 99) ? { end: { result: { winner: 'ann' } }, wakeAt: 5 } : {}),
    }
  }
  return { module: probeModule({ onTick }), heard, hooks }
}

async function played(status: 'open' | 'paused' | 'finished' | 'deleted') {
  const { module, heard, hooks } = chronicle()
  const world = await createWorld(module)
  const [ann, bob] = [world.open('ann'), world.open('bob')]
  await world.watch(ann)
  await world.watch(bob)
  await world.beat()
  switch (status) {
    case 'paused':
      await world.host.pauseZone(world.zoneId)
      break
    case 'finished':
      await world.intent(ann, 'act', { value: 99 })
      await world.beat()
      break
    case 'deleted':
      await world.host.deleteZone(world.zoneId)
  }
  heard.length = 0
  for (const link of [ann, bob]) link.player.messages.length = 0
  return { world, ann, bob, heard, hooks }
}

const storyAfter = async (world: World, link: Link, work: Promise<unknown>) => {
  await work
  await world.beat()
  return storyOf(link)
}

describe('an open zone', () => {
  test('[ZONE-1] steps, takes intents, joins and leaves', async () => {
    const { world, ann, heard } = await played('open')
    const cem = world.open('cem')
    await world.intent(ann, 'act')
    expect(await storyAfter(world, cem, world.watch(cem))).toEqual(['subscribed', 'tick 2'])
    expect(await storyAfter(world, cem, world.leave(cem))).toEqual(['subscribed', 'tick 2', 'unsubscribed'])
    expect(heard).toEqual(['cem joined', 'cem left'])
  })

  test('[ZONE-2] joining and leaving count once each a tick; the next waits for the next tick', async () => {
    const { world, ann, heard } = await played('open')
    void world.leave(ann)
    void world.watch(ann)
    void world.leave(ann)
    await world.intent(ann, 'act')
    await world.beat()
    expect(heard).toEqual(['ann left'])
    await world.beat()
    expect(heard).toEqual(['ann left', 'ann joined'])
    await world.beat(2)
    expect(heard).toEqual(['ann left', 'ann joined', 'ann left'])
    expect((await world.stored())?.members.map(({ playerId }) => playerId)).toEqual(['bob'])
  })

  test('[LIM-2] of one player only so many joins and leaves wait', async () => {
    const { world, ann } = await played('open')
    for (let time = 0; time < 5; time++) void world.leave(ann)
    await world.beat()
    expect(ann.player.refusals).toMatchObject([{ code: 'queue_full' }])
  })
})

describe('a paused zone', () => {
  test('[ZONE-3] does not step; what waits is kept until it is resumed', async () => {
    const { world, ann } = await played('open')
    await world.intent(ann, 'act', {}, { seq: 1 })
    await world.host.pauseZone(world.zoneId)
    await world.beat(3)
    expect((await world.stored())?.zone.tick).toBe(1)
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
    await world.beat()
    expect(storyOf(ann)).toEqual([
      'intent_received',
      'zone_status paused',
      'zone_status open',
      'intent_result applied',
      'tick 5',
    ])
  })

  test('[ZONE-3] shows members the last view, then its status; strangers cannot join', async () => {
    const { world, ann } = await played('paused')
    const cem = world.open('cem')
    expect(await storyAfter(world, cem, world.watch(cem))).toEqual(['error zone_paused'])
    expect(await storyAfter(world, ann, world.watch(ann))).toEqual(['subscribed', 'tick 2', 'zone_status paused'])
  })

  test('[ZONE-3] refuses intents, and still answers queries and own state', async () => {
    const { world, ann } = await played('paused')
    expect(await world.intent(ann, 'act')).toMatchObject({ refused: { code: 'zone_paused' } })
    const { zoneId } = world
    expect(await world.host.query({ zoneId, playerId: 'ann', name: 'ask', input: {} })).toMatchObject({ ok: true })
    expect(await world.host.readState({ zoneId, as: 'ann' })).toMatchObject({ ok: true, value: { tick: 1 } })
    expect(await world.host.readState({ zoneId, as: 'cem' })).toMatchObject({ refused: { code: 'not_a_member' } })
  })

  test('[ZONE-4] lets a member leave at once; the module hears of it when the zone is resumed', async () => {
    const { world, ann, heard } = await played('paused')
    await world.leave(ann)
    expect(storyOf(ann)).toEqual(['unsubscribed'])
    expect((await world.stored())?.members.map(({ playerId }) => playerId)).toEqual(['bob'])
    expect(heard).toEqual([])
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
    await world.beat()
    expect(heard).toEqual(['ann left'])
  })

  test('[ZONE-4] a leave that waits when the zone is paused is carried out then, and not undone by a join behind it', async () => {
    const { world, ann, heard } = await played('open')
    const bob = world.open('bob')
    await world.watch(bob)
    await world.leave(ann)
    await world.watch(ann)
    await world.host.pauseZone(world.zoneId)
    expect(storyOf(ann)).toEqual(['unsubscribed'])
    expect(storyOf(bob)).toEqual(['subscribed', 'tick 1', 'zone_status paused'])
    expect((await world.stored())?.members.map(({ playerId }) => playerId)).toEqual(['bob'])
    world.restart()
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
    await world.beat()
    expect(heard.filter((line) => line.startsWith('ann'))).toEqual(['ann left'])
  })

  test('[ZONE-4] [FAIL-3] the same where its failures pause it; what cannot be stored waits for the resume', async () => {
    const { world, ann, hooks } = await played('open')
    const bob = world.open('bob')
    await world.watch(bob)
    await world.leave(ann)
    await world.leave(bob)
    hooks.onTick = () => {
      throw new Error('no tick')
    }
    world.storage.faults.failNext({ operation: 'departMember' })
    await world.beat(8)
    expect(world.zone?.life.status).toBe('paused')
    expect((await world.stored())?.members).toHaveLength(2)
    hooks.onTick = () => {}
    await world.engine.storageHealth.probe()
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
    await world.beat()
    expect((await world.stored())?.members).toEqual([])
    expect([storyOf(ann).at(-1), storyOf(bob).at(-1)]).toEqual(['unsubscribed', 'unsubscribed'])
  })

  test('[ZONE-4] the module hears of who left while it was paused, also where the process ended before', async () => {
    const { world, ann, heard } = await played('paused')
    await world.leave(ann)
    world.restart()
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
    await world.beat()
    expect(heard).toEqual(['ann left'])
    world.restart()
    await world.watch(world.open('bob'))
    await world.beat()
    expect(heard.filter((line) => line === 'ann left')).toHaveLength(1)
  })

  test('[ZONE-4] nor is it lost where the process ended after the zone was resumed; who comes back joins anew', async () => {
    const { world, ann, heard } = await played('paused')
    await world.leave(ann)
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
    world.restart()
    expect(await world.disk.wakes.zonesToTell(null, 10)).toEqual([world.zoneId])
    await world.watch(world.open('ann'))
    await world.beat(2)
    expect(heard.filter((line) => line.startsWith('ann'))).toEqual(['ann left', 'ann joined'])
  })

  test('[FAIL-4] [ZONE-3] resuming may discard: queued intents are answered `discarded`, joins are not lost', async () => {
    const { world, ann, heard } = await played('open')
    await world.intent(ann, 'act', {}, { seq: 1 })
    const cem = world.open('cem')
    await world.watch(cem)
    await world.host.pauseZone(world.zoneId)
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: true })
    await world.beat()
    expect(storyOf(ann)).toContain('intent_result discarded')
    expect(heard).toEqual(['cem joined'])
    expect((await world.stored())?.entities[0]?.data).toEqual({ n: 1 })
    expect(await world.intent(ann, 'act', {}, { seq: 1 })).toMatchObject({ accepted: true })
    expect(ann.player.results.at(-1)).toMatchObject({ code: 'discarded', duplicate: true })
  })

  test('[ZONE-3] stays paused over a restart; pausing twice, and resuming what runs, changes nothing', async () => {
    const { world } = await played('paused')
    const { zoneId } = world
    expect(await world.host.pauseZone(zoneId)).toMatchObject({ value: { status: 'paused' } })
    world.restart()
    expect(await world.host.describeZone(zoneId)).toMatchObject({ status: 'paused' })
    expect(await world.host.resumeZone({ zoneId, discardIntents: false })).toMatchObject({ value: { status: 'open' } })
    expect(await world.host.resumeZone({ zoneId, discardIntents: false })).toMatchObject({ value: { status: 'open' } })
  })
})

describe('a finished zone', () => {
  test('[ZONE-5] shows the last view, then that it is over; what waits is answered zone_finished', async () => {
    const { world, ann, bob, hooks } = await played('open')
    await world.intent(ann, 'act', { value: 99 })
    let late: Promise<unknown> | undefined
    hooks.onTick = () => {
      late ??= world.intent(bob, 'act')
    }
    await world.beat()
    await late
    expect(storyOf(bob)).toEqual(['intent_received', 'tick 2', 'intent_result zone_finished', 'zone_status finished'])
    expect(storyOf(ann)).toEqual(['intent_received', 'intent_result applied', 'tick 2', 'zone_status finished'])
    expect(await world.host.describeZone(world.zoneId)).toMatchObject({ status: 'finished', result: { winner: 'ann' } })
    expect((await world.stored())?.zone.wakeAt).toBeNull()
  })

  test('[ZONE-5] never steps again, refuses intents and joins, and stays readable', async () => {
    const { world, ann } = await played('finished')
    const { zoneId } = world
    expect(await world.intent(ann, 'act')).toMatchObject({ refused: { code: 'zone_finished' } })
    const cem = world.open('cem')
    expect(await storyAfter(world, cem, world.watch(cem))).toEqual(['error zone_finished'])
    expect(await storyAfter(world, ann, world.watch(ann))).toContain('zone_status finished')
    expect(await world.host.query({ zoneId, playerId: 'ann', name: 'ask', input: {} })).toMatchObject({ ok: true })
    for (const operation of [world.host.pauseZone(zoneId), world.host.resumeZone({ zoneId, discardIntents: false })])
      expect(await operation).toMatchObject({ refused: { code: 'conflict' } })
    expect((await world.stored())?.zone.tick).toBe(2)
  })

  test('[ZONE-4] [ZONE-5] can be left at once', async () => {
    const { world, ann, heard } = await played('finished')
    await world.leave(ann)
    expect(storyOf(ann)).toEqual(['unsubscribed'])
    expect((await world.stored())?.members.map(({ playerId }) => playerId)).toEqual(['bob'])
    expect(heard).toEqual([])
  })
})

describe('a deleted zone', () => {
  test('[ZONE-6] watchers are told, what waits is answered zone_deleted, and it is gone', async () => {
    const { world, ann } = await played('open')
    const { zoneId } = world
    await world.intent(ann, 'act')
    expect(await world.host.deleteZone(zoneId)).toBe(true)
    expect(storyOf(ann)).toEqual(['intent_received', 'intent_result zone_deleted', 'zone_status deleted'])
    expect(await world.host.deleteZone(zoneId)).toBe(false)
    expect(await world.host.describeZone(zoneId)).toBeUndefined()
    expect(await world.intent(ann, 'act')).toMatchObject({ refused: { code: 'not_found' } })
    expect(await world.host.query({ zoneId, playerId: 'ann', name: 'ask', input: {} })).toMatchObject({
      refused: { code: 'not_found' },
    })
    await world.watch(ann)
    expect(ann.player.messages.at(-1)).toMatchObject({ type: 'error', code: 'not_found' })
    expect((await world.host.health()).zonesByStatus).toEqual({ open: 0, paused: 0, finished: 0 })
  })
})
