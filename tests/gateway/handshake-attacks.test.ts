import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createGateway, type Gateway } from '../../framework/gateway/gateway.ts'
import { hardenServer, httpServerOptions } from '../../framework/gateway/harden-server.ts'
import { type AttachedGateway, attachGateway } from '../../framework/gateway/upgrade.ts'
import { systemClock } from '../../framework/kernel/clock.ts'
import { defaultLimits, type Limits } from '../../framework/kernel/limits.ts'
import { silentLogger } from '../../framework/kernel/logger.ts'
import { noTelemetry } from '../../framework/kernel/telemetry.ts'
import { createFakeHost, verifyFakeToken } from './gateway-fakes.ts'

type TestServer = {
  readonly server: Server
  readonly port: number
  readonly gateway: Gateway
  readonly attached: AttachedGateway
  readonly fakeHost: ReturnType<typeof createFakeHost>
}

/** A server as the real one is put together, over fake zones, with short deadlines. */
async function startServer(changes: Partial<Limits> = {}): Promise<TestServer> {
  const limits: Limits = { ...defaultLimits, ...changes }
  const fakeHost = createFakeHost()
  const app = new Hono()
  app.get('/v1/ws', (context) => context.json({ code: 'bad_request' }, 426))
  const options = { ...httpServerOptions, headersTimeout: 1_000, connectionsCheckingInterval: 100 }
  const server = createServer(options, getRequestListener(app.fetch))
  hardenServer(server, limits)
  server.headersTimeout = options.headersTimeout
  const gateway = createGateway({
    host: () => fakeHost.host,
    verifyToken: async (token) => {
      // Long enough for a client to go away meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 20))
      return await verifyFakeToken(token)
    },
    limits,
    clock: systemClock,
    logger: silentLogger,
    telemetry: noTelemetry,
    serverVersion: 'test',
  })
  const hosts = { allowedHosts: ['localhost', '127.0.0.1'] }
  const attached = attachGateway({
    server,
    route: '/v1/ws',
    gateway,
    limits,
    clock: systemClock,
    logger: silentLogger,
    hosts,
    trustedProxies: ['127.0.0.1'],
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port, gateway, attached, fakeHost }
}

async function stopServer({ server, gateway }: TestServer): Promise<void> {
  await gateway.drain({ reason: 'test', reconnectAfterMs: 0 })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

const key = 'dGhlIHNhbXBsZSBub25jZQ=='

let clients = 0

/** A handshake, with headers replaced (null: left out) and lines added. Each case counts as a client of its own. */
function handshake(
  options: {
    readonly line?: string
    readonly headers?: Readonly<Record<string, string | null>>
    readonly more?: readonly string[]
  } = {},
): string {
  clients += 1
  const headers = {
    Host: 'localhost',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key,
    'X-Forwarded-For': `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`,
    ...options.headers,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  return [options.line ?? 'GET /v1/ws HTTP/1.1', ...lines, ...(options.more ?? []), '', ''].join('\r\n')
}

/** A frame as a client sends it. */
function frame(
  opcode: number,
  payload: Buffer | string,
  options: { readonly fin?: boolean; readonly rsv?: number; readonly masked?: boolean } = {},
): Buffer {
  const { fin = true, rsv = 0, masked = true } = options
  const body = Buffer.from(payload)
  const length = body.length < 126 ? [body.length] : [126, body.length >> 8, body.length & 255]
  if (body.length > 65_535) throw new Error('too long for this test')
  const [first = 0, ...rest] = length
  const head = Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode, (masked ? 0x80 : 0) | first, ...rest])
  if (!masked) return Buffer.concat([head, body])
  return Buffer.concat([head, Buffer.from([0, 0, 0, 0]), body])
}

const hello = frame(1, JSON.stringify({ type: 'hello', token: 'anna' }))
const closeFrame = (code: number) => frame(8, Buffer.from([code >> 8, code & 255]))

type Attack = {
  readonly name: string
  /** What is written, piece by piece. */
  readonly bytes: () => readonly (string | Buffer)[]
  /** 4xx: refused in HTTP. A close code: refused after a handshake. 'cut': silently. 'open': served as it should be. */
  readonly expected: number | 'cut' | 'open'
}

const refused = (name: string, expected: number | 'cut', ...options: Parameters<typeof handshake>): Attack => ({
  name,
  bytes: () => [handshake(...options)],
  expected,
})
const after = (name: string, expected: Attack['expected'], ...frames: Buffer[]): Attack => ({
  name: `after the handshake: ${name}`,
  bytes: () => [handshake(), ...frames],
  expected,
})

const attacks: readonly Attack[] = [
  refused('Upgrade: h2c', 400, { headers: { Upgrade: 'h2c' } }),
  refused('Upgrade: h2c with HTTP2-Settings', 400, {
    headers: { Upgrade: 'h2c', Connection: 'Upgrade, HTTP2-Settings' },
    more: ['HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA'],
  }),
  refused('Upgrade: websocket, h2c', 400, { headers: { Upgrade: 'websocket, h2c' } }),
  refused('Upgrade twice', 400, { more: ['Upgrade: websocket'] }),
  refused('Upgrade: websocket/13', 400, { headers: { Upgrade: 'websocket/13' } }),
  refused('GET //', 400, { line: 'GET // HTTP/1.1' }),
  refused('GET //evil/v1/ws', 404, { line: 'GET //evil/v1/ws HTTP/1.1' }),
  refused('GET /\\', 400, { line: 'GET /\\ HTTP/1.1' }),
  refused('GET http://[', 400, { line: 'GET http://[/ HTTP/1.1' }),
  refused('an absolute URL', 400, { line: 'GET http://localhost/v1/ws HTTP/1.1' }),
  refused('another path', 404, { line: 'GET /v1/zones HTTP/1.1' }),
  refused('the root', 404, { line: 'GET / HTTP/1.1' }),
  refused('a path with dots', 404, { line: 'GET /v1/./ws HTTP/1.1' }),
  refused('a token in the query', 400, { line: 'GET /v1/ws?token=secret HTTP/1.1' }),
  refused('POST', 405, { line: 'POST /v1/ws HTTP/1.1', headers: { 'Content-Length': '0' } }),
  refused('HEAD', 405, { line: 'HEAD /v1/ws HTTP/1.1' }),
  refused('CONNECT', 'cut', { line: 'CONNECT localhost:1 HTTP/1.1' }),
  refused('HTTP/1.0', 400, { line: 'GET /v1/ws HTTP/1.0' }),
  refused('HTTP/3.7', 400, { line: 'GET /v1/ws HTTP/3.7' }),
  refused('no request line', 400, { line: 'hello world' }),
  refused('without Connection: upgrade', 426, { headers: { Connection: 'close' } }),
  refused('version 12', 426, { headers: { 'Sec-WebSocket-Version': '12' } }),
  refused('version 8', 426, { headers: { 'Sec-WebSocket-Version': '8' } }),
  refused('version 13, 8', 426, { headers: { 'Sec-WebSocket-Version': '13, 8' } }),
  refused('no version', 426, { headers: { 'Sec-WebSocket-Version': null } }),
  refused('no key', 400, { headers: { 'Sec-WebSocket-Key': null } }),
  refused('an empty key', 400, { headers: { 'Sec-WebSocket-Key': '' } }),
  refused('a short key', 400, { headers: { 'Sec-WebSocket-Key': 'c2hvcnQ=' } }),
  refused('a long key', 400, { headers: { 'Sec-WebSocket-Key': `${'A'.repeat(100)}==` } }),
  refused('a key that is no base64', 400, { headers: { 'Sec-WebSocket-Key': '!!!!!!!!!!!!!!!!!!!!!!==' } }),
  refused('two keys', 400, { more: [`Sec-WebSocket-Key: ${key}`] }),
  refused('an empty protocol', 400, { headers: { 'Sec-WebSocket-Protocol': '' } }),
  refused('a protocol with commas only', 400, { headers: { 'Sec-WebSocket-Protocol': ',,' } }),
  refused('a protocol twice', 400, { headers: { 'Sec-WebSocket-Protocol': 'a, a' } }),
  refused('a protocol that is no token', 400, { headers: { 'Sec-WebSocket-Protocol': 'grid tick' } }),
  refused('a protocol in other bytes', 400, { headers: { 'Sec-WebSocket-Protocol': 'gr\u00eed' } }),
  refused('malformed extensions', 400, { headers: { 'Sec-WebSocket-Extensions': 'permessage-deflate;;' } }),
  refused('an open quote in extensions', 400, { headers: { 'Sec-WebSocket-Extensions': 'a; b="c' } }),
  refused('a foreign Origin', 403, { headers: { Origin: 'http://evil.example' } }),
  refused('Origin null', 403, { headers: { Origin: 'null' } }),
  refused('a foreign Host', 403, { headers: { Host: 'evil.example' } }),
  refused('a Host with a path', 403, { headers: { Host: 'localhost/evil' } }),
  refused('no Host', 400, { headers: { Host: null } }),
  refused('two Hosts', 400, { more: ['Host: evil.example'] }),
  refused('huge headers', 431, { headers: { 'X-Long': 'x'.repeat(40_000) } }),
  refused('very many headers', 431, { more: Array.from({ length: 4_000 }, (_, line) => `X-${line}: y`) }),
  refused('a header without a name', 400, { more: [': value'] }),
  refused('a header with a null', 400, { more: ['X-Null: a\0b'] }),
  { name: 'no bytes at all', bytes: () => [], expected: 408 },
  { name: 'half a request line', bytes: () => ['GET /v1'], expected: 408 },
  { name: 'headers that never end', bytes: () => [handshake().slice(0, -2), 'X-Slow: '], expected: 408 },
  { name: 'TLS', bytes: () => [Buffer.from('16030100a5010000a10303', 'hex')], expected: 400 },
  { name: 'random bytes', bytes: () => [Buffer.from('00ff13371337deadbeef0d0a0d0a', 'hex')], expected: 400 },
  {
    name: 'another request first, in the same packet',
    bytes: () => [`GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n${handshake({ headers: { Upgrade: 'h2c' } })}`],
    expected: 400,
  },
  {
    name: 'bytes behind a refused handshake',
    bytes: () => [handshake({ headers: { Upgrade: 'h2c' } }) + 'x'.repeat(60_000)],
    expected: 400,
  },
  after('nothing', 4408),
  after('hello, then nothing', 'open', hello),
  after('a bad token', 4401, frame(1, '{"type":"hello","token":"bad"}')),
  after('another message than hello', 4401, frame(1, '{"type":"ping"}')),
  after('a binary frame', 1003, frame(2, 'x')),
  after('a frame that is not masked', 1002, frame(1, '{}', { masked: false })),
  after('a reserved opcode', 1002, frame(3, 'x')),
  after('a reserved control opcode', 1002, frame(11, 'x')),
  after('the compressed bit', 1002, frame(1, 'x', { rsv: 4 })),
  after('other reserved bits', 1002, frame(1, 'x', { rsv: 3 })),
  after('a frame that is too large', 1009, frame(1, 'x'.repeat(5_000))),
  after('a length of 2^63', 1009, Buffer.from([0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255])),
  after('fragments that are too large together', 1009, ...fragments('x'.repeat(1_000), 5)),
  after('too many fragments', 1008, ...fragments('x', 30)),
  after('fragments that never end', 4408, ...fragments('x', 5).slice(0, 4)),
  after('a continuation of nothing', 1002, frame(0, 'x')),
  after('a message inside of another', 1002, frame(1, 'x', { fin: false }), frame(1, 'y')),
  after('a long ping', 1002, frame(9, 'x'.repeat(126))),
  after('a ping in fragments', 1002, frame(9, 'x', { fin: false })),
  after('text that is no UTF-8', 1007, frame(1, Buffer.from([0xc0, 0xaf]))),
  after('a close frame with 1005', 1002, closeFrame(1005)),
  after('a close frame with 999', 1002, closeFrame(999)),
  after('a close frame with 5000', 1002, closeFrame(5000)),
  after('a close frame of one byte', 1002, frame(8, 'x')),
  after('a close frame with bad UTF-8', 1007, frame(8, Buffer.from([3, 232, 0xff]))),
  after('a good close frame', 1000, closeFrame(1000)),
  after('three bad frames', 4400, frame(1, 'x'), frame(1, 'x'), frame(1, 'x')),
  after('random bytes', 1002, Buffer.from('fefefefefefefefe', 'hex')),
  after('half a frame', 4408, hello.subarray(0, 5)),
  {
    name: 'frames in the packet of the handshake',
    bytes: () => [Buffer.concat([Buffer.from(handshake()), hello, frame(1, '{"type":"ping"}')])],
    expected: 'open',
  },
  {
    name: 'a good handshake, byte by byte',
    bytes: () => [...handshake().slice(0, 60), handshake().slice(60), hello],
    expected: 'open',
  },
  {
    name: 'a frame of the wrong kind in the packet of the handshake',
    bytes: () => [Buffer.concat([Buffer.from(handshake()), frame(3, 'x')])],
    expected: 1002,
  },
]

function fragments(text: string, count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => frame(index === 0 ? 1 : 0, text, { fin: index === count - 1 }))
}

type Manner = 'finish' | 'reset' | 'stay idle'
const manners: readonly Manner[] = ['finish', 'reset', 'stay idle']

type Outcome = {
  readonly status: number | undefined
  readonly closeCode: number | undefined
  readonly isEnded: boolean
}

/** Carries out an attack; tells what came back, and whether the server ended it within `waitMs`. */
async function carryOut(attack: Attack, manner: Manner, port: number, waitMs: number): Promise<Outcome> {
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  const ended = new Promise<boolean>((resolve) => {
    socket.once('end', () => resolve(true))
    socket.once('close', () => resolve(true))
    setTimeout(() => resolve(false), waitMs)
  })
  for (const piece of attack.bytes()) {
    if (!socket.writable) break
    socket.write(piece)
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (manner === 'reset') socket.resetAndDestroy()
  if (manner === 'finish') socket.end()
  const isEnded = await ended
  socket.destroy()
  return { ...readAnswer(Buffer.concat(chunks)), isEnded }
}

function readAnswer(bytes: Buffer): { status: number | undefined; closeCode: number | undefined } {
  const text = bytes.toString('latin1')
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
  let at = text.indexOf('\r\n\r\n') + 4
  let closeCode: number | undefined
  while (status === '101' && at + 2 <= bytes.length) {
    const opcode = (bytes[at] ?? 0) & 15
    const short = (bytes[at + 1] ?? 0) & 127
    const isLong = short === 126
    const length = isLong ? bytes.readUInt16BE(at + 2) : short
    const start = at + (isLong ? 4 : 2)
    if (opcode === 8) closeCode = length >= 2 ? bytes.readUInt16BE(start) : 1005
    at = start + length
  }
  return { status: status === undefined ? undefined : Number(status), closeCode }
}

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 6_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within six seconds: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function connectionsOf(server: Server): Promise<number> {
  return await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))
}

async function expectNothingRetained({ server, gateway, attached }: TestServer): Promise<void> {
  await until(async () => (await connectionsOf(server)) === 0, 'no TCP connection is left')
  await until(() => attached.sockets() === 0, 'the library holds no socket')
  expect(attached.handshakesInHand()).toBe(0)
  expect(gateway.stats()).toEqual({
    sockets: 0,
    unauthenticated: 0,
    addresses: 0,
    connections: 0,
    players: 0,
    congested: 0,
    pendingMessages: 0,
  })
}

async function openClient(port: number, token: string): Promise<{ webSocket: WebSocket; received: string[] }> {
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`, ['gridtick.v1'])
  const received: string[] = []
  webSocket.on('message', (data) => received.push(String(data)))
  webSocket.on('error', () => {})
  await new Promise((resolve) => webSocket.once('open', resolve))
  webSocket.send(JSON.stringify({ type: 'hello', token }))
  await until(() => received.length > 0, 'a welcome')
  return { webSocket, received }
}

describe('broken and hostile handshakes', () => {
  let testServer: TestServer
  const failures: string[] = []
  const unhandled = (error: unknown) => failures.push(String(error))

  beforeAll(async () => {
    process.on('unhandledRejection', unhandled)
    process.on('uncaughtException', unhandled)
    testServer = await startServer({ helloMs: 700, unauthenticatedMax: 10_000, handshakesPerPlayerPerMinute: 10_000 })
  })
  afterAll(async () => {
    await stopServer(testServer)
    process.off('unhandledRejection', unhandled)
    process.off('uncaughtException', unhandled)
  })

  test(`${attacks.length} attacks × ${manners.join(', ')}: refused or closed, nothing retained, the server lives`, async () => {
    expect(attacks.length).toBeGreaterThanOrEqual(40)
    const wrong: string[] = []
    const work = attacks.flatMap((attack) => manners.map((manner) => ({ attack, manner })))
    const runner = async () => {
      for (let next = work.pop(); next !== undefined; next = work.pop()) {
        const { attack, manner } = next
        const staysOpen = attack.expected === 'open' && manner === 'stay idle'
        const outcome = await carryOut(attack, manner, testServer.port, staysOpen ? 1_500 : 5_000)
        const verdict = judge(attack, manner, outcome)
        if (verdict !== undefined) wrong.push(`${attack.name} / ${manner}: ${verdict}`)
      }
    }
    await Promise.all(Array.from({ length: 24 }, runner))
    expect(wrong).toEqual([])
    expect(failures).toEqual([])
    await expectNothingRetained(testServer)
    const { webSocket, received } = await openClient(testServer.port, 'anna')
    expect(webSocket.protocol).toBe('gridtick.v1')
    expect(JSON.parse(received[0] ?? '')).toMatchObject({ type: 'welcome' })
    webSocket.terminate()
    await expectNothingRetained(testServer)
  }, 60_000)

  function judge(attack: Attack, manner: Manner, { status, closeCode, isEnded }: Outcome): string | undefined {
    const isOpen = attack.expected === 'open'
    if (isOpen && manner === 'stay idle') return status === 101 && !isEnded ? undefined : `${status}, ended ${isEnded}`
    if (!isEnded) return 'still open'
    // Who resets hears nothing, and who finishes early may be hung up on before an answer.
    if (manner !== 'stay idle' || attack.expected === 'cut' || isOpen) return undefined
    const got = status === 101 ? closeCode : status
    return got === attack.expected ? undefined : `expected ${attack.expected}, got ${got}`
  }

  test('a refusal is a small problem document', async () => {
    const socket = connect(testServer.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.write(handshake({ headers: { 'Sec-WebSocket-Version': '12' } }))
    await new Promise((resolve) => socket.once('close', resolve))
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/)
    expect(head).toContain('\r\nSec-WebSocket-Version: 13')
    expect(head).toContain('\r\nConnection: close')
    expect(head).toContain('\r\nContent-Type: application/problem+json')
    expect(head).toContain(`\r\nContent-Length: ${body.length}`)
    expect(JSON.parse(body)).toEqual({
      type: 'urn:gridtick:bad_request',
      title: 'Bad request',
      status: 426,
      detail: 'Only version 13 is spoken here.',
      code: 'bad_request',
      retryable: false,
    })
  })

  test('a reset while the token is being checked leaves nothing', async () => {
    for (let count = 0; count < 50; count++) {
      const socket = connect(testServer.port, '127.0.0.1')
      socket.on('error', () => {})
      await new Promise<void>((resolve) => socket.once('connect', resolve))
      socket.write(Buffer.concat([Buffer.from(handshake()), hello]))
      if (count % 2 === 0) await new Promise((resolve) => socket.once('data', resolve))
      socket.resetAndDestroy()
    }
    await expectNothingRetained(testServer)
    expect(failures).toEqual([])
  })

  test('only our subprotocol is echoed', async () => {
    const echo = async (offered: string) => {
      const socket = connect(testServer.port, '127.0.0.1')
      const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))))
      socket.write(handshake({ headers: { 'Sec-WebSocket-Protocol': offered } }))
      const text = await answer
      socket.destroy()
      return /Sec-WebSocket-Protocol: (.*)\r\n/.exec(text)?.[1]
    }
    expect(await echo('other, gridtick.v1')).toBe('gridtick.v1')
    expect(await echo('gridtick.v2')).toBeUndefined()
  })
})

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
    const isSkipped = () => fakeHost.named('setCongested').some((call) => String(call) === `${stalledId},true`)
    // As the zones would: frames until told to skip.
    while (!isSkipped()) {
      gateway.outlet.send(stalledId, text)
      gateway.outlet.send(readerId, text)
      sentToReader += 1
      await new Promise((resolve) => setImmediate(resolve))
      expect(sentToReader).toBeLessThan(5_000)
    }
    await until(() => fakeHost.named('connectionClosed').includes(stalledId), 'the stalled reader is cut off')
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
