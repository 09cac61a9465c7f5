import { StorageError } from '@gridtick/engine/ports'
import { describe, expect, test } from 'vitest'
import { actor, createLinkedWorld, settle } from './linked-world.ts'

const intent = (zoneId: string, more: object = {}) => ({
  zoneId,
  player: actor('ann'),
  type: 'act',
  payload: {},
  connectionId: 'c-ann',
  ...more,
})

describe('[LINK-1] zones behind the link', () => {
  test('answer what they answer without it', async () => {
    const { zones, host, zoneId } = await createLinkedWorld()
    expect(await zones.describeZone(zoneId)).toEqual(await host.describeZone(zoneId))
    expect(await zones.describeZone('nowhere')).toBeUndefined()
    expect(await zones.isMember({ zoneId, playerId: 'ann' })).toBe(false)
    expect(await zones.readState({ zoneId, as: 'everything' })).toEqual(
      await host.readState({ zoneId, as: 'everything' }),
    )
    expect(await zones.listModules()).toEqual(await host.listModules())
    expect(await zones.health()).toEqual(await host.health())
    expect(await zones.listZones({ limit: 5 })).toEqual(await host.listZones({ limit: 5 }))
  })

  test('play: texts, answers and signals come in the order in which the zones gave them', async () => {
    const { zones, zoneId, told, story, step, subscribe } = await createLinkedWorld()
    await subscribe()
    await step()
    expect(story()).toEqual(['subscribed', 'tick'])
    expect(await zones.submitIntent(intent(zoneId, { seq: 1, operation: 'o1' }))).toMatchObject({ accepted: true })
    await step()
    expect(story().slice(2)).toEqual(['intent_received', 'intent_result', 'settled'])
    expect(told.map(([what, , , kind]) => (what === 'text' ? kind : what))).toEqual([
      ...['answer', 'frame', 'answer', 'final', 'settled'],
    ])
    await zones.leave({ connectionId: 'c-ann', zoneId, player: actor('ann') })
    await step()
    expect(story().slice(5)).toEqual(['ended', 'unsubscribed'])
    expect(told.at(-2)).toEqual(['ended', 'c-ann', zoneId, 1])
  })

  test('a connection that ends is gone, also while its zone is loaded', async () => {
    const { zones, zoneId, host, story, subscribe } = await createLinkedWorld()
    host.registry.unloadIdle()
    const subscribing = subscribe()
    zones.connectionClosed({ connectionId: 'c-ann', zoneIds: [zoneId] })
    await subscribing
    expect(host.registry.get(zoneId)?.watching.subscriptions.size).toBe(0)
    expect(story()).toEqual(['ended'])
  })
})

describe('[LINK-7] what a call rejects with crosses as data', () => {
  test('trouble of the storage by its name and kind', async () => {
    const { zones, storage } = await createLinkedWorld()
    storage.faults.failNext({ operation: 'readZone', kind: 'busy' })
    const error = await zones.describeZone('z').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StorageError)
    expect(error).toMatchObject({ name: 'StorageError', kind: 'busy' })
  })

  test('a fault of ours by its name, and it is logged where it happened', async () => {
    const { zones, logged } = await createLinkedWorld()
    const error = await zones.listZones(null as never).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'TypeError' })
    expect(logged).toEqual(['the zones failed on a call'])
  })
})

describe('[LINK-6] a zone that runs elsewhere', () => {
  test('no player is told: what was asked comes back, is asked again, and is carried out once the zone is here', async () => {
    const { zones, zoneId, host, elsewhere, told, story, step, pass, subscribe } = await createLinkedWorld()
    await subscribe()
    await step()
    told.length = 0
    elsewhere.add(zoneId)
    const left = zones.leave({ connectionId: 'c-ann', zoneId, player: actor('ann') })
    const asked = zones.submitIntent(intent(zoneId))
    const watching = subscribe(2, 'bob')
    await settle()
    await pass(1_000)
    await step()
    expect(told).toEqual([])
    elsewhere.clear()
    await pass(400)
    await Promise.all([left, asked, watching])
    expect(await asked).toMatchObject({ refused: { code: 'not_a_member' } })
    await step()
    expect(story().sort()).toEqual(['ended', 'intent_result', 'subscribed', 'tick', 'unsubscribed'])
    expect(host.registry.get(zoneId)?.watching.subscriptions.size).toBe(1)
  })

  test('after five seconds the caller is told that nobody runs it', async () => {
    const { zones, zoneId, elsewhere, pass } = await createLinkedWorld()
    elsewhere.add(zoneId)
    const asked = zones.submitIntent(intent(zoneId)).catch((reason: unknown) => reason)
    await settle()
    await pass(5_000)
    expect(await asked).toMatchObject({ name: 'ZoneUnreachable' })
  })
})

test('[LINK-8] doors that take nothing make all connections of the link congested, and catch up', async () => {
  const { LinkCongestion } = await import('../../framework/engine/src/link/link-congestion.ts')
  const told: unknown[] = []
  const congestion = new LinkCongestion({ bytesMax: 100, tell: (change) => told.push(change) })
  const subscribe = (connectionId: string, zoneId: string, watch: number, isCongested = false) =>
    congestion.pass('subscribe', { connectionId, zoneId, watch, isCongested })
  expect(subscribe('c1', 'z1', 1)).toMatchObject({ isCongested: false })
  subscribe('c1', 'z2', 2)
  subscribe('c2', 'z1', 1, true)
  subscribe('c3', 'z1', 1)
  congestion.ended({ connectionId: 'c3', zoneId: 'z1', watch: 1 })
  congestion.look(100)
  expect(told).toEqual([])
  congestion.look(101)
  expect(told.splice(0)).toEqual([
    { connectionId: 'c1', zoneIds: ['z1', 'z2'], isCongested: true },
    { connectionId: 'c2', zoneIds: ['z1'], isCongested: true },
  ])
  expect(subscribe('c4', 'z1', 1)).toMatchObject({ isCongested: true })
  const drained = congestion.pass('setCongested', { connectionId: 'c2', zoneIds: ['z1'], isCongested: false })
  expect(drained).toMatchObject({ isCongested: true })
  congestion.pass('setCongested', { connectionId: 'c1', zoneIds: ['z1'], isCongested: true })
  congestion.look(51)
  expect(told).toEqual([])
  congestion.look(50)
  expect(told).toMatchObject([
    { connectionId: 'c1', isCongested: true },
    { connectionId: 'c2', isCongested: false },
    { connectionId: 'c4', isCongested: false },
  ])
})
