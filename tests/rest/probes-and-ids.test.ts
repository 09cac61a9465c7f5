import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { createRequestListener } from '../../framework/server/src/rest/request-listener.ts'
import { createRestWorld } from './rest-world.ts'

const pod = { host: '10.1.2.3:8787' }

test.each(['GET', 'HEAD'])('[OBS-3] %s of a probe is answered by address, and all else is not', async (method) => {
  const { ask } = await createRestWorld()
  for (const path of ['/health', '/ready']) expect((await ask(method, path, { headers: pod })).status, path).toBe(200)
  for (const path of ['/', '/v1/modules', '/v1/limits', '/docs'])
    expect((await ask(method, path, { headers: pod })).status, path).toBe(403)
})

test('[OBS-3] what a probe gets without a host is the same for everybody, and no name, player or setting is in it', async () => {
  const { ask, people } = await createRestWorld()
  const asked = await Promise.all([
    ask('GET', '/health', { headers: pod }),
    ask('GET', '/health', { headers: pod, token: people.member.token }),
  ])
  expect(new Set(asked.map(({ text }) => text)).size).toBe(1)
  // Counts, durations and words that are the same everywhere: nothing that names a zone, a player, a place or a setting.
  const { zones, ...rest } = asked[0].json
  for (const value of [...Object.values(zones), ...Object.values(rest)])
    expect(typeof value === 'number' || ['ok', '1.2.3'].includes(String(value)), String(value)).toBe(true)
})

test('[OBS-3] [OBS-1] metrics need no host but a right to them: a page with a foreign name is not this machine', async () => {
  const { ask, people } = await createRestWorld({ change: { metricsToken: 'scrape' } })
  const look = async (from: string, token?: string) =>
    (await ask('GET', '/metrics', { from, token, headers: pod })).status
  expect(await look('10.9.9.9', 'scrape')).toBe(200)
  expect(await look('10.9.9.9', people.debug.token)).toBe(200)
  expect(await look('10.9.9.9')).toBe(403)
  expect(await look('127.0.0.1')).toBe(403)
  expect((await ask('GET', '/metrics', { from: '127.0.0.1', headers: { host: 'here' } })).status).toBe(200)
})

test('[OBS-4] every answer has an id and a date: good ones, errors, other methods, files, preflights', async () => {
  const file = { body: 'let answer = 42', mediaType: 'text/javascript' }
  const site = { read: async (name: string) => (name === 'nothing.js' ? undefined : file) }
  const { ask, lines, clock } = await createRestWorld({ change: { site } })
  const preflight = { host: 'here', origin: 'http://here', 'access-control-request-method': 'POST' }
  const cases = [
    ['GET', '/', 200],
    ['HEAD', '/health', 200],
    ['GET', '/console/main.js', 200],
    ['GET', '/console/nothing.js', 404],
    ['GET', '/docs/swagger-ui.css', 200],
    ['GET', '/nowhere', 404],
    ['PUT', '/v1/zones', 405],
    ['GET', '/v1/zones', 401],
    ['GET', '/v1/ws', 426],
    ['OPTIONS', '/v1/zones', 204, preflight],
    ['GET', '/v1/limits', 403, { host: 'evil' }],
  ] as const
  for (const [method, path, status, headers = {}] of cases) {
    const answer = await ask(method, path, { headers })
    const requestId = answer.headers.get('x-request-id')
    expect([answer.status, requestId], path).toEqual([status, expect.stringMatching(/^[\w-]{36}$/)])
    expect(Date.parse(answer.headers.get('date') ?? '')).toBe(clock.now())
    expect(lines.at(-1), path).toMatchObject({ message: 'request', fields: { requestId, method, path, status } })
  }
})

test('[OBS-4] an id that the request brings is kept if it is well-formed, and never written otherwise', async () => {
  const { ask, lines } = await createRestWorld()
  const answered = async (sent: string) =>
    (await ask('GET', '/v1/limits', { headers: { 'x-request-id': sent } })).headers.get('x-request-id')
  for (const good of ['a', 'trace-1.2_3', 'x'.repeat(128)]) expect(await answered(good)).toBe(good)
  for (const bad of ['', 'a b', 'x'.repeat(129), '<script>', 'a,b', 'é', '{"a":1}'])
    expect(await answered(bad), bad).toMatch(/^[\w-]{36}$/)
  expect(JSON.stringify(lines)).not.toMatch(/script|a,b|x{129}/)
})

test('[OBS-3] [OBS-4] over a real socket: a probe without Host by HTTP/1.0, HEAD as GET, and a request that cannot be read', async () => {
  const world = await createRestWorld({ change: { isAllowedHost: (host) => host === 'here' } })
  const server = createServer(createRequestListener(world.app, { ...console, debug() {} }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const say = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket.on('data', (bytes) => {
        answer += bytes
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(answer))
    })
  try {
    expect(await say('GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 .*X-Request-Id: .*"status":"ok"/is)
    expect(await say('HEAD /ready HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /)
    expect(await say('GET /v1/modules HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /)
    const unreadable = await say('GET /health HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n')
    expect(unreadable).toMatch(/^HTTP\/1\.1 400 .*"code":"bad_request"/s)
    expect(unreadable).toMatch(/x-request-id: [\w-]{36}\r\n/i)
    expect(unreadable.match(/^date: /gim)).toHaveLength(1)
    for (const method of ['GET', 'HEAD']) {
      const answer = await say(`${method} /v1/limits HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n`)
      expect(answer, method).toMatch(/^HTTP\/1\.1 200 .*^x-request-id: [\w-]{36}\r\n/ims)
      expect(answer, method).toMatch(/^x-content-type-options: nosniff\r\n/im)
    }
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
