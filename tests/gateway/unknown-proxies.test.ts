import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { createUnknownProxies } from '../../framework/server/src/gateway/unknown-proxies.ts'
import { startServer, stopServer } from './attacked-server.ts'
import { handshake } from './client-bytes.ts'

function watch(options: { readonly trustedProxies?: readonly string[]; readonly unknownProxiesMax?: number } = {}) {
  const { trustedProxies = [], unknownProxiesMax = defaultLimits.unknownProxiesMax } = options
  const lines: string[] = []
  const logger = { warn: (_: object, message: string) => void lines.push(message) }
  const proxies = createUnknownProxies({ trustedProxies, limits: { unknownProxiesMax }, logger })
  const request = (remoteAddress: string | undefined, headers: Record<string, string>) =>
    proxies.notice({ socket: { remoteAddress }, headers })
  return { lines, request, list: proxies.list }
}

test.each(['x-forwarded-for', 'forwarded', 'x-real-ip'])(
  '[SEC-8] %s from a peer that nobody trusts is said once, with what to set',
  (header) => {
    const { lines, request, list } = watch()
    for (let count = 0; count < 80; count++) request('::ffff:10.0.0.7', { [header]: `203.0.113.${count}` })
    expect(lines).toEqual([expect.stringContaining('set TRUSTED_PROXIES=10.0.0.7:')])
    expect(list()).toEqual(['10.0.0.7'])
    request('10.0.0.8', { [header]: '' })
    expect(list()).toEqual(['10.0.0.7', '10.0.0.8'])
  },
)

test('[SEC-8] nothing is said of a trusted proxy, of clients that come by themselves, and of a socket that is gone', () => {
  const { lines, request, list } = watch({ trustedProxies: ['10.0.0.0/8', '::1'] })
  request('10.1.2.3', { 'x-forwarded-for': '203.0.113.9' })
  request('::1', { forwarded: 'for=203.0.113.9' })
  request('203.0.113.9', { host: 'here', 'x-forwarded-proto': 'https' })
  request(undefined, { 'x-forwarded-for': '203.0.113.9' })
  expect([lines, list()]).toEqual([[], []])
})

test('[SEC-8] clients that make such headers up fill neither the log nor memory', () => {
  const { lines, request, list } = watch({ unknownProxiesMax: 2 })
  for (let count = 0; count < 100; count++) request(`203.0.113.${count}`, { 'x-forwarded-for': '1.1.1.1' })
  expect([lines.length, list()]).toEqual([2, ['203.0.113.0', '203.0.113.1']])
})

test('[SEC-8] upgrades are looked at, too, also those that are refused', async () => {
  const noticed: unknown[] = []
  const testServer = await startServer({}, { notice: ({ headers }) => noticed.push(headers['x-forwarded-for']) })
  await new Promise((resolve) => {
    const headers = { 'X-Forwarded-For': '203.0.113.5', Upgrade: 'another' }
    const socket = connect(testServer.port, '127.0.0.1', () => socket.write(handshake({ headers })))
    socket.on('data', () => {})
    socket.on('close', resolve)
  })
  expect(noticed).toEqual(['203.0.113.5'])
  await stopServer(testServer)
})
