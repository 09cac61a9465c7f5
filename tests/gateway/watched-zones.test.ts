import { expect, test } from 'vitest'
import { createTestGateway, settle, step } from './gateway-fakes.ts'

const subscribe = (zoneId: string) => ({ type: 'subscribe', zoneId, ref: zoneId })

test('[LINK-3] [LIM-2] a connection watches so many zones, and none more until one has ended', async () => {
  const { join, gateway, fakeHost } = createTestGateway({ limits: { subscriptionsPerConnectionMax: 2 } })
  const anna = await join()
  for (const zoneId of ['z1', 'z2', 'z1', 'z3']) anna.say(subscribe(zoneId))
  await settle()
  expect(fakeHost.named('subscribe').map(({ zoneId, watch }) => [zoneId, watch])).toEqual([
    ['z1', 1],
    ['z2', 2],
    ['z1', 3],
  ])
  expect(anna.ofType('error')).toMatchObject([{ code: 'conflict', ref: 'z3' }])

  const { connectionId } = anna
  gateway.outlet.ended({ connectionId, zoneId: 'z1', watch: 1 })
  gateway.outlet.ended({ connectionId, zoneId: 'z1', watch: 1 })
  anna.say(subscribe('z3'))
  await settle()
  expect(anna.ofType('error')).toHaveLength(2)

  gateway.outlet.ended({ connectionId, zoneId: 'z1', watch: 3 })
  anna.say(subscribe('z3'))
  await settle()
  expect(anna.ofType('error')).toHaveLength(2)
  expect(fakeHost.named('subscribe').at(-1)).toMatchObject({ zoneId: 'z3', watch: 4 })
})

test('[LINK-3] the zones are told which of them a connection watched, when it takes no more and when it ends', async () => {
  const { join, gateway, fakeHost } = createTestGateway()
  const anna = await join()
  for (const zoneId of ['z1', 'z2', 'z3']) anna.say(subscribe(zoneId))
  await settle()
  const { connectionId } = anna
  gateway.outlet.ended({ connectionId, zoneId: 'z2', watch: 2 })
  anna.state.isReading = false
  gateway.outlet.send(connectionId, 'x'.repeat(70_000), 'frame')
  anna.say(subscribe('z4'))
  anna.listener.closed(1006)
  expect(fakeHost.named('setCongested')).toEqual([{ connectionId, zoneIds: ['z1', 'z3'], isCongested: true }])
  expect(fakeHost.named('subscribe').at(-1)).toMatchObject({ zoneId: 'z4', isCongested: true })
  expect(fakeHost.named('connectionClosed')).toEqual([{ connectionId, zoneIds: ['z1', 'z3', 'z4'] }])
  gateway.outlet.ended({ connectionId, zoneId: 'z1', watch: 1 })
})

test('[LINK-4] the gateway counts what has no final answer yet, and reads no text for it', async () => {
  let fails = false
  const { join, gateway } = createTestGateway({
    answers: {
      submitIntent: async () => (fails ? Promise.reject(new Error('no')) : { accepted: true, intentId: 'i' }),
    },
  })
  const anna = await join()
  const send = (kind: 'frame' | 'answer' | 'final', finals?: number) =>
    gateway.outlet.send(anna.connectionId, '{"type":"pong"}', kind, finals)
  for (let count = 0; count < 5; count++) anna.say(step)
  anna.say({ type: 'leave', zoneId: 'z1' })
  anna.say({ type: 'unsubscribe', zoneId: 'z1' })
  await settle()
  expect(gateway.stats().unanswered).toBe(6)
  send('answer')
  send('final')
  // One frame may have several of them.
  send('final', 3)
  send('frame')
  expect(gateway.stats().unanswered).toBe(2)
  fails = true
  anna.say(step)
  await settle()
  expect(gateway.stats().unanswered).toBe(2)
  anna.listener.closed(1006)
  expect(gateway.stats().unanswered).toBe(0)
})

test('[LINK-9] the id of a connection says which start of which gateway has it, and no more', async () => {
  const { join } = createTestGateway()
  const [anna, berta] = [await join('anna'), await join('berta')]
  expect(anna.connectionId).toMatch(/^[a-z2-7]{10}~[0-9a-f-]{36}$/)
  const incarnationOf = (id: string) => id.split('~')[0]
  expect(incarnationOf(anna.connectionId)).toBe(incarnationOf(berta.connectionId))
  const other = await createTestGateway().join('anna')
  expect(incarnationOf(other.connectionId)).not.toBe(incarnationOf(anna.connectionId))
})
