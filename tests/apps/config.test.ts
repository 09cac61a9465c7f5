import { defaultLimits } from '@gridtick/server'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../apps/server/config.ts'

const read = (environment: Record<string, string>, dotEnv?: string) => readConfig({ environment, dotEnv })
const goodSecret = 'b7Jx0q9vT3mK5wZ8rY2nL6pD4sF1hG0c'
const debug = { DEBUG_USER: 'operator', DEBUG_PASSWORD: 'twelve chars' }

test('[CONFIG] without any setting it runs on this machine alone, with a secret for this run', () => {
  const config = read({ PATH: '/bin', HOME: '/root' })
  expect(config).toEqual({
    port: 8787,
    host: '127.0.0.1',
    basePath: '',
    databaseUrl: 'file:./data/gridtick.db',
    databaseSync: 'full',
    authSecret: expect.stringMatching(/^.{40,}$/),
    isAuthSecretRandom: true,
    debugUser: undefined,
    allowedOrigins: undefined,
    allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
    trustedProxies: [],
    metricsToken: undefined,
    logLevel: 'info',
    zoneThread: 'none',
    limits: defaultLimits,
    modules: undefined,
  })
  expect(read({}).authSecret).not.toBe(config.authSecret)
})

test('[CONFIG] all settings are read', () => {
  expect(
    read({
      ...debug,
      PORT: '0',
      HOST: '::',
      BASE_PATH: '/games/grid/',
      DATABASE_URL: 'file:/tmp/x.db',
      DATABASE_SYNC: 'normal',
      AUTH_SECRET: goodSecret,
      ALLOWED_ORIGINS: 'https://play.example.org, http://localhost:5173',
      TRUSTED_PROXIES: '10.0.0.0/8,::1',
      METRICS_TOKEN: 'scrape',
      LOG_LEVEL: 'silent',
      ZONE_THREAD: '1',
      LIMITS: '{"writesPerMinute": 5}',
      MODULES: 'hello-grid, ./mine.ts',
    }),
  ).toEqual({
    port: 0,
    host: '::',
    basePath: '/games/grid',
    databaseUrl: 'file:/tmp/x.db',
    databaseSync: 'normal',
    authSecret: goodSecret,
    isAuthSecretRandom: false,
    debugUser: { name: 'operator', password: 'twelve chars' },
    allowedOrigins: ['https://play.example.org', 'http://localhost:5173'],
    allowedHosts: ['localhost', '127.0.0.1', '[::1]', '[::]'],
    trustedProxies: ['10.0.0.0/8', '::1'],
    metricsToken: 'scrape',
    logLevel: 'silent',
    zoneThread: 'worker',
    limits: { ...defaultLimits, writesPerMinute: 5 },
    modules: ['hello-grid', './mine.ts'],
  })
})

test('[CONFIG] the environment wins over .env, and an empty value counts as none', () => {
  const dotEnv = '# comment\nPORT=1000\nLOG_LEVEL="warn"\nHOST=0.0.0.0\n'
  expect(read({ PORT: '2000', HOST: '' }, dotEnv)).toMatchObject({ port: 2000, logLevel: 'warn', host: '127.0.0.1' })
})

const bad: readonly (readonly [name: string, settings: Record<string, string>])[] = [
  ['PORT', { PORT: 'http' }],
  ['PORT', { PORT: '65536' }],
  ['PORT', { PORT: '-1' }],
  ['PORT', { PORT: '80.5' }],
  ['HOST', { HOST: 'http://localhost' }],
  ['HOST', { HOST: '127.0.0.1:80' }],
  ['BASE_PATH', { BASE_PATH: 'games' }],
  ['DATABASE_URL', { DATABASE_URL: 'libsql://db.example.org' }],
  ['DATABASE_URL', { DATABASE_URL: 'file::memory:' }],
  ['DATABASE_URL', { DATABASE_URL: 'file:' }],
  ['DATABASE_SYNC', { DATABASE_SYNC: 'off' }],
  ['AUTH_SECRET', { AUTH_SECRET: goodSecret.slice(1) }],
  ['AUTH_SECRET', { AUTH_SECRET: 'change-me-change-me-change-me-change-me' }],
  ['AUTH_SECRET', { AUTH_SECRET: 'CHANGE_ME_to_at_least_32_random_bytes!' }],
  ['AUTH_SECRET', { AUTH_SECRET: 'secret-secret-secret-secret-secret-secret' }],
  ['AUTH_SECRET', { AUTH_SECRET: 'this-is-an-example-secret-of-the-docs' }],
  ['DEBUG_PASSWORD', { DEBUG_USER: 'operator' }],
  ['DEBUG_USER', { DEBUG_PASSWORD: debug.DEBUG_PASSWORD }],
  ['DEBUG_PASSWORD', { ...debug, DEBUG_PASSWORD: 'eleven char' }],
  ['DEBUG_PASSWORD', { ...debug, DEBUG_PASSWORD: 'change-me-please' }],
  ['DEBUG_USER', { ...debug, DEBUG_USER: 'two words' }],
  ['METRICS_TOKEN', { METRICS_TOKEN: 'change-me' }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: '*' }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'https://a.org,*' }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'https://*.a.org' }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'a.org' }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'https://a.org/path' }],
  ['ALLOWED_HOSTS', { ALLOWED_HOSTS: '*' }],
  ['ALLOWED_HOSTS', { ALLOWED_HOSTS: 'a.org:80' }],
  ['TRUSTED_PROXIES', { TRUSTED_PROXIES: 'proxy' }],
  ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/33' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['ZONE_THREAD', { ZONE_THREAD: 'yes' }],
  ['LIMITS', { LIMITS: '{' }],
  ['LIMITS', { LIMITS: '[]' }],
  ['LIMITS', { LIMITS: '{"nonsense": 1}' }],
  ['LIMITS', { LIMITS: '{"toString": 1}' }],
  ['LIMITS', { LIMITS: '{"writesPerMinute": 0}' }],
  ['LIMITS', { LIMITS: '{"writesPerMinute": -1}' }],
  ['LIMITS', { LIMITS: '{"writesPerMinute": 1.5}' }],
  ['LIMITS', { LIMITS: '{"writesPerMinute": "5"}' }],
  ['LIMITS', { LIMITS: '{"stallMaxMs": 2147483648}' }],
  ['MODULES', { MODULES: 'a,,b' }],
]

test.each(bad)('[CONFIG] %s is refused: %o', (name, settings) => {
  const attempt = () => read(settings)
  expect(attempt).toThrow(ConfigError)
  expect(attempt).toThrow(new RegExp(`^Setting ${name} [^\n]+\\.?[^\n]*$`))
})

test.each(['http', '65536'])('[CONFIG] for a PORT of %s, one that works is named', (PORT) => {
  expect(() => read({ PORT })).toThrow(
    /^Setting PORT must be a whole number from 0 to 65535, for example 8787; 0 picks a free port\.$/,
  )
})

test('[CONFIG] of a limit that there is not it is said which was perhaps meant, and 0 is taken where it makes sense', () => {
  expect(() => read({ LIMITS: '{"writesPerMinut": 5}' })).toThrow(
    'Setting LIMITS has no limit called "writesPerMinut". Did you mean `writesPerMinute`?',
  )
  expect(read({ LIMITS: '{"idleLingerMs": 0}' }).limits.idleLingerMs).toBe(0)
  expect(() => read({ LIMITS: '{"zoneConcurrencyMax": 0}' })).toThrow(
    '"zoneConcurrencyMax" must be a whole number of at',
  )
})

test('[CONFIG] the message shows no secret, and names all that is wrong', () => {
  const wrong = { AUTH_SECRET: 'canary', DEBUG_USER: 'a', DEBUG_PASSWORD: 'canary', PORT: 'x', LOG_LEVEL: 'x' }
  const message = (() => {
    try {
      return String(read(wrong))
    } catch (error) {
      return String(error)
    }
  })()
  expect(message).not.toContain('canary')
  for (const name of ['AUTH_SECRET', 'DEBUG_PASSWORD', 'PORT', 'LOG_LEVEL']) expect(message).toContain(name)
})

test('[SEC-7] a server in production has a secret that outlasts it; what starts none needs none', () => {
  const readFor = (isUnattended: boolean | undefined, environment: Record<string, string>) =>
    readConfig({ environment, ...(isUnattended === undefined ? {} : { isUnattended }) })
  for (const [isUnattended, environment] of [
    [true, {}],
    [false, { NODE_ENV: 'production' }],
  ] as const) {
    expect(() => readFor(isUnattended, environment)).toThrow(/AUTH_SECRET is needed in production.*openssl rand/)
    expect(readFor(isUnattended, { ...environment, AUTH_SECRET: goodSecret }).isAuthSecretRandom).toBe(false)
  }
  expect(readFor(false, {}).isAuthSecretRandom).toBe(true)
  expect(readFor(undefined, { NODE_ENV: 'production' }).isAuthSecretRandom).toBe(true)
})

test('[FAIL-15] the memory limit is off by default, and no smaller than a server', () => {
  expect(read({}).memoryLimitMb).toBeUndefined()
  expect(read({ MEMORY_LIMIT_MB: '512' }).memoryLimitMb).toBe(512)
  for (const MEMORY_LIMIT_MB of ['64', '1e3', '-1']) expect(() => read({ MEMORY_LIMIT_MB })).toThrow('MEMORY_LIMIT_MB')
})
