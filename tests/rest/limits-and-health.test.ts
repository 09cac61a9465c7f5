import { expect, test } from 'vitest'
import { StorageError } from '../../framework/engine/src/ports/storage/storage-error.ts'
import { health } from './fake-host.ts'
import { createRestWorld } from './rest-world.ts'

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

test('[OBS-4] storage that fails is 503 with Retry-After; our own fault tells an id that is in the log, and nothing else', async () => {
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
    const requestId = /Id: ([\w-]{36})/.exec(answer.json.detail)?.[1]
    expect(answer.headers.get('x-request-id')).toBe(requestId)
    const said = lines.filter(({ fields }) => 'requestId' in fields && fields.requestId === requestId)
    expect(said.map(({ message }) => message)).toEqual([expect.stringMatching(/^a request failed/), 'request'])
  }
  expect(JSON.stringify(lines)).not.toContain(people.member.token)
})

test('[OBS] [TIME-6] health tells how the server is: 503 when it stops or its loop is stuck, degraded without its database or far ahead', async () => {
  let isDraining = false
  const { ask, host, people } = await createRestWorld({ change: { isDraining: () => isDraining } })
  const look = async () => {
    const [live, ready] = [await ask('GET', '/health'), await ask('GET', '/ready')]
    return [live.status, live.json.status, live.json.database, ready.status]
  }
  expect((await ask('GET', '/health')).json).toEqual({
    status: 'ok',
    lagMs: 4,
    zones: { open: 1, paused: 2, finished: 3 },
    connections: 5,
    database: 'ok',
    clockLeadMs: 0,
    version: '1.2.3',
    uptimeSeconds: 0,
  })
  // A zone that is loaded for an intent gives it away: so that is for the operator, too.
  const zones = { open: 1, paused: 2, finished: 3, loaded: 1, active: 1 }
  expect((await ask('GET', '/health', { from: '127.0.0.1' })).json.zones).toEqual(zones)
  expect((await ask('GET', '/health', { token: people.debug.token })).json.zones).toEqual(zones)
  // On what modules fail is for those who may read the metrics.
  const failing = [{ module: 'board', type: 'intent roll', count: 3 }]
  host.healthNow = health({ failing })
  expect((await ask('GET', '/health', { from: '127.0.0.1' })).json.failing).toEqual(failing)
  expect((await ask('GET', '/health', { token: people.debug.token })).json.failing).toEqual(failing)
  for (const token of [people.member.token, 'nonsense', undefined]) {
    const told = (await ask('GET', '/health', { token })).json
    expect(told).not.toHaveProperty('failing')
    expect(told.zones).not.toHaveProperty('active')
  }
  expect(await look()).toEqual([200, 'ok', 'ok', 200])
  host.healthNow = health({ sinceBeatMs: 5_000 })
  expect(await look()).toEqual([200, 'ok', 'ok', 200])
  host.healthNow = health({ sinceBeatMs: 5_001 })
  expect(await look()).toEqual([503, 'degraded', 'ok', 503])
  host.healthNow = health({ storage: 'unavailable' })
  expect(await look()).toEqual([200, 'degraded', 'unavailable', 503])
  host.healthNow = health({ clockLeadMs: 60_000 })
  expect(await look()).toEqual([200, 'ok', 'ok', 200])
  host.healthNow = health({ clockLeadMs: 60_001 })
  expect(await look()).toEqual([200, 'degraded', 'ok', 503])
  host.healthNow = health({})
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
