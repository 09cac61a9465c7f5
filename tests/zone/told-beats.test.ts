import { expect, test } from 'vitest'
import { forDebug, forMembers } from '../../framework/engine/src/ports/tell-zone.ts'
import { type ProbeContext, type ProbeParts, probeModule } from './probe-module.ts'
import { createWorld, type Link, storyOf, type World } from './world.ts'

const onlyActs = ({ intents, tick }: ProbeContext) => (intents.length > 0 ? { extras: { score: tick } } : {})

async function joined(parts: ProbeParts = {}, options: Parameters<typeof createWorld>[1] = {}) {
  const world = await createWorld(probeModule({ onTick: onlyActs, ...parts }), options)
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  ann.player.messages.length = 0
  return { world, ann }
}

async function toldOf(world: World, link: Link) {
  const { zoneId, host } = world
  link.player.messages.length = 0
  await world.watch(link, 'full')
  const [zone, state, query] = [
    await host.describeZone(zoneId),
    await host.readState({ zoneId, as: 'ann' }),
    await host.query({ zoneId, playerId: 'ann', name: 'ask', input: {} }),
  ]
  if (zone === undefined || !state.ok || !query.ok) throw new Error('a member may look')
  const frames = link.player.messages.map((message) => ('tick' in message ? message.tick : undefined))
  return [forMembers(zone).tick, state.value.tick, state.value.at - world.clock.now(), query.value.tick, ...frames]
}

test('[TIME-3] members learn the current beat from zone, state, query, subscribed and first frame; the debug role what is stored', async () => {
  const { world, ann } = await joined()
  await world.beat(4)
  world.clock.advance(40)
  expect(await toldOf(world, ann)).toEqual([5, 5, 0, 5, 5, 5])
  const { host, zoneId } = world
  const zone = await host.describeZone(zoneId)
  expect(zone && forDebug(zone).tick).toBe(1)
  const all = await host.readState({ zoneId, as: 'everything' })
  expect(all.ok && [all.value.tick, world.clock.now() - all.value.at]).toEqual([1, 440])
})

test('[TIME-3] a zone that is not loaded, and one that is paused, are in the beat the clock says; a finished one stays at its last', async () => {
  const { world } = await joined({ onTick: ({ intents }) => (intents.length > 0 ? { end: { result: 1 } } : {}) })
  world.restart()
  world.clock.advance(1_000)
  const tickOf = async () => (await world.host.describeZone(world.zoneId))?.tick
  expect(await tickOf()).toBe(11)
  expect(world.zone).toBeUndefined()
  await world.host.pauseZone(world.zoneId)
  world.clock.advance(1_000)
  expect(await tickOf()).toBe(21)
  await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
  const ann = world.open('ann')
  await world.watch(ann)
  await world.intent(ann, 'act')
  await world.beat()
  world.clock.advance(1_000)
  expect(await toldOf(world, world.open('ann'))).toEqual([22, 22, -1_000, 22, 22, 22, undefined])
})

test('[TIME-3] [WIRE-5] who subscribes while a step runs is answered when it is done, and told a tick once', async () => {
  const { world, ann } = await joined()
  await world.intent(ann, 'act')
  let release = () => {}
  const { commit } = world.disk.zones
  world.disk.zones.commit = async (commits) => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    return commit(commits)
  }
  const stepping = world.beat()
  while (world.zone?.watching.stepsAhead !== 1) await new Promise((resolve) => setImmediate(resolve))
  const again = world.open('ann')
  await world.watch(again)
  const gone = world.open('ann')
  await world.watch(gone)
  world.drop(gone)
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect([storyOf(again), storyOf(ann)]).toEqual([[], ['intent_received']])
  release()
  await stepping
  expect(storyOf(again)).toEqual(['subscribed', 'tick 2'])
  expect(again.player.messages).toMatchObject([{ tick: 2 }, { full: true, extras: { score: 2 } }])
  expect(storyOf(ann)).toEqual(['intent_received', 'intent_result applied', 'tick 2'])
  expect(storyOf(gone)).toEqual([])
})

test('[TIME-3] [CONN-4] a connection that drained gets the current beat, and later frames larger ones', async () => {
  const { world, ann } = await joined()
  world.setCongested(ann, true)
  await world.intent(ann, 'act')
  await world.beat()
  await world.beat(3)
  world.setCongested(ann, false)
  await world.intent(ann, 'act')
  await world.beat()
  const told = ann.player.messages.flatMap((message) =>
    message.type === 'tick' && 'prev' in message ? [[message.tick, message.prev]] : [],
  )
  expect(told).toEqual([
    [5, 1],
    [6, 5],
  ])
})

test('[TIME-3] modules are given the beat and the time of the message, not those of the last commit', async () => {
  const given: number[] = []
  const { world, ann } = await joined({
    getPlayerState: ({ base }) => {
      given.push(base.tick)
      return { entities: [] }
    },
    answer: ({ base }) => base.tick,
    canJoin: ({ base }) => {
      given.push(base.tick)
      return { accepted: true }
    },
  })
  await world.beat(2)
  given.length = 0
  const { host, zoneId } = world
  expect(await host.query({ zoneId, playerId: 'ann', name: 'ask', input: {} })).toMatchObject({ value: { result: 3 } })
  await host.readState({ zoneId, as: 'ann' })
  await world.watch(ann)
  await world.watch(world.open('bob'))
  await world.beat()
  expect(given).toEqual([3, 3, 3, 4, 4, 4])
})

test('[TIME-3] [FAIL-6] how long a view fails, and when the connection is closed, hangs on beats, not on hidden acts', async () => {
  const stories = []
  for (const acts of [0, 1, 4]) {
    let isBroken = false
    const { world, ann } = await joined({
      getPlayerState: ({ playerId }) => {
        if (isBroken && playerId === 'ann') throw new Error('broken')
        return { entities: [] }
      },
    })
    const bob = world.open('bob')
    await world.watch(bob)
    await world.beat()
    isBroken = true
    ann.player.messages.length = 0
    await world.intent(bob, 'act')
    const closed: boolean[] = []
    for (let beat = 0; beat < 6; beat++) {
      if (beat > 0 && beat <= acts) await world.intent(bob, 'act')
      await world.beat()
      closed.push(ann.closedWith !== undefined)
    }
    stories.push([storyOf(ann), closed])
  }
  expect(stories[0]).toEqual([['view_unavailable'], [false, false, false, false, true, true]])
  expect(stories[1]).toEqual(stories[0])
  expect(stories[2]).toEqual(stories[0])
})
