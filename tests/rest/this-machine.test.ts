import { expect, test } from 'vitest'
import type { DevelopmentReport } from '../../framework/rest/dev-routes.ts'
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
