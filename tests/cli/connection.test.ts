import { describe, expect, test } from 'vitest'
import { secretsFor } from '../../apps/cli/server/connection.ts'

describe('to whom the secrets of .env are sent', () => {
  const settings = { DEBUG_USER: 'debug', DEBUG_PASSWORD: 'of this machine' }
  const environment = { GRIDTICK_TOKEN: 'for that server' }

  test.each(['http://localhost:8787', 'http://127.0.0.1:1', 'http://127.9.9.9', 'http://[::1]:8787'])('%s', (url) => {
    expect(secretsFor(url, settings, environment)).toBe(settings)
  })

  test.each([
    'http://play.example.org',
    'http://localhost.example.org',
    'http://127.0.0.1.example.org',
    'http://10.0.0.7',
  ])('not %s; only what stands in the environment', (url) => {
    expect(secretsFor(url, settings, environment)).toBe(environment)
  })
})
