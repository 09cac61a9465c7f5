import { describe, expect, test } from 'vitest'
import { createTestGateway, farFuture, settle } from './gateway-fakes.ts'

describe('heartbeat', () => {
  test('[LIM-6] each connection is pinged every heartbeatMs; silence for silenceMs is closed 4408, then cut off', async () => {
    const { join, advance } = createTestGateway()
    const anna = await join()
    advance(10_000)
    expect(anna.state.pings).toBe(1)
    advance(14_900)
    expect(anna.state.closed).toBeUndefined()
    advance(1_100)
    expect(anna.state.closed?.code).toBe(4408)
    expect(anna.state.isTerminated).toBe(false)
    advance(2_000)
    expect(anna.state.isTerminated).toBe(true)
  })

  test.each(['control', 'text'] as const)('any %s is a sign of life', async (kind) => {
    const { join, advance } = createTestGateway()
    const anna = await join()
    for (let count = 0; count < 10; count++) {
      advance(20_000)
      if (kind === 'control') anna.listener.control(0)
      else anna.say('{"type":"ping"}')
    }
    expect(anna.state.closed).toBeUndefined()
  })

  test('a server that slept disconnects nobody for it, but silence goes on counting', async () => {
    const { join, advance, sleep } = createTestGateway()
    const clients = [await join('anna'), await join('berta')]
    advance(20_000)
    sleep(600_000)
    expect(clients.map((client) => client.state.closed)).toEqual([undefined, undefined])
    clients[0]?.listener.control(0)
    advance(7_000)
    expect(clients[0]?.state.closed).toBeUndefined()
    expect(clients[1]?.state.closed?.code).toBe(4408)
  })

  test('a token that expires closes 4401 within a heartbeat; one that lasts does not', async () => {
    const { join, advance, clock } = createTestGateway({
      verifyToken: async (token) => ({
        playerId: token,
        displayName: token,
        role: 'player',
        expiresAt: token === 'short' ? clock.now() + 5_000 : farFuture,
      }),
    })
    const short = await join('short')
    const long = await join('long')
    advance(4_000)
    expect(short.state.closed).toBeUndefined()
    advance(2_000)
    expect(short.messages().at(-1)).toMatchObject({ type: 'error', code: 'unauthenticated' })
    expect(short.state.closed?.code).toBe(4401)
    expect(long.state.closed).toBeUndefined()
  })

  test('without connections no timer runs', async () => {
    const { join, timers, advance } = createTestGateway()
    expect(timers()).toBe(0)
    const anna = await join()
    expect(timers()).toBe(1)
    anna.listener.closed(1000)
    advance(1_000)
    expect(timers()).toBe(0)
  })
})

describe('drain', () => {
  test('says bye, closes 1001, cuts off who stays, takes nobody new, and resolves when all are gone', async () => {
    const { join, connect, gateway, advance, fakeHost } = createTestGateway()
    const polite = await join('anna')
    const stuck = await join('berta')
    let isDrained = false
    const drained = gateway.drain({ reason: 'restart', reconnectAfterMs: 500 }).then(() => {
      isDrained = true
    })
    for (const client of [polite, stuck]) {
      expect(client.messages().at(-1)).toEqual({ type: 'bye', reason: 'restart', reconnectAfterMs: 500 })
      expect(client.state.closed?.code).toBe(1001)
    }
    expect(fakeHost.closed()).toHaveLength(2)
    expect(gateway.refuseUpgrade('x')).toMatchObject({ code: 'shutting_down' })
    expect(connect().state.closed?.code).toBe(1001)
    polite.listener.closed(1001)
    await settle()
    expect(isDrained).toBe(false)
    advance(2_000)
    expect(stuck.state.isTerminated).toBe(true)
    expect(polite.state.isTerminated).toBe(false)
    stuck.listener.closed(1006)
    await drained
    expect(isDrained).toBe(true)
  })

  test('with nobody there it is over at once', async () => {
    const { gateway } = createTestGateway()
    await gateway.drain({ reason: 'restart', reconnectAfterMs: 500 })
  })
})
