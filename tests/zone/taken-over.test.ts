import { describe, expect, test } from 'vitest'
import type { ZoneOwner } from '../../framework/engine/src/ports/storage/zone-claim.ts'
import { commitOf, nodeOf, nodeStateOf } from '../../framework/testing/src/contracts/rows.ts'
import { counter } from './counter-module.ts'
import { createWorld, type Link, storyOf, type World } from './world.ts'

const minute = 60_000

/** Another server takes the zone from the one of the test, whose lease ends. */
async function takeOver({ disk, engine, zoneId }: World) {
  const { owner } = engine.ownership
  if (owner !== null) await disk.nodes.renewNode(owner, nodeStateOf(), 0)
  await disk.nodes.registerNode(nodeOf({ id: 'b', incarnation: 'b1' }), minute)
  const [claim] = await disk.zones.claimZones([zoneId], 'b1')
  if (claim === undefined) throw new Error('nobody keeps it from that')
  return claim
}

async function played(options: { readonly owner?: ZoneOwner } = {}) {
  const world = await createWorld(counter().module, options)
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  return { world, ann }
}

/** Nothing of the zone is here any more, and what the player was told last is that the socket ended. */
function expectLost(world: World, link: Link, story: readonly string[]) {
  expect(world.zone).toBeUndefined()
  expect(world.host.registry.loaded()).toEqual([])
  expect([link.closedWith, storyOf(link)]).toEqual([1012, story])
  expect(world.errors.at(-1)).toContain('another has taken the zone over')
  expect(world.engine.storageHealth.isAvailable).toBe(true)
}

describe('a zone that another server took over', () => {
  test.each([
    ['a server that has its storage for itself', {}],
    ['a node', { owner: 'a1' }],
  ])(
    '[CLUSTER-24] %s finds out by its next commit: the zone leaves memory, and nothing of the tick is shown',
    async (_, options) => {
      const { world, ann } = await played(options)
      const story = storyOf(ann)
      await takeOver(world)
      const before = await world.stored()
      await world.intent(ann, 'act', {}, { seq: 1 })
      await world.beat()
      expectLost(world, ann, [...story, 'intent_received'])
      expect(await world.stored()).toEqual(before)
      expect(world.failedSteps).toEqual(['conflict'])
    },
  )

  test('[CLUSTER-24] it is refused as long as the other has it, then loaded again as that one left it', async () => {
    const { world, ann } = await played()
    const claim = await takeOver(world)
    await world.intent(ann, 'act')
    await world.beat()
    const again = world.open('ann')
    await world.watch(again)
    expect(storyOf(again)).toEqual(['error storage_unavailable'])
    expect(world.engine.storageHealth.isAvailable).toBe(true)

    const ifTick = (await world.stored())?.zone.tick ?? 0
    await world.disk.zones.commit([commitOf({ ...claim, ifTick, tick: ifTick + 7 })])
    await world.disk.nodes.removeNode('b1')
    const last = world.open('ann')
    await world.watch(last)
    expect(storyOf(last)[0]).toBe('subscribed')
    expect(world.zone?.committed).toMatchObject({ tick: ifTick + 7 })
    expect(world.zone?.claim).toEqual({ zoneId: world.zoneId, owner: null, epoch: claim.epoch + 1 })
  })

  test('[STORE-4] a commit that never arrived did not land because another stored a tick of its number', async () => {
    const { world, ann } = await played()
    const story = storyOf(ann)
    await world.intent(ann, 'act', {}, { seq: 1 })
    const { commit } = world.disk.zones
    world.disk.zones.commit = async ([ours]) => {
      world.disk.zones.commit = commit
      const claim = await takeOver(world)
      const { ifTick, tick } = ours ?? { ifTick: 0, tick: 0 }
      expect(await commit([commitOf({ ...claim, ifTick, tick })])).toEqual([{ outcome: 'committed' }])
      throw new Error('the connection broke')
    }
    await world.beat()
    expectLost(world, ann, [...story, 'intent_received'])
  })

  test('[STORE-4] a commit in doubt is lost if the zone is taken over before the storage answers', async () => {
    const { world, ann } = await played()
    const story = storyOf(ann)
    await world.intent(ann, 'act', {}, { seq: 1 })
    world.storage.faults.failNext({ operation: 'commit', when: 'after' })
    world.storage.faults.failNext({ operation: 'settle' })
    await world.beat()
    expect(world.zone?.doubts.commit).toBeDefined()
    await takeOver(world)
    await world.beat()
    expectLost(world, ann, [...story, 'intent_received'])
  })

  test('[CLUSTER-24] who waits without watching loses the socket too; over REST the outcome is said not to be known', async () => {
    const { world, ann } = await played()
    const bob = world.open('bob')
    await world.intent(bob, 'act', {}, { isDebug: true })
    await world.intent(ann, 'act', {}, { seq: 3, operation: 'o1' })
    await takeOver(world)
    await world.beat()
    expect([ann.closedWith, bob.closedWith, storyOf(bob)]).toEqual([1012, 1012, ['intent_received']])
    expect(world.settled.get('o1')).toMatchObject({
      seq: 3,
      outcome: 'refused',
      code: 'storage_unavailable',
      message: expect.stringContaining('is not known'),
    })
  })

  test.each<[string, (world: World, link: Link) => Promise<unknown>]>([
    ['pauses it', ({ host, zoneId }) => host.pauseZone(zoneId)],
    ['renames it', ({ host, zoneId }) => host.changeZone({ zoneId, name: 'other' })],
    ['records it', ({ host, zoneId }) => host.changeZone({ zoneId, record: true })],
    ['deletes it', ({ host, zoneId }) => host.deleteZone(zoneId)],
  ])(
    '[CLUSTER-20] [CLUSTER-24] who %s is refused for the moment, and the other one keeps it as it is',
    async (_, act) => {
      const { world, ann } = await played()
      const story = storyOf(ann)
      await takeOver(world)
      const before = await world.stored()
      const answer = await act(world, ann).catch(({ name, message }: Error) => ({ refused: { code: name, message } }))
      expect(answer).toMatchObject({ refused: { message: expect.stringContaining('taken this zone over') } })
      expectLost(world, ann, story)
      expect(await world.stored()).toEqual(before)
    },
  )

  test('[CLUSTER-20] [CLUSTER-24] a failure that cannot be counted, and a leave from a paused zone, find out as well', async () => {
    const failing = await createWorld(counter({ isBroken: () => true }).module)
    const ann = failing.open('ann')
    await failing.watch(ann)
    await takeOver(failing)
    const before = await failing.stored()
    await failing.beat()
    expect([failing.zone, ann.closedWith, await failing.stored()]).toEqual([undefined, 1012, before])

    const { world, ann: leaving } = await played()
    await world.host.pauseZone(world.zoneId)
    await takeOver(world)
    const members = (await world.stored())?.members
    await world.leave(leaving)
    expect([world.zone, leaving.closedWith]).toEqual([undefined, 1012])
    expect((await world.stored())?.members).toEqual(members)
  })
})

describe('the claims of a server', () => {
  test('[CLUSTER-22] [CLUSTER-23] a node claims a zone once for each load, and gives it back when it is unloaded', async () => {
    const { world, ann } = await played({ owner: 'a1' })
    const { faults } = world.storage
    const stored = async () => {
      const { owner, epoch } = (await world.stored())?.zone ?? {}
      return { owner, epoch, claims: faults.countOf('claimZones'), releases: faults.countOf('releaseZone') }
    }
    expect(await stored()).toEqual({ owner: 'a1', epoch: 2, claims: 1, releases: 0 })
    await world.host.describeZone(world.zoneId)
    await world.intent(ann, 'act')
    await world.beat(3)
    expect(await stored()).toEqual({ owner: 'a1', epoch: 2, claims: 1, releases: 0 })
    world.drop(ann)
    await world.beat(2)
    world.host.registry.unloadIdle()
    world.clock.advance(world.limits.idleLingerMs)
    world.host.registry.unloadIdle()
    await Promise.resolve()
    expect(world.zone).toBeUndefined()
    expect(await stored()).toEqual({ owner: null, epoch: 3, claims: 1, releases: 1 })
    await Promise.all([world.watch(world.open('ann')), world.watch(world.open('bob'))])
    expect(await stored()).toEqual({ owner: 'a1', epoch: 4, claims: 2, releases: 1 })
  })

  test('[CLUSTER-23] a zone that cannot run here is given back at once; to be deleted it is claimed for that alone', async () => {
    const { world } = await played({ owner: 'a1' })
    world.restart()
    const { zones } = world.disk
    const loadZone = zones.loadZone
    zones.loadZone = async (zoneId) => {
      const loaded = await loadZone(zoneId)
      return loaded && { ...loaded, zone: { ...loaded.zone, stateVersion: 99 } }
    }
    const link = world.open('ann')
    await world.watch(link)
    expect(storyOf(link)).toEqual(['error conflict'])
    expect((await zones.readZone(world.zoneId))?.zone.owner).toBeNull()
    expect(await world.host.deleteZone(world.zoneId)).toBe(true)
    expect(await zones.readZone(world.zoneId)).toBeUndefined()
  })

  test('[STORE-3] a server that has its storage for itself loads and unloads zones without a write', async () => {
    const { world } = await played()
    world.restart()
    const { faults } = world.storage
    const before = faults.count
    await world.watch(world.open('ann'))
    expect([faults.count - before, faults.countOf('claimZones'), faults.countOf('loadZone')]).toEqual([2, 2, 2])
    expect((await world.stored())?.zone).toMatchObject({ owner: null, epoch: 1 })
  })
})
