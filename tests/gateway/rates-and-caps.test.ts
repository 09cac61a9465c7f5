import { describe, expect, test } from 'vitest'
import { createTestGateway, settle, step } from './gateway-fakes.ts'

describe('[LIM-5] rates', () => {
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

describe('[CONN-4] slow readers', () => {
  const frame = (bytes: number) => JSON.stringify({ type: 'pong', padding: 'x'.repeat(bytes) })

  test('beyond congestedBytes the zones are told to skip, once drained to go on', async () => {
    const { join, gateway, fakeHost } = createTestGateway()
    const anna = await join()
    anna.state.isReading = false
    gateway.outlet.send(anna.connectionId, frame(60_000), 'frame')
    expect(fakeHost.congested()).toEqual([])
    gateway.outlet.send(anna.connectionId, frame(10_000), 'frame')
    gateway.outlet.send(anna.connectionId, frame(10_000), 'frame')
    expect(fakeHost.congested()).toEqual([[anna.connectionId, true]])
    expect(gateway.stats().congested).toBe(1)
    anna.drain()
    expect(fakeHost.congested()).toEqual([
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
      gateway.outlet.send(client.connectionId, frame(70_000), 'frame')
    }
    advance(9_999)
    slow.drain()
    expect(stalled.state.isTerminated).toBe(false)
    advance(1)
    expect(stalled.state.isTerminated).toBe(true)
    expect(stalled.state.closed).toBeUndefined()
    expect(slow.state.isTerminated).toBe(false)
    expect(fakeHost.closed()).toEqual([stalled.connectionId])
    expect(closedCodes).toEqual([1006])
  })

  test('a text that waits keeps no more than itself of the message that it came in', async () => {
    const { join, gateway } = createTestGateway()
    const anna = await join()
    const message = new Uint8Array(Buffer.from(frame(100_000)))
    const piece = { utf8: message.subarray(0, 200) }
    const release = gateway.outlet.hold()
    gateway.outlet.send(anna.connectionId, piece, 'frame')
    message.fill(0)
    release()
    expect(anna.sent.at(-1)).toBe(frame(100_000).slice(0, 200))
  })

  test('a server that slept does not take readers for stalled', async () => {
    const { join, gateway, sleep, advance } = createTestGateway()
    const anna = await join()
    anna.state.isReading = false
    gateway.outlet.send(anna.connectionId, frame(70_000), 'frame')
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
    for (let count = 0; count < 100; count++) gateway.outlet.send(anna.connectionId, frame(50_000), 'frame')
    expect(anna.state.isTerminated).toBe(true)
    expect(anna.state.bufferedMax).toBeLessThan(limits.bufferedBytesMax + 51_000)
    expect(anna.state.bufferedMax).toBeGreaterThan(limits.bufferedBytesMax)
  })
})

describe('[LIM-6] sockets', () => {
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

  test('[SEC-8] what is refused by a limit of addresses is in the log: once in a minute for each limit, with how often', async () => {
    const { gateway, connect, advance, logged } = createTestGateway({
      limits: { handshakesPerAddressPerSecond: 1, socketsPerAddressMax: 1 },
    })
    const noted = () => logged.map(({ fields }) => fields)
    gateway.refuseUpgrade('a')
    connect({ address: 'a' })
    expect(noted()).toEqual([])
    for (let count = 0; count < 5; count++) gateway.refuseUpgrade('a')
    for (let count = 0; count < 3; count++) connect({ address: 'a' })
    const [handshakes, sockets] = [{ limit: 'handshakesPerAddressPerSecond' }, { limit: 'socketsPerAddressMax' }]
    expect(noted()).toEqual([
      { ...handshakes, address: 'a' },
      { ...sockets, address: 'a' },
    ])
    expect(logged[0]?.message).toMatch(/TRUSTED_PROXIES.*LIMITS/)
    advance(60_000)
    gateway.refuseUpgrade('b')
    gateway.refuseUpgrade('b')
    expect(noted().slice(2)).toEqual([{ ...handshakes, address: 'b', leftOut: 4 }])
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
