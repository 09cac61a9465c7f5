import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areAllMessages, createTestGateway, settle, step, verifyFakeToken } from './gateway-fakes.ts'

describe('greeting', () => {
  test('a hello with a good token is welcomed, with what a client needs to know', async () => {
    const { join, gateway } = createTestGateway()
    const anna = await join('anna')
    expect(anna.messages()).toHaveLength(1)
    expect(anna.messages()[0]).toMatchObject({
      type: 'welcome',
      playerId: 'p-anna',
      displayName: 'anna',
      role: 'player',
      protocol: 1,
      server: '1.2.3',
      heartbeatMs: 10_000,
      limits: { frameBytesMax: 4096, messagesPerSecond: 20, intentsPerPlayerMax: 64 },
    })
    expect(areAllMessages(anna.sent)).toBe(true)
    expect(gateway.stats()).toMatchObject({ sockets: 1, unauthenticated: 0, connections: 1, players: 1 })
  })

  test('the token of the upgrade serves as well, and that of hello counts before it', async () => {
    const { connect } = createTestGateway()
    const program = connect({ bearer: 'anna' })
    program.say({ type: 'hello' })
    const both = connect({ bearer: 'bad' })
    both.say({ type: 'hello', token: 'berta' })
    await settle()
    expect(program.messages()[0]).toMatchObject({ type: 'welcome', playerId: 'p-anna' })
    expect(both.messages()[0]).toMatchObject({ type: 'welcome', playerId: 'p-berta' })
  })

  test.each([
    ['a bad token', { type: 'hello', token: 'bad' }],
    ['no token', { type: 'hello' }],
    ['another message first', { type: 'ping' }],
    ['an intent first', step],
  ])('%s is answered unauthenticated and closed 4401', async (_, message) => {
    const { connect, fakeHost, gateway } = createTestGateway()
    const client = connect()
    client.say(message)
    await settle()
    expect(client.messages()).toMatchObject([{ type: 'error', code: 'unauthenticated', retryable: false }])
    expect(client.state.closed?.code).toBe(4401)
    client.listener.closed(4401)
    expect(fakeHost.calls).toEqual([])
    expect(gateway.stats()).toMatchObject({ sockets: 0, unauthenticated: 0, connections: 0 })
  })

  test('[LIM-6] no hello within helloMs is closed 4408; one just in time is not', async () => {
    const { connect, advance } = createTestGateway()
    const late = connect()
    const early = connect()
    advance(4_999)
    expect(late.state.closed).toBeUndefined()
    early.say({ type: 'hello', token: 'anna' })
    await settle()
    advance(1)
    expect(late.state.closed?.code).toBe(4408)
    expect(early.state.closed).toBeUndefined()
  })

  test('a hello that comes while the server sleeps is not too late', async () => {
    const { connect, sleep, advance } = createTestGateway()
    const client = connect()
    sleep(30_000)
    expect(client.state.closed).toBeUndefined()
    client.say({ type: 'hello', token: 'anna' })
    await settle()
    expect(client.ofType('welcome')).toHaveLength(1)
    const silent = connect()
    sleep(30_000)
    advance(5_000)
    expect(silent.state.closed?.code).toBe(4408)
  })

  test('a token check that ends after the socket has gone changes nothing', async () => {
    const release: (() => void)[] = []
    const { connect, gateway, fakeHost } = createTestGateway({
      verifyToken: async (token) => {
        await new Promise<void>((resolve) => release.push(resolve))
        return await verifyFakeToken(token)
      },
    })
    const client = connect()
    client.say({ type: 'hello', token: 'anna' })
    client.listener.closed(1006)
    for (const go of release) go()
    await settle()
    expect(client.sent).toEqual([])
    expect(gateway.stats()).toMatchObject({ sockets: 0, players: 0, connections: 0 })
    expect(fakeHost.calls).toEqual([])
  })

  test('a token check that fails is answered internal, logged, and closes that connection alone', async () => {
    const { connect, join, logged } = createTestGateway({
      verifyToken: async (token) => {
        if (token === 'boom') throw new Error('secret detail')
        return await verifyFakeToken(token)
      },
    })
    const other = await join('berta')
    const client = connect()
    client.say({ type: 'hello', token: 'boom' })
    await settle()
    expect(client.messages()).toMatchObject([{ type: 'error', code: 'internal' }])
    expect(client.sent.join()).not.toContain('secret detail')
    expect(client.state.closed?.code).toBe(1011)
    expect(logged).toHaveLength(1)
    expect(other.state.closed).toBeUndefined()
  })

  test('[LIM-6] more than handshakesPerPlayerPerMinute are rate_limited and closed 4429, and leave the live one alone', async () => {
    const { join, advance } = createTestGateway({ limits: { handshakesPerPlayerPerMinute: 3 } })
    const clients = [await join(), await join(), await join()]
    const fourth = await join()
    expect(fourth.messages()).toMatchObject([{ type: 'error', code: 'rate_limited', retryable: true }])
    expect(fourth.messages()[0]?.retryAfterMs).toBeGreaterThan(0)
    expect(fourth.state.closed?.code).toBe(4429)
    expect(clients[2]?.state.closed).toBeUndefined()
    clients[2]?.listener.control(0)
    advance(20_000)
    clients[2]?.listener.control(0)
    advance(20_000)
    clients[2]?.listener.control(0)
    advance(20_000)
    const later = await join()
    expect(later.ofType('welcome')).toHaveLength(1)
  })
})

describe('[CONN-1] one connection a player', () => {
  test('a newer one takes over at once; the zones are told of the old one first, and once', async () => {
    const { join, fakeHost, gateway } = createTestGateway()
    const old = await join('anna')
    const now = await join('anna')
    expect(old.messages().at(-1)).toEqual({ type: 'superseded' })
    expect(old.state.closed?.code).toBe(4409)
    expect(fakeHost.closed()).toEqual([old.connectionId])
    now.say({ type: 'subscribe', zoneId: 'z1' })
    old.listener.closed(4409)
    old.listener.closed(4409)
    await settle()
    expect(fakeHost.closed()).toEqual([old.connectionId])
    expect(gateway.stats()).toMatchObject({ sockets: 1, players: 1, connections: 1 })
    gateway.outlet.sendToPlayer('p-anna', '{"type":"pong"}')
    expect(now.messages().at(-1)).toEqual({ type: 'pong' })
  })

  test('the old connection neither hears nor says anything more', async () => {
    const { join, fakeHost, gateway } = createTestGateway()
    const old = await join('anna')
    await join('anna')
    const sentBefore = old.sent.length
    old.say(step)
    gateway.outlet.send(old.connectionId, '{"type":"pong"}', 'frame')
    await settle()
    expect(fakeHost.named('submitIntent')).toEqual([])
    expect(old.sent).toHaveLength(sentBefore)
  })

  test('other players are left alone, and a player who left has no connection', async () => {
    const { join, gateway, fakeHost } = createTestGateway()
    const anna = await join('anna')
    const berta = await join('berta')
    expect(anna.state.closed).toBeUndefined()
    anna.listener.closed(1000)
    gateway.outlet.sendToPlayer('p-anna', '{"type":"pong"}')
    expect(anna.ofType('pong')).toEqual([])
    expect(berta.state.closed).toBeUndefined()
    expect(fakeHost.closed()).toEqual([anna.connectionId])
  })

  test('a host that fails to forget the old one does not keep the new one out', async () => {
    const { join } = createTestGateway({
      answers: {
        connectionClosed: () => {
          throw new Error('no')
        },
      },
    })
    await join('anna')
    expect((await join('anna')).ofType('welcome')).toHaveLength(1)
  })

  test('[CONN-2] whoever ends a connection, its socket is closed at most once, and the zones are told exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(5), fc.constantFrom('join', 'closed', 'close', 'stall', 'bad', 'wait')), {
          maxLength: 40,
        }),
        async (moves) => {
          const { join, gateway, fakeHost, advance } = createTestGateway({
            limits: { handshakesPerPlayerPerMinute: 1_000, handshakesPerAddressPerSecond: 1_000 },
          })
          const clients: Awaited<ReturnType<typeof join>>[] = []
          for (const [number, move] of moves) {
            const client = clients[number]
            if (move === 'join') clients.push(await join(`player${number % 2}`))
            else if (move === 'wait') advance(3_000)
            else if (client === undefined) continue
            else if (move === 'closed') client.listener.closed(1006)
            else if (move === 'close') gateway.outlet.close(client.connectionId, 1011, 'test')
            else if (move === 'bad') client.listener.binary()
            else if (move === 'stall') {
              client.state.isReading = false
              gateway.outlet.send(client.connectionId, 'x'.repeat(1_100_000), 'frame')
            }
            expect(gateway.stats().players).toBeLessThanOrEqual(2)
            const open = clients.filter(({ connectionId }) => !fakeHost.closed().includes(connectionId))
            expect(open).toHaveLength(gateway.stats().players)
          }
          const drained = gateway.drain({ reason: 'test', reconnectAfterMs: 0 })
          for (const client of clients) client.listener.closed(1001)
          await drained
          expect([...fakeHost.closed()].sort()).toEqual(clients.map((client) => client.connectionId).sort())
          for (const { state } of clients) expect(state.closeCalls).toBeLessThanOrEqual(1)
          expect(gateway.stats()).toMatchObject({ sockets: 0, addresses: 0, connections: 0, players: 0 })
        },
      ),
      { numRuns: 200 },
    )
  })
})
