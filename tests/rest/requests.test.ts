import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { errorCodes } from '../../framework/protocol/src/error-codes.ts'
import { readBody } from '../../framework/server/src/rest/read-body.ts'
import { createRequestListener } from '../../framework/server/src/rest/request-listener.ts'
import { createRestWorld } from './rest-world.ts'

test('[REST] a problem has all its fields, and a 429 says when to try again', async () => {
  const { ask, people } = await createRestWorld()
  const gone = await ask('GET', '/v1/zones/nowhere?', { token: people.player.token })
  expect(gone.json).toEqual({
    type: 'urn:gridtick:not_found',
    title: errorCodes.not_found.title,
    status: 404,
    detail: 'There is no such zone.',
    code: 'not_found',
    instance: '/v1/zones/nowhere',
    retryable: false,
  })
  const full = await ask('POST', '/v1/zones/z1/intents', {
    token: people.member.token,
    body: { type: 'full', payload: { dx: 1 } },
  })
  expect(full.json).toMatchObject({ status: 429, code: 'queue_full', retryable: true, retryAfterMs: 2_500 })
  expect(full.headers.get('retry-after')).toBe('3')
})

test('[REST] unknown routes are 404, other methods of known ones 405 with Allow, and HEAD works', async () => {
  const { ask } = await createRestWorld()
  for (const path of ['/nowhere', '/v1', '/v1/', '/v1/zonesx', '//', '/v1/zones/z1/queries/a/b'])
    expect((await ask('GET', path)).json.code, path).toBe('not_found')
  const cases = [
    ['PUT', '/v1/zones', 'POST, GET, HEAD'],
    ['DELETE', '/health', 'GET, HEAD'],
    ['GET', '/v1/auth/login', 'POST'],
    ['OPTIONS', '/v1/auth/login', 'POST'],
    ['PUT', '/v1/zones/z1', 'GET, HEAD, PATCH, DELETE'],
    ['POST', '/v1/ws', 'GET, HEAD'],
  ] as const
  for (const [method, path, allow] of cases) {
    const answer = await ask(method, path)
    expect([answer.status, answer.headers.get('allow'), answer.json.code]).toEqual([405, allow, 'method_not_allowed'])
  }
  expect((await ask('HEAD', '/v1/auth/login')).status).toBe(405)
  const head = await ask('HEAD', '/v1/limits')
  expect([head.status, head.text]).toEqual([200, ''])
  const ws = await ask('GET', '/v1/ws')
  expect([ws.status, ws.headers.get('upgrade'), ws.json.status]).toEqual([426, 'websocket', 426])
})

test('[REST] a body must be declared as JSON, be JSON, and be harmless', async () => {
  const { ask } = await createRestWorld()
  const post = (text: string, type?: string) =>
    ask('POST', '/v1/auth/guest', { text, headers: type === undefined ? {} : { 'content-type': type } })
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])
    expect((await post('{"displayName":"A"}', type)).status, type).toBe(201)
  for (const type of ['text/plain', 'application/jsonp', 'application/json; charset=latin1', 'multipart/form-data'])
    expect((await post('{"displayName":"A"}', type)).json.code, type).toBe('unsupported_media_type')
  const deep = `{"displayName":${'['.repeat(20)}${']'.repeat(20)}}`
  for (const text of ['{', '\ufeff{}', '{"__proto__":{}}', '{"displayName":"\\ud800"}', '{"a":1e999}', deep, ' '])
    expect((await post(text)).json.code, text).toBe('bad_request')
  expect((await ask('POST', '/v1/auth/guest')).status).toBe(201)
  expect((await ask('POST', '/v1/auth/login')).json.code).toBe('bad_request')
})

test('[REST] unknown keys and bad parameters are refused, each with a pointer', async () => {
  const { ask, people } = await createRestWorld()
  const pointers = (answer: { json: { code: string; errors: { pointer: string }[] } }) => {
    expect(answer.json.code).toBe('invalid')
    return answer.json.errors.map(({ pointer }) => pointer)
  }
  const { token } = people.debug
  expect(pointers(await ask('POST', '/v1/auth/guest', { body: { displayName: '', 'a/b': 1, c: 2 } }))).toEqual([
    '/displayName',
    '/displayName',
    '/a~1b',
    '/c',
  ])
  for (const query of ['limit=0', 'limit=201', 'limit=1e1', 'limit=', 'limit=1&limit=2'])
    expect(pointers(await ask('GET', `/v1/zones?${query}`, { token })), query).toContain('/limit')
  expect(pointers(await ask('GET', '/v1/zones?nonsense=1&__proto__=2', { token }))).toEqual(['/nonsense', '/__proto__'])
  expect(pointers(await ask('GET', '/v1/limits?x=1'))).toEqual(['/x'])
  expect((await ask('GET', '/v1/zones?limit=200', { token })).status).toBe(200)
  expect(pointers(await ask('POST', '/v1/zones', { token, body: { module: 'board', config: { width: 1 } } }))).toEqual([
    '/config/width',
  ])
  const bad = { type: 'step', payload: { dx: 'a' } }
  expect(pointers(await ask('POST', '/v1/zones/z1/intents', { token: people.member.token, body: bad }))).toEqual([
    '/payload/dx',
  ])
  expect(pointers(await ask('GET', '/v1/zones/z1/state?full=true&as=a', { token }))).toEqual(['/as', '/full'])
})

test('[REST] a file of the page is not sent again to who has it: one tag, a list, a weak one, or any', async () => {
  const file = { body: 'let answer = 42', mediaType: 'text/javascript; charset=utf-8' }
  const site = { read: async (name: string) => (name === 'main.js' ? file : undefined) }
  const { ask } = await createRestWorld({ change: { site } })
  const first = await ask('GET', '/console/main.js')
  expect([first.status, first.text]).toEqual([200, file.body])
  const tag = first.headers.get('etag') ?? ''
  const statusFor = async (known: string) => {
    const answer = await ask('GET', '/console/main.js', { headers: { 'if-none-match': known } })
    expect(answer.text).toBe(answer.status === 304 ? '' : file.body)
    for (const name of ['etag', 'cache-control', 'content-security-policy'])
      expect(answer.headers.get(name)).toBe(first.headers.get(name))
    return answer.status
  }
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`, `"other",W/${tag} , "third"`, '*'])
    expect(await statusFor(known), known).toBe(304)
  for (const known of ['"other"', '', tag.slice(1, -1), `"${tag}"`, 'W/"other", "third"'])
    expect(await statusFor(known), known).toBe(200)
})

test('[SEC-2] [OBS-3] host and origin are judged before anything else, but probes need no host', async () => {
  const { ask, people } = await createRestWorld()
  for (const headers of [{ host: 'evil' }, { origin: 'http://evil' }, { origin: 'null' }]) {
    const probes = 'origin' in headers ? ['/health', '/ready', '/metrics'] : []
    for (const path of [...probes, '/v1/zones', '/nowhere', '/v1/ws', '/health/', '//health']) {
      const answer = await ask('GET', path, { headers, token: people.debug.token })
      expect([answer.status, answer.json.code]).toEqual([403, 'forbidden'])
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
    const preflight = { ...headers, 'access-control-request-method': 'POST' }
    expect((await ask('OPTIONS', '/v1/zones', { headers: preflight })).status).toBe(403)
  }
  const good = { host: 'here', origin: 'http://here' }
  expect((await ask('GET', '/health', { headers: good })).headers.get('access-control-allow-origin')).toBe(
    'http://here',
  )
  const preflight = await ask('OPTIONS', '/v1/zones', { headers: { ...good, 'access-control-request-method': 'POST' } })
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
    204,
    'Authorization, Content-Type, X-Request-Id',
  ])
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST, PATCH, DELETE')
})

test('[REST] every answer forbids framing and sniffing, sets no cookie, and scripts are never inline', async () => {
  const { ask } = await createRestWorld()
  for (const path of ['/', '/docs', '/docs/start.js', '/v1/limits', '/nowhere', '/openapi.json', '/v1/ws']) {
    const { headers, text } = await ask('GET', path)
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy'), path).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers.get('set-cookie')).toBeNull()
    if (path === '/' || path === '/docs') expect(text).not.toMatch(/<script>|https?:\/\//)
  }
  expect((await ask('GET', '/v1/limits')).headers.get('cache-control')).toBe('no-store')
})

test('[REST] of a body that is too large 1 MiB more is read before it is refused, and no more', async () => {
  const chunk = new Uint8Array(16_384).fill(32)
  let bytes = 0
  const endless = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        bytes += chunk.length
        controller.enqueue(chunk)
      },
    },
    { highWaterMark: 0 },
  )
  const request = new Request('http://here/', { method: 'POST', body: endless, duplex: 'half' })
  const limits = { bodyBytesMax: 65_536, bodyDrainBytesMax: 1_048_576, jsonDepthMax: 16 }
  await expect(readBody(request, limits)).rejects.toMatchObject({ refused: { code: 'too_large' } })
  expect(bytes).toBe(65_536 + 1_048_576 + chunk.length)
})

test('[REST] over a real socket: an oversized body is answered, HEAD has no body, and 405 names the methods', async () => {
  const world = await createRestWorld()
  const server = createServer(createRequestListener(world.app, silentLogger))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const send = (method: string, path: string, body?: Buffer) =>
    new Promise<{ status: number; text: string; allow: string | undefined }>((resolve, reject) => {
      const headers = { host: 'here', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
      const request = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            allow: response.headers.allow,
          }),
        )
      })
      request.on('error', reject)
      request.end(body)
    })
  try {
    const bytes = (length: number) => Buffer.alloc(length, ' ')
    const most = bytes(65_536)
    most.write('{}')
    expect((await send('POST', '/v1/auth/guest', most)).status).toBe(201)
    for (const length of [65_537, 65_536 + 1_048_576, 3_000_000]) {
      const answer = await send('POST', '/v1/auth/guest', bytes(length))
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([413, 'too_large'])
    }
    expect(await send('HEAD', '/v1/limits')).toMatchObject({ status: 200, text: '' })
    expect(await send('PUT', '/v1/limits')).toMatchObject({ status: 405, allow: 'GET, HEAD' })
    expect((await send('GET', '/docs/swagger-ui-bundle.js')).text.length).toBeGreaterThan(1_000_000)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
