import { request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { expect, test, vi } from 'vitest'
import { errorCodes } from '../../framework/contract/error-codes.ts'
import { readBody } from '../../framework/rest/read-body.ts'
import { StorageError } from '../../framework/storage/zone-storage.ts'
import { createRestWorld, health, zone } from './rest-world.ts'

const step = { type: 'step', payload: { dx: 1 } }

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
    body: { ...step, type: 'full' },
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

test('[REST] host and origin are judged before anything else', async () => {
  const { ask, people } = await createRestWorld()
  for (const headers of [{ host: 'evil' }, { origin: 'http://evil' }, { origin: 'null' }]) {
    for (const path of ['/health', '/v1/zones', '/nowhere', '/v1/ws']) {
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
    'Authorization, Content-Type',
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

test('[FOG-1] of a zone each role is told its own part', async () => {
  const { ask, people } = await createRestWorld()
  const common = ['createdAt', 'everyMs', 'id', 'module', 'moduleVersion', 'name', 'players', 'status']
  const keys = async (token: string) => Object.keys((await ask('GET', '/v1/zones/z1', { token })).json).sort()
  expect(await keys(people.player.token)).toEqual(common)
  expect(await keys(people.member.token)).toEqual([...common, 'tick'].sort())
  expect(await keys(people.debug.token)).toEqual(
    [...common, 'error', 'record', 'recordedTicks', 'result', 'tick'].sort(),
  )
  const { json } = await ask('GET', '/v1/zones', { token: people.member.token })
  expect(Object.keys(json.zones[0]).sort()).toEqual(common)
  expect(json.zones[0].createdAt).toBe('1970-01-01T00:00:00.000Z')
})

test('[REST] the debug role looks as a member or at everything; a stranger cannot be looked as', async () => {
  const { ask, people, host } = await createRestWorld()
  const { token } = people.debug
  expect((await ask('GET', '/v1/zones/z1/state', { token })).json.detail).toContain('?full=true')
  expect((await ask('GET', '/v1/zones/z1/state?full=true', { token })).json.state).toEqual({ secret: 1 })
  expect((await ask('GET', `/v1/zones/z1/state?as=${people.player.playerId}`, { token })).status).toBe(404)
  expect((await ask('GET', '/v1/zones/z9/state', { token: people.member.token })).status).toBe(404)
  await ask('GET', '/v1/zones/z1/state', { token: people.member.token })
  expect(host.calls.at(-1)).toEqual({ name: 'readState', argument: { zoneId: 'z1', as: people.member.playerId } })
})

test('[REST] an intent is sent as who one is; a debug intent for a member, never for a stranger', async () => {
  const { ask, people, host } = await createRestWorld()
  await ask('POST', '/v1/zones/z1/intents', { token: people.member.token, body: { ...step, seq: 3 } })
  const { playerId, displayName } = people.member
  const player = { playerId, displayName, role: 'player' }
  expect(host.calls.at(-1)?.argument).toEqual({ zoneId: 'z1', player, type: 'step', payload: { dx: 1 }, seq: 3 })
  const asMember = { token: people.debug.token, body: { ...step, as: playerId } }
  expect((await ask('POST', '/v1/zones/z1/debug-intents', asMember)).status).toBe(202)
  expect(host.calls.at(-1)?.argument).toMatchObject({ player: { playerId, role: 'debug' }, isDebug: true })
  const asStranger = { token: people.debug.token, body: { ...step, as: people.player.playerId } }
  expect((await ask('POST', '/v1/zones/z1/debug-intents', asStranger)).status).toBe(404)
  const smuggled = { token: people.member.token, body: { ...step, as: playerId, isDebug: true } }
  expect((await ask('POST', '/v1/zones/z1/intents', smuggled)).status).toBe(422)
})

test('[REST] wait=true answers with what became of the intent, or 202 after intentWaitMs or beyond intentWaitersMax', async () => {
  const { ask, people, host, clock, limits } = await createRestWorld({ limits: { intentWaitersMax: 1 } })
  const send = () => ask('POST', '/v1/zones/z1/intents?wait=true', { token: people.member.token, body: step })
  host.settled = Promise.resolve({ intentId: 'i1', outcome: 'refused', tick: 8, code: 'zone_paused', message: 'no' })
  const refused = await send()
  expect([refused.status, refused.json]).toEqual([
    200,
    { zoneId: 'z1', intentId: 'i1', outcome: 'refused', tick: 8, code: 'zone_paused', message: 'no', retryable: true },
  ])

  host.settled = new Promise(() => {})
  const before = host.calls.length
  let isAnswered = false
  const waiting = send().finally(() => {
    isAnswered = true
  })
  await vi.waitUntil(() => host.calls.length > before)
  const second = await send()
  expect([second.status, second.json]).toEqual([202, { intentId: 'i1' }])
  clock.advance(limits.intentWaitMs - 1)
  expect(isAnswered).toBe(false)
  clock.advance(1)
  expect((await waiting).status).toBe(202)
})

test('[REST] the log goes on from nextSeq, and outlives its zone', async () => {
  const { ask, people, host } = await createRestWorld()
  const row = { at: 0, zoneId: 'z1', tick: 1, playerId: 'a', connectionId: null, type: 'step', payload: {}, code: null }
  for (const seq of [4, 5, 6]) host.log.push({ ...row, seq, result: 'applied' })
  const read = (query: string) => ask('GET', `/v1/zones/z1/log?${query}`, { token: people.debug.token })
  const first = (await read('limit=2')).json
  expect([first.entries.map((one: { seq: number }) => one.seq), first.nextSeq]).toEqual([[4, 5], 6])
  expect(first.entries[0].at).toBe('1970-01-01T00:00:00.000Z')
  const second = (await read(`fromSeq=${first.nextSeq}`)).json
  expect([second.entries.map((one: { seq: number }) => one.seq), second.nextSeq]).toEqual([[6], 7])
  const end = (await read('fromEnd=true&limit=2')).json
  expect([end.entries.map((one: { seq: number }) => one.seq), end.nextSeq]).toEqual([[5, 6], 7])
  expect((await read('fromEnd=true&beforeSeq=5&result=applied')).json.entries).toHaveLength(1)
  expect((await read('result=lost')).json.errors[0].pointer).toBe('/result')
  host.zones.clear()
  expect((await read('fromSeq=7')).json).toEqual({ entries: [], nextSeq: 7 })
  host.log.length = 0
  expect((await read('')).status).toBe(404)
})

test('[LOG-2] a zone is created recorded, switched and renamed; nothing else of it can be changed', async () => {
  const { ask, people, host } = await createRestWorld()
  const { token } = people.debug
  await ask('POST', '/v1/zones', { token, body: { module: 'board', record: true } })
  expect(host.calls.at(-1)).toEqual({ name: 'createZone', argument: { module: 'board', record: true } })
  const patch = (body: object) => ask('PATCH', '/v1/zones/z1', { token, body })
  expect((await patch({ record: true, name: 'other' })).json).toMatchObject({ name: 'other', record: true })
  expect((await patch({})).status).toBe(200)
  for (const body of [{ record: 1 }, { name: '' }, { name: 'x'.repeat(65) }, { seed: 'x' }, { status: 'open' }])
    expect((await patch(body)).json.code, JSON.stringify(body)).toBe('invalid')
  expect((await ask('PATCH', '/v1/zones/z9', { token, body: {} })).status).toBe(404)
})

test('[LOG-2] a recording is read page by page, as it is stored', async () => {
  const { ask, people, host } = await createRestWorld({
    limits: { recordingPageTicksMax: 50, recordingPageBytesMax: 99 },
  })
  const { token } = people.debug
  host.recording = { snapshots: ['{"tick":3}'], ticks: ['{"tick":4}', '{"tick":6}'], nextTick: 7 }
  const read = (query = '') => ask('GET', `/v1/zones/z1/recording${query}`, { token })
  const page = await read()
  expect(page.headers.get('content-type')).toBe('application/json')
  expect(page.json).toEqual({
    format: 'gridtick-recording',
    version: 1,
    snapshots: [{ tick: 3 }],
    ticks: [{ tick: 4 }, { tick: 6 }],
    nextTick: 7,
  })
  expect(host.calls.at(-1)?.argument).toEqual({ zoneId: 'z1', fromTick: 0, ticksMax: 50, bytesMax: 99 })
  await read('?fromTick=7&limit=5')
  expect(host.calls.at(-1)?.argument).toMatchObject({ fromTick: 7, ticksMax: 5 })
  for (const query of ['?limit=51', '?limit=0', '?fromTick=-1', '?x=1'])
    expect((await read(query)).json.code, query).toBe('invalid')
  expect((await ask('GET', '/v1/zones/z9/recording', { token })).status).toBe(404)
})

test('[ZONE-7] [LIM-1] a paused zone is stepped by one tick, or as many as the limit allows', async () => {
  const { ask, people, host } = await createRestWorld({ limits: { stepTicksMax: 5 } })
  const { token } = people.debug
  const step = (body?: object) => ask('POST', '/v1/zones/z1/step', { token, ...(body === undefined ? {} : { body }) })
  expect((await step()).json).toMatchObject({ ticks: 1, error: null, zone: { id: 'z1', recordedTicks: 0 } })
  expect((await step({ ticks: 5 })).json.ticks).toBe(5)
  for (const ticks of [0, 6, 1.5, '1']) expect((await step({ ticks })).json.errors[0].pointer).toBe('/ticks')
  expect(host.calls.filter(({ name }) => name === 'stepZone')).toHaveLength(2)
})

test('[REST] the members of a zone are told to the debug role', async () => {
  const { ask, people } = await createRestWorld()
  const read = (path: string) => ask('GET', path, { token: people.debug.token })
  expect((await read('/v1/zones/z1/players')).json).toEqual({
    players: [{ playerId: people.member.playerId, displayName: 'Member', disconnectedAt: '1970-01-01T00:00:01.000Z' }],
  })
  expect((await read('/v1/zones/z9/players')).status).toBe(404)
})

test('[REST] reads and writes are limited per player and per address, but not for the debug role', async () => {
  const { ask, people } = await createRestWorld({ limits: { readsPerMinute: 2, writesPerMinute: 1 } })
  const read = (token: string | undefined, from = '1.1.1.1') => ask('GET', '/v1/modules', { token, from })
  for (const token of [people.player.token, people.member.token, undefined]) {
    expect([(await read(token)).status, (await read(token)).status]).toEqual([200, 200])
    const refused = await read(token)
    expect([refused.status, refused.json.code]).toEqual([429, 'rate_limited'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await read(undefined, '2.2.2.2')).status).toBe(200)
  expect((await ask('POST', '/v1/auth/refresh', { token: people.player.token })).status).toBe(200)
  expect((await ask('POST', '/v1/auth/refresh', { token: people.player.token })).status).toBe(429)
  for (let count = 0; count < 5; count++) expect((await read(people.debug.token)).status).toBe(200)
  for (let count = 0; count < 5; count++) expect((await ask('GET', '/health')).status).toBe(200)
})

test('[REST] guests are limited per address, but not for the debug role', async () => {
  const { ask, people } = await createRestWorld({ limits: { guestsPerAddressPerMinute: 2, writesPerMinute: 1 } })
  const guest = (from: string, token?: string) => ask('POST', '/v1/auth/guest', { from, token })
  expect([(await guest('1.1.1.1')).status, (await guest('1.1.1.1')).status]).toEqual([201, 201])
  expect((await guest('1.1.1.1')).json.code).toBe('rate_limited')
  expect((await guest('2.2.2.2')).status).toBe(201)
  for (let count = 0; count < 5; count++) expect((await guest('1.1.1.1', people.debug.token)).status).toBe(201)
})

test('[REST] storage that fails is 503 with Retry-After; our own fault tells an id that is in the log, and nothing else', async () => {
  const { ask, people, host, lines } = await createRestWorld()
  host.fault = new StorageError('io', 'disk /secret/path')
  const storage = await ask('GET', '/v1/zones', { token: people.member.token })
  expect([storage.status, storage.json.code, storage.headers.get('retry-after')]).toEqual([
    503,
    'storage_unavailable',
    '1',
  ])
  host.fault = new Error('SELECT secret')
  const own = await ask('GET', '/v1/zones', { token: people.member.token })
  expect([own.status, own.json.code]).toEqual([500, 'internal'])
  expect(storage.text + own.text).not.toMatch(/secret|SELECT|at /)
  host.fault = undefined
  const query = await ask('POST', '/v1/zones/z1/queries/broken', { token: people.member.token, body: {} })
  for (const answer of [storage, own, query]) {
    const id = /Id: ([\w-]{36})/.exec(answer.json.detail)?.[1]
    expect(lines.filter(({ fields }) => 'id' in fields && fields.id === id)).toHaveLength(1)
  }
  expect(JSON.stringify(lines)).not.toContain(people.member.token)
})

test('[OBS] health tells how the server is: 503 when it stops or its loop is stuck, degraded without its database', async () => {
  let isDraining = false
  const { ask, host } = await createRestWorld({ change: { isDraining: () => isDraining } })
  const look = async () => {
    const [live, ready] = [await ask('GET', '/health'), await ask('GET', '/ready')]
    return [live.status, live.json.status, live.json.database, ready.status]
  }
  expect((await ask('GET', '/health')).json).toEqual({
    status: 'ok',
    lagMs: 4,
    zones: { open: 1, paused: 2, finished: 3, loaded: 1, active: 1 },
    connections: 5,
    database: 'ok',
    version: '1.2.3',
    uptimeSeconds: 0,
  })
  expect(await look()).toEqual([200, 'ok', 'ok', 200])
  host.health = () => health({ sinceBeatMs: 5_000 })
  expect(await look()).toEqual([200, 'ok', 'ok', 200])
  host.health = () => health({ sinceBeatMs: 5_001 })
  expect(await look()).toEqual([503, 'degraded', 'ok', 503])
  host.health = () => health({ storage: 'unavailable' })
  expect(await look()).toEqual([200, 'degraded', 'unavailable', 503])
  host.health = () => health({})
  isDraining = true
  expect(await look()).toEqual([503, 'draining', 'ok', 503])
  expect((await ask('POST', '/v1/auth/guest')).json.code).toBe('shutting_down')
  expect((await ask('GET', '/v1/limits')).status).toBe(200)
})

test('[OBS-1] metrics are for this machine, for the token and for the debug role', async () => {
  const { ask, people } = await createRestWorld({ change: { metricsToken: 'scrape' } })
  const look = async (from: string, token?: string) => (await ask('GET', '/metrics', { from, token })).status
  for (const from of ['127.0.0.1', '127.9.9.9', '::1', '0:0:0:0::/64', '::ffff:127.0.0.1'])
    expect(await look(from)).toBe(200)
  expect([await look('10.0.0.1'), await look('10.0.0.1', 'wrong'), await look('127.0.0.1.evil')]).toEqual([
    403, 403, 403,
  ])
  expect(await look('10.0.0.1', 'scrape')).toBe(200)
  expect(await look('10.0.0.1', people.debug.token)).toBe(200)
  expect(await look('10.0.0.1', people.member.token)).toBe(403)
  expect(await look('10.0.0.1', `${people.debug.token}x`)).toBe(403)
  const forwarded = await ask('GET', '/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } })
  expect(forwarded.status).toBe(403)
  expect((await ask('GET', '/metrics', { from: '::1' })).text).toContain('gridtick_rate_limit_keys{limiter="reads"}')
})

test('[REST] modules are told with the JSON Schemas of what they take', async () => {
  const { ask } = await createRestWorld()
  const [told] = (await ask('GET', '/v1/modules')).json.modules
  expect(told.configSchema.properties.width).toMatchObject({ type: 'integer', minimum: 4, default: 32 })
  expect(told.configSchema.required).toBeUndefined()
  expect(told.intentSchemas.step['x-debugOnly']).toBeUndefined()
  expect(told.intentSchemas.warp['x-debugOnly']).toBe(true)
  expect(told.querySchemas.count.additionalProperties).toBe(false)
})

test('[REST] a created zone says where it is, and an unknown module is not found', async () => {
  const { ask, people } = await createRestWorld()
  const { token } = people.debug
  const created = await ask('POST', '/v1/zones', { token, body: { module: 'board', name: 'north' } })
  expect(created.headers.get('location')).toBe(`/v1/zones/${created.json.id}`)
  expect((await ask('POST', '/v1/zones', { token, body: { module: 'chess' } })).json.code).toBe('not_found')
  const resumed = await ask('POST', '/v1/zones/z1/resume', { token, body: { discardIntents: true } })
  expect([resumed.status, resumed.json.status]).toEqual([200, zone({}).status])
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
  const server = createAdaptorServer({ fetch: world.app.fetch }) as Server
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
