import { expect, test } from 'vitest'
import type { DevelopmentReport } from '../../framework/server/src/rest/development.ts'
import { createRestWorld } from './rest-world.ts'

const development: DevelopmentReport = { brokenModules: [], faults: () => [] }
const from = '127.0.0.1'

test.each(['/metrics', '/v1/dev'])(
  '[OBS-1] [FAIL-8] %s is not told to whoever comes through a proxy here',
  async (path) => {
    const { ask, people } = await createRestWorld({ change: { development } })
    const look = async (headers: Record<string, string>, token?: string) =>
      (await ask('GET', path, { from, headers, token })).status
    expect(await look({})).toBe(200)
    for (const headers of [
      { 'x-forwarded-for': '203.0.113.9' },
      { 'x-forwarded-for': '127.0.0.1' },
      { 'X-Forwarded-For': '' },
      { forwarded: 'for=203.0.113.9' },
      { 'x-real-ip': '203.0.113.9' },
      { 'x-forwarded-host': 'games.example' },
      { 'x-forwarded-proto': 'https' },
      { via: '1.1 proxy' },
    ]) {
      expect(await look(headers), JSON.stringify(headers)).toBe(403)
      expect(await look(headers, people.member.token)).toBe(403)
      expect(await look(headers, people.debug.token)).toBe(200)
    }
  },
)

test('[SEC-8] a client that comes through an unknown proxy is not believed, and only the operator learns of the proxy', async () => {
  const { ask, people, lines } = await createRestWorld({ limits: { readsPerMinute: 2 } })
  const through = (proxy: string, client: string) =>
    ask('GET', '/v1/modules', { from: proxy, headers: { 'x-forwarded-for': client } })
  const statuses = []
  for (const client of ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4'])
    statuses.push((await through('192.0.2.7', client)).status)
  expect(statuses).toEqual([200, 200, 429, 429])
  await through('10.0.0.1', '203.0.113.5')

  const warnings = lines.filter(({ level }) => level === 'warn').map(({ message }) => message)
  expect(warnings).toEqual([
    expect.stringContaining('set TRUSTED_PROXIES=192.0.2.7:'),
    expect.stringMatching(/^refused by readsPerMinute: .* TRUSTED_PROXIES/),
  ])
  const told = async (options: Parameters<typeof ask>[2]) => (await ask('GET', '/health', options)).json.unknownProxies
  expect(await told({ from })).toEqual(['192.0.2.7'])
  expect(await told({ token: people.debug.token })).toEqual(['192.0.2.7'])
  for (const stranger of [{}, { token: people.member.token }, { from, headers: { host: 'evil.example' } }])
    expect(await told(stranger)).toBeUndefined()
})

test('[SEC-9] over REST the operator gets in on this machine while others guess, but not through a proxy on it', async () => {
  const { ask } = await createRestWorld({ limits: { loginFailuresPerAccountPerHour: 1 } })
  const login = (asked: { from: string; password?: string; headers?: Record<string, string> }) => {
    const { from: address, password = 'a long enough one', headers = {} } = asked
    return ask('POST', '/v1/auth/login', { body: { username: 'operator', password }, from: address, headers })
  }
  // The world has logged in once, from elsewhere.
  expect((await login({ from: '203.0.113.1', password: 'a wrong guess' })).status).toBe(401)
  expect((await login({ from: '203.0.113.2' })).status).toBe(429)
  expect((await login({ from, headers: { 'x-forwarded-for': '203.0.113.3' } })).status).toBe(429)
  expect((await login({ from })).status).toBe(200)
})
