import { describe, expect, test } from 'vitest'
import { type ProbeParts, probeModule } from './probe-module.ts'
import { createWorld, type Link, storyOf } from './world.ts'

/** A member who watches, when the zones end and others begin; the connection stays. */
async function resumable(parts: ProbeParts = {}) {
  const world = await createWorld(probeModule(parts))
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat(2)
  const resume = (link: Link) => world.watch(link, 'delta', 'player', true)
  const begin = () => {
    ann.player.messages.length = 0
    world.restart({ keepsLinks: true })
  }
  return { world, ann, resume, begin }
}

describe('[LINK-10] who goes on watching after the zones began again', () => {
  test('gets a whole frame that says that events were lost, and no second `subscribed`', async () => {
    const onTick: ProbeParts['onTick'] = ({ intents, tick }) => (intents.length > 0 ? { extras: { score: tick } } : {})
    const { world, ann, resume, begin } = await resumable({ onTick })
    begin()
    await resume(ann)
    expect(storyOf(ann)).toEqual(['tick 2'])
    expect(ann.player.messages[0]).toMatchObject({ full: true, eventsDropped: true })
    await world.intent(ann, 'act')
    await world.beat()
    expect(ann.player.messages.at(-1)).toMatchObject({ type: 'tick', full: false, prev: 2 })
    expect(ann.player.messages.at(-1)).not.toHaveProperty('eventsDropped')
  })

  test('hears that the zone is paused by now, and sees it', async () => {
    const { world, ann, resume, begin } = await resumable()
    await world.host.pauseZone(world.zoneId)
    begin()
    await resume(ann)
    expect(storyOf(ann)).toEqual(['tick 2', 'zone_status paused'])
  })

  test('does not join by it: who is no member any more hears that', async () => {
    const { world, resume, begin } = await resumable()
    const bob = world.open('bob')
    begin()
    await resume(bob)
    await world.beat()
    expect(storyOf(bob)).toEqual(['unsubscribed'])
    expect(bob.player.messages[0]).toMatchObject({ reason: 'removed' })
    expect(await world.host.isMember({ zoneId: world.zoneId, playerId: 'bob' })).toBe(false)
  })

  test('is sent away where the zone cannot be shown, as nobody asked for an error', async () => {
    const { world, ann, resume, begin } = await resumable()
    await world.host.deleteZone(world.zoneId)
    begin()
    await resume(ann)
    expect(storyOf(ann)).toEqual([])
    expect(ann.closedWith).toBe(1012)
  })
})

test('[LINK-10] the gateway hears which subscribes were answered: at once, and with the tick of a join', async () => {
  const { world, ann } = await resumable()
  expect(world.began.map(({ connectionId, watch }) => [connectionId, watch])).toEqual([[ann.id, 1]])
  await world.watch(ann)
  const bob = world.open('bob')
  await world.watch(bob)
  expect(world.began).toHaveLength(2)
  await world.beat()
  expect(world.began.map(({ connectionId }) => connectionId)).toEqual([ann.id, ann.id, bob.id])
})
