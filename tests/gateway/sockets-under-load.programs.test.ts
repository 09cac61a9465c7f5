import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { expectNothingRetained, openClient, startServer, stopServer, until } from './attacked-server.ts'
import type { Attack } from './attacks.ts'
import { carryOut } from './carry-out-attack.ts'
import { handshake } from './client-bytes.ts'

describe('caps and slow readers, over real sockets', () => {
  test('too many handshakes from one address are answered 429 with Retry-After; other addresses are served', async () => {
    const testServer = await startServer({ handshakesPerAddressPerSecond: 2, unauthenticatedPerAddressMax: 1 })
    const one = { headers: { 'X-Forwarded-For': '203.0.113.1' } }
    const attack = (headers: typeof one): Attack => ({ name: '', bytes: () => [handshake(headers)], expected: 101 })
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => carryOut(attack(one), 'stay idle', testServer.port, 300)),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual([101, 429, 429, 429])
    const other = await carryOut(
      attack({ headers: { 'X-Forwarded-For': '203.0.113.2' } }),
      'stay idle',
      testServer.port,
      300,
    )
    expect(other.status).toBe(101)
    await stopServer(testServer)
  })

  test('one socket too many is told 1013', async () => {
    const testServer = await startServer({ socketsPerAddressMax: 1 })
    const first = await openClient(testServer.port, 'anna')
    const second = new WebSocket(`ws://127.0.0.1:${testServer.port}/v1/ws`)
    expect(await new Promise((resolve) => second.once('close', resolve))).toBe(1013)
    first.webSocket.terminate()
    await expectNothingRetained(testServer)
    await stopServer(testServer)
  })

  test('a reader that stops reading is skipped, then terminated; its memory is bounded and others miss nothing', async () => {
    const testServer = await startServer({ congestedMs: 300, bufferedBytesMax: 1_048_576 })
    const { gateway, fakeHost, port } = testServer
    const stalled = await openClient(port, 'anna')
    const reader = await openClient(port, 'berta')
    stalled.webSocket.pause()
    const [stalledId, readerId] = [stalled, reader].map(({ received }) => JSON.parse(received[0] ?? '').connectionId)
    const text = JSON.stringify({ type: 'pong', padding: 'x'.repeat(30_000) })
    let sentToReader = 0
    const isSkipped = () => fakeHost.congested().some((call) => String(call) === `${stalledId},true`)
    // As the zones would: frames until told to skip.
    while (!isSkipped()) {
      gateway.outlet.send(stalledId, text, 'frame')
      gateway.outlet.send(readerId, text, 'frame')
      sentToReader += 1
      await new Promise((resolve) => setImmediate(resolve))
      expect(sentToReader).toBeLessThan(5_000)
    }
    await until(() => fakeHost.closed().includes(stalledId), 'the stalled reader is cut off')
    await until(() => reader.received.length === 1 + sentToReader, 'the other has all frames')
    expect(reader.webSocket.readyState).toBe(WebSocket.OPEN)
    await until(() => gateway.stats().sockets === 1, 'its socket is gone')
    expect(gateway.stats().congested).toBe(0)
    stalled.webSocket.terminate()
    reader.webSocket.terminate()
    await stopServer(testServer)
  })

  test('a flooder is dropped and closed 4429 while another is served', async () => {
    const testServer = await startServer({ rateLimitedMs: 500 })
    const { port, fakeHost } = testServer
    const flooder = await openClient(port, 'anna')
    const other = await openClient(port, 'berta')
    const closed = new Promise((resolve) => flooder.webSocket.once('close', resolve))
    const flood = setInterval(() => {
      for (let count = 0; count < 20; count++) flooder.webSocket.send('{"type":"ping"}')
    }, 10)
    const intent = JSON.stringify({ type: 'intent', zoneId: 'z1', intent: { type: 'step' } })
    for (let count = 0; count < 20; count++) other.webSocket.send(intent)
    expect(await closed).toBe(4429)
    clearInterval(flood)
    await until(() => fakeHost.named('submitIntent').length === 20, 'all intents of the other')
    expect(flooder.received.filter((text) => text.includes('rate_limited')).length).toBeLessThanOrEqual(60)
    expect(other.received).toHaveLength(1)
    other.webSocket.terminate()
    await stopServer(testServer)
  })
})
