import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { systemClock } from '../../framework/engine/src/ports/clock.ts'
import { defaultLimits, type Limits } from '../../framework/engine/src/ports/limits.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { noTelemetry } from '../../framework/engine/src/ports/telemetry.ts'
import { createClientAddress } from '../../framework/server/src/gateway/client-address.ts'
import { createGateway, type Gateway } from '../../framework/server/src/gateway/gateway.ts'
import { hardenServer, httpServerOptions } from '../../framework/server/src/gateway/harden-server.ts'
import type { UnknownProxies } from '../../framework/server/src/gateway/unknown-proxies.ts'
import { type AttachedGateway, attachGateway } from '../../framework/server/src/gateway/upgrade.ts'
import { createRequestListener } from '../../framework/server/src/rest/request-listener.ts'
import { createFakeHost, verifyFakeToken } from './gateway-fakes.ts'

export type TestServer = {
  readonly server: Server
  readonly port: number
  readonly gateway: Gateway
  readonly attached: AttachedGateway
  readonly fakeHost: ReturnType<typeof createFakeHost>
}

/** A server as the real one is put together, over fake zones, with short deadlines. */
export async function startServer(
  changes: Partial<Limits> = {},
  unknownProxies: Pick<UnknownProxies, 'notice'> = { notice() {} },
): Promise<TestServer> {
  const limits: Limits = { ...defaultLimits, ...changes }
  const fakeHost = createFakeHost()
  const app = new Hono()
  app.get('/v1/ws', (context) => context.json({ code: 'bad_request' }, 426))
  const options = { ...httpServerOptions, headersTimeout: 1_000, connectionsCheckingInterval: 100 }
  const server = createServer(options, createRequestListener(app, silentLogger))
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
    basePath: '',
    gateway,
    limits,
    clock: systemClock,
    logger: silentLogger,
    hosts,
    clientAddress: createClientAddress(['127.0.0.1']),
    unknownProxies,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port, gateway, attached, fakeHost }
}

export async function stopServer({ server, gateway }: TestServer): Promise<void> {
  await gateway.drain({ reason: 'test', reconnectAfterMs: 0 })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

export async function expectNothingRetained({ server, gateway, attached }: TestServer): Promise<void> {
  await until(async () => (await connectionsOf(server)) === 0, 'no TCP connection is left')
  await until(() => attached.sockets() === 0, 'the library holds no socket')
  expect(attached.handshakesInHand()).toBe(0)
  expect(gateway.stats()).toEqual({
    sockets: 0,
    unanswered: 0,
    unauthenticated: 0,
    addresses: 0,
    connections: 0,
    players: 0,
    congested: 0,
    pendingMessages: 0,
  })
}

export async function openClient(port: number, token: string): Promise<{ webSocket: WebSocket; received: string[] }> {
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`, ['gridtick.v1'])
  const received: string[] = []
  webSocket.on('message', (data) => received.push(String(data)))
  webSocket.on('error', () => {})
  await new Promise((resolve) => webSocket.once('open', resolve))
  webSocket.send(JSON.stringify({ type: 'hello', token }))
  await until(() => received.length > 0, 'a welcome')
  return { webSocket, received }
}

export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 6_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within six seconds: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function connectionsOf(server: Server): Promise<number> {
  return await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))
}
