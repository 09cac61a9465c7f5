import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientMessageSchema } from '../../framework/protocol/client-messages.ts'
import { areAllMessages, createTestGateway, farFuture, settle, verifyFakeToken } from './gateway-fakes.ts'

const step = { type: 'intent', zoneId: 'z1', intent: { type: 'step', dx: 1 } }

class StorageError extends Error {
  override readonly name = 'StorageError'
}

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

  test('no hello within helloMs is closed 4408; one just in time is not', async () => {
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

  test('more than handshakesPerPlayerPerMinute are rate_limited and closed 4429, and leave the live one alone', async () => {
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

describe('messages', () => {
  test('what is sent together with hello is handled after it, in order', async () => {
    const { connect, fakeHost } = createTestGateway()
    const client = connect()
    client.say({ type: 'hello', token: 'anna' })
    client.say({ type: 'subscribe', zoneId: 'z1', ref: 's' })
    client.say({ ...step, seq: 7, ref: 'i' })
    client.say({ type: 'unsubscribe', zoneId: 'z1' })
    client.say({ type: 'leave', zoneId: 'z1', ref: 'l' })
    expect(fakeHost.calls).toEqual([])
    await settle()
    const connectionId = client.ofType('welcome')[0]?.connectionId
    const player = { playerId: 'p-anna', displayName: 'anna', role: 'player' }
    expect(fakeHost.calls).toEqual([
      { call: 'subscribe', request: { connectionId, zoneId: 'z1', ref: 's', player, mode: 'full' } },
      {
        call: 'submitIntent',
        request: { connectionId, zoneId: 'z1', ref: 'i', player, type: 'step', payload: { dx: 1 }, seq: 7 },
      },
      { call: 'unsubscribe', request: { connectionId, zoneId: 'z1' } },
      { call: 'leave', request: { connectionId, zoneId: 'z1', ref: 'l', player } },
    ])
  })

  test('a slow answer holds up no later message, but is counted', async () => {
    const { join, fakeHost, gateway } = createTestGateway({ answers: { subscribe: () => new Promise(() => {}) } })
    const anna = await join()
    anna.say({ type: 'subscribe', zoneId: 'z1' })
    anna.say(step)
    anna.say({ type: 'ping', at: 1.5 })
    await settle()
    expect(fakeHost.calls.map(({ call }) => call)).toEqual(['subscribe', 'submitIntent'])
    expect(anna.ofType('pong')).toEqual([{ type: 'pong', at: 1.5 }])
    expect(gateway.stats().pendingMessages).toBe(1)
  })

  test('more than pendingMessagesMax that wait close 4429; as many do not', async () => {
    const { join } = createTestGateway({
      limits: { pendingMessagesMax: 3 },
      answers: { submitIntent: () => new Promise(() => {}) },
    })
    const anna = await join()
    for (let count = 0; count < 3; count++) anna.say(step)
    expect(anna.state.closed).toBeUndefined()
    anna.say(step)
    expect(anna.state.closed?.code).toBe(4429)
  })

  test('ping is answered with the same at, or none; a second hello is a conflict', async () => {
    const { join } = createTestGateway()
    const anna = await join()
    anna.say({ type: 'ping', at: -3 })
    anna.say({ type: 'ping' })
    anna.say({ type: 'hello', token: 'anna' })
    await settle()
    expect(anna.messages().slice(1)).toMatchObject([
      { type: 'pong', at: -3 },
      { type: 'pong' },
      { type: 'error', code: 'conflict' },
    ])
    expect(anna.state.closed).toBeUndefined()
    expect(areAllMessages(anna.sent)).toBe(true)
  })

  test('a query is answered by the gateway, with its ref', async () => {
    const { join, fakeHost } = createTestGateway()
    const anna = await join()
    anna.say({ type: 'query', zoneId: 'z1', name: 'look', input: { far: true }, ref: 'q' })
    await settle()
    expect(anna.messages()[1]).toEqual({
      type: 'query_result',
      zoneId: 'z1',
      ref: 'q',
      name: 'look',
      tick: 7,
      result: { answer: 42 },
    })
    expect(fakeHost.named('query')).toEqual([{ zoneId: 'z1', playerId: 'p-anna', name: 'look', input: { far: true } }])
  })

  test('a refused query is an error with its ref', async () => {
    const { join } = createTestGateway({
      answers: { query: async () => ({ ok: false, refused: { code: 'not_a_member', message: 'Join first.' } }) },
    })
    const anna = await join()
    anna.say({ type: 'query', zoneId: 'z1', name: 'look', ref: 'q' })
    await settle()
    expect(anna.messages()[1]).toEqual({
      type: 'error',
      code: 'not_a_member',
      message: 'Join first.',
      ref: 'q',
      retryable: false,
    })
  })

  test('trouble of the storage is storage_unavailable, for an intent as its result; the connection stays', async () => {
    const fail = async () => {
      throw new StorageError('disk is full')
    }
    const { join } = createTestGateway({ answers: { submitIntent: fail, subscribe: fail, query: fail } })
    const anna = await join()
    anna.say({ ...step, seq: 3, ref: 'i' })
    anna.say({ type: 'subscribe', zoneId: 'z1', ref: 's' })
    anna.say({ type: 'query', zoneId: 'z1', name: 'look', ref: 'q' })
    await settle()
    const unavailable = { code: 'storage_unavailable', retryable: true, retryAfterMs: 1_000 }
    expect(anna.messages().slice(1)).toMatchObject([
      { type: 'intent_result', zoneId: 'z1', seq: 3, ref: 'i', outcome: 'refused', ...unavailable },
      { type: 'error', ref: 's', ...unavailable },
      { type: 'error', ref: 'q', ...unavailable },
    ])
    expect(anna.sent.join()).not.toContain('disk')
    expect(areAllMessages(anna.sent)).toBe(true)
    expect(anna.state.closed).toBeUndefined()
  })

  test('an exception of the host, thrown or rejected, is internal with an id that the log knows', async () => {
    const { join, logged } = createTestGateway({
      answers: {
        subscribe: () => {
          throw new Error('thrown at once')
        },
        leave: async () => {
          throw new Error('rejected')
        },
      },
    })
    const anna = await join()
    anna.say({ type: 'subscribe', zoneId: 'z1', ref: 's' })
    anna.say({ type: 'leave', zoneId: 'z1', ref: 'l' })
    await settle()
    const errors = anna.ofType('error')
    expect(errors).toMatchObject([
      { code: 'internal', ref: 's' },
      { code: 'internal', ref: 'l' },
    ])
    for (const [index, error] of errors.entries()) {
      const { faultId } = (logged[index]?.fields ?? {}) as { faultId: string }
      expect(error.message).toContain(faultId)
    }
  })

  test('an answer that comes after the connection has ended is not sent', async () => {
    const release: (() => void)[] = []
    const { join } = createTestGateway({
      answers: {
        query: async () => {
          await new Promise<void>((resolve) => release.push(resolve))
          return { ok: true, value: { tick: 1, result: null } }
        },
      },
    })
    const anna = await join()
    anna.say({ type: 'query', zoneId: 'z1', name: 'look', ref: 'q' })
    anna.listener.closed(1006)
    for (const go of release) go()
    await settle()
    expect(anna.ofType('query_result')).toEqual([])
  })
})

describe('bad frames', () => {
  test.each([
    ['not JSON', '{"type":', undefined],
    ['a byte order mark', '\uFEFF{"type":"ping"}', undefined],
    ['too deep', `{"type":"ping","at":${'['.repeat(20)}${']'.repeat(20)}}`, undefined],
    ['__proto__', '{"type":"ping","__proto__":{}}', undefined],
    ['1e999', '{"type":"ping","at":1e999}', undefined],
    ['half a surrogate', '{"type":"subscribe","zoneId":"\\ud800"}', undefined],
    ['an unknown type', '{"type":"teleport"}', '/type'],
    ['an unknown key', '{"type":"ping","a/b~c":1}', '/a~1b~0c'],
    ['a wrong value', '{"type":"subscribe","zoneId":7}', '/zoneId'],
    ['no object', '[]', ''],
  ])('%s is bad_frame, says where, and reaches no zone', async (_, frame, pointer) => {
    const { join, fakeHost } = createTestGateway()
    const anna = await join()
    anna.say(frame)
    await settle()
    const [error] = anna.messages().slice(1)
    expect(error).toMatchObject({ type: 'error', code: 'bad_frame', retryable: false })
    if (pointer !== undefined) expect(error?.errors).toMatchObject([{ pointer }])
    expect(anna.state.closed).toBeUndefined()
    expect(fakeHost.calls).toEqual([])
  })

  test('three within ten seconds close 4400, each answered', async () => {
    const { join, advance } = createTestGateway()
    const anna = await join()
    anna.say('nonsense')
    advance(4_000)
    anna.say('nonsense')
    advance(4_000)
    expect(anna.state.closed).toBeUndefined()
    anna.say('nonsense')
    expect(anna.state.closed?.code).toBe(4400)
    expect(anna.ofType('error')).toHaveLength(3)
  })

  test('three in more than ten seconds do not, nor do intents that a module refuses', async () => {
    const refused = { code: 'invalid', message: 'dx must be a number' }
    const { join, advance } = createTestGateway({
      answers: { submitIntent: async () => ({ accepted: false, refused }) },
    })
    const anna = await join()
    for (let count = 0; count < 10; count++) {
      anna.say('nonsense')
      anna.say({ type: 'intent', zoneId: 'z1', intent: { type: 'no such intent', dx: 'x' } })
      advance(5_000)
    }
    expect(anna.state.closed).toBeUndefined()
  })

  test('the answer to a frame of many unknown keys stays small', async () => {
    const { join } = createTestGateway()
    const anna = await join()
    anna.say(`{"type":"ping",${Array.from({ length: 400 }, (_, key) => `"k${key}":1`).join()}}`)
    await settle()
    expect(anna.ofType('error')[0]?.errors).toHaveLength(8)
  })

  test('a binary frame closes 1003, before and after hello', async () => {
    const { join, connect } = createTestGateway()
    const anna = await join()
    const stranger = connect()
    anna.listener.binary()
    stranger.listener.binary()
    expect(anna.state.closed?.code).toBe(1003)
    expect(stranger.state.closed?.code).toBe(1003)
  })

  test('bad frames before hello count as well', async () => {
    const { connect } = createTestGateway()
    const client = connect()
    for (let count = 0; count < 3; count++) client.say('nonsense')
    await settle()
    expect(client.state.closed?.code).toBe(4400)
  })
})

describe('[CONN-1] one connection a player', () => {
  test('a newer one takes over at once; the zones are told of the old one first, and once', async () => {
    const { join, fakeHost, gateway } = createTestGateway()
    const old = await join('anna')
    const now = await join('anna')
    expect(old.messages().at(-1)).toEqual({ type: 'superseded' })
    expect(old.state.closed?.code).toBe(4409)
    expect(fakeHost.named('connectionClosed')).toEqual([old.connectionId])
    now.say({ type: 'subscribe', zoneId: 'z1' })
    old.listener.closed(4409)
    old.listener.closed(4409)
    await settle()
    expect(fakeHost.named('connectionClosed')).toEqual([old.connectionId])
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
    gateway.outlet.send(old.connectionId, '{"type":"pong"}')
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
    expect(fakeHost.named('connectionClosed')).toEqual([anna.connectionId])
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

  test('whatever happens, each connection that said hello is told closed exactly once', async () => {
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
              gateway.outlet.send(client.connectionId, 'x'.repeat(1_100_000))
            }
            expect(gateway.stats().players).toBeLessThanOrEqual(2)
            const open = clients.filter(
              ({ connectionId }) => !fakeHost.named('connectionClosed').includes(connectionId),
            )
            expect(open).toHaveLength(gateway.stats().players)
          }
          const drained = gateway.drain({ reason: 'test', reconnectAfterMs: 0 })
          for (const client of clients) client.listener.closed(1001)
          await drained
          expect([...fakeHost.named('connectionClosed')].sort()).toEqual(
            clients.map((client) => client.connectionId).sort(),
          )
          expect(gateway.stats()).toMatchObject({ sockets: 0, addresses: 0, connections: 0, players: 0 })
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('rates', () => {
  test('a burst is taken, more is dropped and answered with how long to wait', async () => {
    const { join, fakeHost, advance } = createTestGateway()
    const anna = await join()
    advance(1_000)
    for (let count = 0; count < 41; count++) anna.say(step)
    await settle()
    expect(fakeHost.named('submitIntent')).toHaveLength(40)
    expect(anna.ofType('error')).toMatchObject([{ code: 'rate_limited', retryable: true, retryAfterMs: 50 }])
    advance(50)
    anna.say(step)
    await settle()
    expect(fakeHost.named('submitIntent')).toHaveLength(41)
  })

  test('bytes are counted as well', async () => {
    const { join, advance } = createTestGateway({ limits: { bytesPerSecond: 1_000, bytesBurst: 2_000 } })
    const anna = await join()
    advance(2_000)
    anna.say(`{"type":"ping"}${' '.repeat(1_985)}`)
    expect(anna.ofType('pong')).toHaveLength(1)
    anna.say('{"type":"ping"}')
    expect(anna.ofType('error')).toMatchObject([{ code: 'rate_limited', retryAfterMs: 15 }])
  })

  test('a flooder at a hundred times the rate gets few answers, is closed 4429 after ten seconds, and nobody else notices', async () => {
    const { join, advance, fakeHost } = createTestGateway()
    const flooder = await join('anna')
    const others = [await join('berta'), await join('carla')]
    let seconds = 0
    while (flooder.state.closed === undefined && seconds < 30) {
      for (let tenth = 0; tenth < 10; tenth++) {
        for (let count = 0; count < 200; count++) flooder.say({ type: 'ping' })
        for (const other of others) for (let count = 0; count < 2; count++) other.say(step)
        await settle()
        advance(100)
      }
      seconds += 1
    }
    await settle()
    expect(seconds).toBeGreaterThanOrEqual(10)
    expect(seconds).toBeLessThanOrEqual(11)
    expect(flooder.state.closed?.code).toBe(4429)
    expect(flooder.ofType('error').length).toBeLessThanOrEqual(20 * (seconds + 1))
    expect(flooder.ofType('pong').length).toBeLessThanOrEqual(40 + 20 * seconds)
    expect(fakeHost.named('submitIntent')).toHaveLength(2 * 20 * seconds)
    for (const other of others) expect(other.ofType('error')).toEqual([])
  })

  test('who is over the rate now and then is not closed', async () => {
    const { join, advance } = createTestGateway()
    const anna = await join()
    for (let second = 0; second < 60; second++) {
      if (second % 3 === 0) for (let count = 0; count < 70; count++) anna.say({ type: 'ping' })
      await settle()
      advance(1_000)
    }
    expect(anna.ofType('error').length).toBeGreaterThan(0)
    expect(anna.state.closed).toBeUndefined()
  })

  test('pings and pongs of the protocol itself count, without an answer', async () => {
    const { join, advance } = createTestGateway()
    const anna = await join()
    const sentBefore = anna.sent.length
    for (let tenth = 0; tenth < 110 && anna.state.closed === undefined; tenth++) {
      for (let count = 0; count < 50; count++) anna.listener.control(0)
      advance(100)
    }
    expect(anna.state.closed?.code).toBe(4429)
    expect(anna.sent).toHaveLength(sentBefore)
  })
})

describe('heartbeat', () => {
  test('each connection is pinged every heartbeatMs; silence for silenceMs is closed 4408, then cut off', async () => {
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

describe('[CONN-4] slow readers', () => {
  const frame = (bytes: number) => JSON.stringify({ type: 'pong', padding: 'x'.repeat(bytes) })

  test('beyond congestedBytes the zones are told to skip, once drained to go on', async () => {
    const { join, gateway, fakeHost } = createTestGateway()
    const anna = await join()
    anna.state.isReading = false
    gateway.outlet.send(anna.connectionId, frame(60_000))
    expect(fakeHost.named('setCongested')).toEqual([])
    gateway.outlet.send(anna.connectionId, frame(10_000))
    gateway.outlet.send(anna.connectionId, frame(10_000))
    expect(fakeHost.named('setCongested')).toEqual([[anna.connectionId, true]])
    expect(gateway.stats().congested).toBe(1)
    anna.drain()
    expect(fakeHost.named('setCongested')).toEqual([
      [anna.connectionId, true],
      [anna.connectionId, false],
    ])
    expect(gateway.stats().congested).toBe(0)
  })

  test('congested for congestedMs is terminated, not closed; drained before is not', async () => {
    const { join, gateway, advance, fakeHost, closedCodes } = createTestGateway()
    const stalled = await join('anna')
    const slow = await join('berta')
    for (const client of [stalled, slow]) {
      client.state.isReading = false
      gateway.outlet.send(client.connectionId, frame(70_000))
    }
    advance(9_999)
    slow.drain()
    expect(stalled.state.isTerminated).toBe(false)
    advance(1)
    expect(stalled.state.isTerminated).toBe(true)
    expect(stalled.state.closed).toBeUndefined()
    expect(slow.state.isTerminated).toBe(false)
    expect(fakeHost.named('connectionClosed')).toEqual([stalled.connectionId])
    expect(closedCodes).toEqual([1006])
  })

  test('a server that slept does not take readers for stalled', async () => {
    const { join, gateway, sleep, advance } = createTestGateway()
    const anna = await join()
    anna.state.isReading = false
    gateway.outlet.send(anna.connectionId, frame(70_000))
    sleep(60_000)
    expect(anna.state.isTerminated).toBe(false)
    anna.drain()
    advance(11_000)
    expect(anna.state.isTerminated).toBe(false)
  })

  test('beyond bufferedBytesMax it is terminated at once, and nothing more is buffered', async () => {
    const { join, gateway, limits } = createTestGateway()
    const anna = await join()
    anna.state.isReading = false
    for (let count = 0; count < 100; count++) gateway.outlet.send(anna.connectionId, frame(50_000))
    expect(anna.state.isTerminated).toBe(true)
    expect(anna.state.bufferedMax).toBeLessThan(limits.bufferedBytesMax + 51_000)
    expect(anna.state.bufferedMax).toBeGreaterThan(limits.bufferedBytesMax)
  })
})

describe('sockets', () => {
  test('beyond socketsPerAddressMax and socketsMax a socket is closed 1013, and others are served', async () => {
    const { connect, gateway, advance } = createTestGateway({
      limits: { socketsPerAddressMax: 2, socketsMax: 3 },
    })
    const first = connect({ address: 'a' })
    connect({ address: 'a' })
    const third = connect({ address: 'a' })
    expect(third.state.closed?.code).toBe(1013)
    const other = connect({ address: 'b' })
    expect(other.state.closed).toBeUndefined()
    expect(connect({ address: 'c' }).state.closed?.code).toBe(1013)
    expect(gateway.stats()).toMatchObject({ sockets: 3, addresses: 2 })
    advance(2_000)
    expect(third.state.isTerminated).toBe(true)
    first.listener.closed(1000)
    expect(connect({ address: 'c' }).state.closed).toBeUndefined()
  })

  test('handshakesPerAddressPerSecond, unauthenticatedPerAddressMax, unauthenticatedMax are refused at the upgrade', async () => {
    const { gateway, connect, advance } = createTestGateway({
      limits: { handshakesPerAddressPerSecond: 3, unauthenticatedPerAddressMax: 2, unauthenticatedMax: 3 },
    })
    for (let count = 0; count < 3; count++) expect(gateway.refuseUpgrade('a')).toBeUndefined()
    expect(gateway.refuseUpgrade('a')).toMatchObject({ code: 'rate_limited', retryAfterMs: 1_000 })
    expect(gateway.refuseUpgrade('b')).toBeUndefined()
    advance(1_000)
    expect(gateway.refuseUpgrade('a')).toBeUndefined()
    const first = connect({ address: 'a' })
    connect({ address: 'a' })
    expect(gateway.refuseUpgrade('a')).toMatchObject({ code: 'rate_limited' })
    expect(gateway.refuseUpgrade('b')).toBeUndefined()
    connect({ address: 'b' })
    expect(gateway.refuseUpgrade('c')).toMatchObject({ code: 'rate_limited' })
    first.say({ type: 'hello', token: 'anna' })
    await settle()
    expect(gateway.refuseUpgrade('c')).toBeUndefined()
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
    expect(fakeHost.named('connectionClosed')).toHaveLength(2)
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

describe('fuzz', () => {
  const runs = Number(process.env.FUZZ_FRAMES ?? 20_000)
  const limits = {
    messagesPerSecond: 1e9,
    messagesBurst: 1e9,
    bytesPerSecond: 1e12,
    bytesBurst: 1e12,
    badFramesMax: 100,
    pendingMessagesMax: 1e9,
  }
  const word = fc.constantFrom(
    ...['hello', 'subscribe', 'unsubscribe', 'leave', 'intent', 'query', 'ping'],
    ...['type', 'zoneId', 'ref', 'seq', 'mode', 'full', 'name', 'input', 'at', 'step', '__proto__', 'constructor', ''],
  )
  const value = fc.oneof(word, fc.jsonValue({ maxDepth: 4 }), fc.double(), fc.string({ unit: 'binary' }))
  const almostMessage = fc.record(
    {
      type: word,
      zoneId: value,
      ref: value,
      seq: value,
      intent: fc.oneof(value, fc.dictionary(word, value)),
      name: value,
      input: value,
      at: value,
      mode: value,
      extra: value,
    },
    { requiredKeys: ['type'] },
  )
  const good = fc.constantFrom<object>(
    step,
    { type: 'ping', at: 1 },
    { type: 'subscribe', zoneId: 'z1' },
    { type: 'query', zoneId: 'z1', name: 'n', ref: 'r' },
  )
  const spoilt = fc
    .tuple(fc.oneof(almostMessage, good), fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([message, at, junk]) => {
      const text = JSON.stringify(message)
      const index = at % (text.length + 1)
      return text.slice(0, index) + junk + text.slice(index + (at % 3))
    })
  const raw = fc.constantFrom(
    ...['{"type":"ping","at":1e999}', '{"type":"ping","__proto__":{"a":1}}', '\uFEFF{}', '"\\ud800"', ''],
    `${'['.repeat(2_000)}`,
    '{"type":"intent","zoneId":"z1","intent":{"type":"x","__proto__":{"admin":true}}}',
  )
  const frame = fc.oneof(
    { weight: 4, arbitrary: almostMessage.map((message) => JSON.stringify(message)) },
    { weight: 3, arbitrary: spoilt },
    { weight: 1, arbitrary: good.map((message) => JSON.stringify(message)) },
    { weight: 1, arbitrary: raw },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  )

  test(`${runs} frames: nothing throws, nothing malformed reaches a zone, every answer is a message`, async () => {
    const test = createTestGateway({ limits })
    const anna = await test.join()
    let reached = 0
    fc.assert(
      fc.property(frame, (text) => {
        const calls = test.fakeHost.calls
        calls.length = 0
        anna.sent.length = 0
        test.advance(1_000)
        anna.say(text)
        expect(areAllMessages(anna.sent)).toBe(true)
        if (calls.length === 0) return
        reached += 1
        // It reached a zone: then it is a message, and one that a strict reader reads in the same way.
        const message = clientMessageSchema.parse(JSON.parse(text))
        expect(calls).toHaveLength(1)
        expect(calls[0]?.request).toMatchObject({ zoneId: (message as { zoneId: string }).zoneId })
        expect(text).not.toMatch(/"__proto__"/)
        expect(text.isWellFormed()).toBe(true)
      }),
      { numRuns: runs, seed: 20_260_101 },
    )
    await settle()
    expect(areAllMessages(anna.sent)).toBe(true)
    expect(reached).toBeGreaterThan(runs / 50)
    expect(test.logged).toEqual([])
    expect(anna.state.closed).toBeUndefined()
    anna.sent.length = 0
    anna.say({ type: 'ping', at: 7 })
    expect(anna.messages()).toEqual([{ type: 'pong', at: 7 }])
  })
})
