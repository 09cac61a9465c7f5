import { fromZoneFault } from '@gridtick/engine/ports'
import { expect, test } from 'vitest'
import { createTestGateway, settle, step } from './gateway-fakes.ts'

const zoneId = 'z1'
const subscribe = (mode: 'full' | 'delta') => ({ type: 'subscribe', zoneId, mode })

test('[LINK-11] who waits for an answer when the zones end is sent away with 1012, and hears no error', async () => {
  const never = new Promise<never>(() => {})
  const { gateway, join, connect } = createTestGateway({ answers: { query: () => never } })
  const [asks, intends, subscribes, leaves, quiet] = [
    ...[await join('a'), await join('b'), await join('c'), await join('d'), await join('e')],
  ]
  const greets = connect()
  asks?.say({ type: 'query', zoneId, ref: 'q', name: 'count' })
  intends?.say(step)
  // The zones have taken it, and not said `subscribed` yet.
  subscribes?.say(subscribe('full'))
  leaves?.say({ type: 'leave', zoneId })
  quiet?.say({ type: 'ping' })
  await settle()
  gateway.zonesLost()
  expect([asks, intends, subscribes, leaves].map((one) => one?.state.closed)).toEqual(
    Array(4).fill({ code: 1012, reason: 'the zones begin again' }),
  )
  for (const one of [asks, intends, subscribes, leaves]) expect(one?.ofType('error')).toEqual([])
  expect([quiet?.state.closed, greets.state.closed]).toEqual([undefined, undefined])
})

test('[LINK-11] all others keep their sockets, and watch again as they asked for last, under new numbers', async () => {
  const { gateway, join, fakeHost } = createTestGateway({ limits: { subscriptionsPerConnectionMax: 2 } })
  const anna = await join()
  const { connectionId } = anna
  for (const mode of ['full', 'delta'] as const) anna.say(subscribe(mode))
  anna.say({ type: 'subscribe', zoneId: 'z2' })
  await settle()
  for (const watch of [1, 2]) gateway.outlet.began({ connectionId, zoneId, watch })
  gateway.outlet.began({ connectionId, zoneId: 'z2', watch: 3 })
  gateway.outlet.ended({ connectionId, zoneId, watch: 1 })
  anna.state.isReading = false
  gateway.outlet.send(connectionId, 'x'.repeat(70_000), 'frame')

  gateway.zonesLost()
  gateway.zonesBack()
  await settle()
  const player = { playerId: 'p-anna', displayName: 'anna', role: 'player' }
  const again = { connectionId, player, isCongested: true, isResumed: true }
  expect(fakeHost.named('subscribe').slice(3)).toEqual([
    { ...again, zoneId, watch: 4, mode: 'delta' },
    { ...again, zoneId: 'z2', watch: 5, mode: 'full' },
  ])
  // It is not answered yet: should these zones end as well, this one must come again.
  gateway.zonesLost()
  expect(anna.state.closed?.code).toBe(1012)
})

test('[LINK-11] who cannot watch again is sent away', async () => {
  const subscribes: (() => Promise<void>)[] = [async () => {}, () => Promise.reject(new Error('the disk is away'))]
  const { gateway, join } = createTestGateway({ answers: { subscribe: () => subscribes.shift()?.() as Promise<void> } })
  const anna = await join()
  anna.say(subscribe('full'))
  await settle()
  gateway.outlet.began({ connectionId: anna.connectionId, zoneId, watch: 1 })
  gateway.zonesLost()
  expect(anna.state.closed).toBeUndefined()
  gateway.zonesBack()
  await settle()
  expect(anna.state.closed?.code).toBe(1012)
})

test('[LINK-12] what a connection asks while there are no zones is not watched again: that waits, and is carried out', async () => {
  const noZones = fromZoneFault({ name: 'ZoneUnreachable', message: 'nobody is there' })
  let fails = false
  const { gateway, join, fakeHost } = createTestGateway({
    answers: { subscribe: () => (fails ? Promise.reject(noZones) : Promise.resolve()) },
  })
  const [anna, newcomer] = [await join('anna'), await join('newcomer')]
  for (const zone of ['z1', 'z2']) anna.say({ type: 'subscribe', zoneId: zone })
  await settle()
  const { connectionId } = anna
  for (const [index, zone] of ['z1', 'z2'].entries())
    gateway.outlet.began({ connectionId, zoneId: zone, watch: index + 1 })

  gateway.zonesLost()
  anna.say(subscribe('full'))
  newcomer.say(subscribe('delta'))
  await settle()
  fails = true
  newcomer.say({ type: 'subscribe', zoneId: 'z3' })
  await settle()
  fails = false
  expect(newcomer.ofType('error')).toMatchObject([{ code: 'zone_unreachable' }])
  const before = fakeHost.named('subscribe').length
  gateway.zonesBack()
  await settle()
  expect(fakeHost.named('subscribe').slice(before)).toMatchObject([
    { connectionId, zoneId: 'z2', watch: 4, isResumed: true },
  ])
  anna.listener.closed(1006)
  newcomer.listener.closed(1006)
  const closed = fakeHost.named('connectionClosed').map(({ zoneIds }) => [...zoneIds].sort())
  expect(closed).toEqual([['z1', 'z2'], ['z1']])
})
