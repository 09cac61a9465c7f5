import { sign } from 'hono/jwt'
import { afterEach, expect, test, vi } from 'vitest'
import { defaultLimits, type Limits } from '../../framework/engine/src/ports/limits.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { StorageError } from '../../framework/engine/src/ports/storage/storage-error.ts'
import { createAuthenticator } from '../../framework/server/src/auth/authenticator.ts'
import { createPasswords } from '../../framework/server/src/auth/passwords.ts'
import { createRateLimiter } from '../../framework/server/src/auth/rate-limiter.ts'
import { createTokens } from '../../framework/server/src/auth/tokens.ts'
import { createMemoryAccountStorage } from '../../framework/storage-memory/src/memory-account-storage.ts'

const secret = 'a secret of this test, long enough'
const cheap = { N: 16, r: 1, p: 1 }
const start = Date.UTC(2026, 0, 1)

type Settings = {
  readonly debugUser?: { readonly name: string; readonly password: string }
  readonly limits?: Partial<Limits>
  readonly accounts?: ReturnType<typeof createMemoryAccountStorage>
  readonly secret?: string
}

function createAuth(settings: Settings = {}) {
  const limits = { ...defaultLimits, ...settings.limits }
  const accounts = settings.accounts ?? createMemoryAccountStorage()
  const passwords = createPasswords(limits, cheap)
  const verify = vi.spyOn(passwords, 'verify')
  const clock = { now: () => start, monotonic: () => 0 }
  const { debugUser } = settings
  const given = { secret: settings.secret ?? secret, debugUser, accounts, passwords, clock, limits }
  const auth = createAuthenticator({ ...given, logger: silentLogger })
  const login = async (username: string, password: string, address = '1.1.1.1') => {
    const answer = await auth.login({ username, password, address, isThisMachine: false })
    return answer.ok ? answer.session : answer.refused.code
  }
  return { auth, accounts, verify, login }
}

const operator = { name: 'Operator', password: 'a long enough one' }

afterEach(() => {
  vi.useRealTimers()
})

test('[AUTH] whoever registers can log in with that password alone, and is the same player', async () => {
  const { auth, login } = createAuth()
  const registered = await auth.register({ username: 'anna', password: 'a good password' })
  expect(registered).toMatchObject({ ok: true, session: { displayName: 'anna', role: 'player' } })
  const session = await login('anna', 'a good password')
  expect(session).toMatchObject({ playerId: registered.ok ? registered.session.playerId : '' })
  expect(await login('anna', 'another password')).toBe('unauthenticated')
  expect(await login('berta', 'a good password')).toBe('unauthenticated')
  expect(await auth.register({ username: 'anna', password: 'a good password' })).toMatchObject({
    refused: { code: 'username_taken' },
  })
})

test('[LIM-9] beyond accountsMax nobody registers, and the answer names the limit; those who have an account log in', async () => {
  const { auth, login } = createAuth({ limits: { accountsMax: 1 } })
  await auth.register({ username: 'anna', password: 'a good password' })
  expect(await auth.register({ username: 'berta', password: 'a good password' })).toMatchObject({
    refused: { code: 'overloaded', message: expect.stringContaining('accountsMax') },
  })
  expect(await auth.register({ username: 'anna', password: 'a good password' })).toMatchObject({
    refused: { code: 'username_taken' },
  })
  expect(await login('anna', 'a good password')).toMatchObject({ displayName: 'anna' })
  expect(await auth.guest()).toMatchObject({ role: 'player' })
})

test('[AUTH] a token says who one is for 30 days, and refreshing it keeps the player', async () => {
  const { auth } = createAuth()
  const guest = await auth.guest('Gast')
  expect(guest.expiresAt).toBe(start + 30 * 86_400_000)
  const identity = { playerId: guest.playerId, displayName: 'Gast', role: 'player' }
  expect(await auth.verifyToken(guest.token)).toEqual({ ...identity, expiresAt: guest.expiresAt })
  expect(await auth.refresh({ ...guest })).toMatchObject(identity)
  expect((await auth.guest()).playerId).not.toBe(guest.playerId)
})

test('[AUTH] a token is ours, whole, of this algorithm, issuer and audience, and in time, or it is none', async () => {
  let now = start
  const tokens = createTokens({ secret, now: () => now })
  const claims = {
    iss: 'gridtick',
    aud: 'gridtick',
    sub: 'a',
    role: 'player',
    name: 'A',
    iat: 0,
    exp: start / 1_000 + 60,
  }
  expect(await tokens.read(await sign(claims, secret, 'HS256'))).toMatchObject({ playerId: 'a', role: 'player' })
  const { exp: _, ...endless } = claims
  const bad = [
    await sign(claims, 'another secret', 'HS256'),
    await sign(claims, secret, 'HS512'),
    await sign({ ...claims, iss: 'other' }, secret, 'HS256'),
    await sign({ ...claims, aud: 'other' }, secret, 'HS256'),
    await sign({ ...claims, role: 'admin' }, secret, 'HS256'),
    await sign({ ...claims, exp: start / 1_000 }, secret, 'HS256'),
    await sign(endless, secret, 'HS256'),
    `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`,
    '',
    'a.b.c',
    '..',
    '\u0000',
    'x'.repeat(1_000_000),
  ]
  for (const token of bad) expect(await tokens.read(token), token.slice(0, 80)).toBeUndefined()
  // A wall clock that was set back must not lock out whoever has a token.
  const { token } = await tokens.issue({ playerId: 'a', displayName: 'A', role: 'player' })
  now -= 3_600_000
  expect(await tokens.read(token)).toBeDefined()
})

test('[AUTH] the debug user has the role by the settings, and nobody else can have or shadow its name', async () => {
  const accounts = createMemoryAccountStorage()
  const before = createAuth({ accounts })
  const shadow = await before.auth.register({ username: 'operator', password: 'a good password' })
  const { auth, login } = createAuth({ debugUser: operator, accounts })

  const session = await login('operator', operator.password)
  expect(session).toMatchObject({ role: 'debug', displayName: 'Operator' })
  expect(session).toEqual(await login('OPERATOR', operator.password))
  expect(await login('operator', 'a good password')).toBe('unauthenticated')
  expect(shadow.ok && typeof session === 'object' && session.playerId !== shadow.session.playerId).toBe(true)
  for (const username of ['operator', 'OPERATOR'])
    expect(await auth.register({ username, password: 'a good password' })).toMatchObject({
      refused: { code: 'username_taken' },
    })
})

test('[AUTH] a debug token lives as long as name, password and secret do; the player id as long as the name', async () => {
  const session = await createAuth({ debugUser: operator }).login('operator', operator.password)
  if (typeof session === 'string') throw new Error(session)
  const verifiedBy = (settings: Settings) => createAuth(settings).auth.verifyToken(session.token)

  expect(await verifiedBy({ debugUser: operator })).toMatchObject({ role: 'debug', playerId: session.playerId })
  expect(await verifiedBy({ debugUser: { ...operator, password: 'another long one' } })).toBeUndefined()
  expect(await verifiedBy({ debugUser: { ...operator, name: 'root' } })).toBeUndefined()
  expect(await verifiedBy({})).toBeUndefined()
  expect(await verifiedBy({ debugUser: operator, secret: `${secret}!` })).toBeUndefined()

  const forged = createTokens({ secret, now: () => start })
  const { token } = await forged.issue({ playerId: session.playerId, displayName: 'x', role: 'debug' })
  expect(await createAuth({ debugUser: operator }).auth.verifyToken(token)).toBeUndefined()
  const later = await createAuth({ debugUser: { ...operator, password: 'another long one' } }).login(
    'operator',
    'another long one',
  )
  expect(later).toMatchObject({ playerId: session.playerId })
})

test('[AUTH] a wrong password, an unknown name and the debug name all cost one hash', async () => {
  const { auth, verify, login } = createAuth({ debugUser: operator })
  await auth.register({ username: 'anna', password: 'a good password' })
  for (const username of ['anna', 'nobody', 'operator']) {
    verify.mockClear()
    expect(await login(username, 'wrong', username)).toBe('unauthenticated')
    expect(verify).toHaveBeenCalledTimes(1)
  }
})

test('[AUTH] trouble with storage is told as such and is no failed login', async () => {
  const accounts = createMemoryAccountStorage()
  vi.spyOn(accounts, 'findAccount').mockRejectedValue(new StorageError('io', 'gone'))
  const { login } = createAuth({ accounts })
  for (let count = 0; count < 20; count++) await expect(login('anna', 'x')).rejects.toThrow(StorageError)
})

test('[AUTH] hashing is bounded: some at once, some waiting, the rest overloaded', async () => {
  const passwords = createPasswords({ passwordHashesMax: 2, passwordHashesWaitingMax: 3 }, cheap)
  const results = await Promise.all(Array.from({ length: 8 }, () => passwords.hash('a good password')))
  expect(results.filter((result) => result === 'overloaded')).toHaveLength(3)
  expect(new Set(results.slice(0, 5)).size).toBe(5)
  expect(await passwords.hash('again')).toMatch(/^scrypt\$16\$1\$1\$/)
})

test('[AUTH] a hash carries its own cost, and is verified by that', async () => {
  const limits = { passwordHashesMax: 2, passwordHashesWaitingMax: 3 }
  const old = await createPasswords(limits, cheap).hash('e\u0301 good password')
  const now = createPasswords(limits, { N: 32, r: 2, p: 1 })
  expect(await now.verify('\u00e9 good password', old)).toBe(true)
  expect(await now.verify('e good password', old)).toBe(false)
  expect(await now.verify('anything', undefined)).toBe(false)
  expect(() => now.verify('anything', 'md5$nonsense')).toThrow('unreadable')
  const real = createPasswords(limits)
  expect(await real.verify('a good password', await real.hash('a good password'))).toBe(true)
})

test('[LIMIT] a rate limiter forgets after its window, keeps no more than keysMax keys, and a refused try costs nothing', async () => {
  vi.useFakeTimers({ now: start })
  const limiter = createRateLimiter({ points: 2, windowMs: 60_000, keysMax: 3 })
  const isTaken = async (key: string) => (await limiter.take(key)).ok
  expect([await isTaken('a'), await isTaken('a'), await isTaken('a')]).toEqual([true, true, false])
  await limiter.giveBack('a')
  expect([await isTaken('a'), await isTaken('a')]).toEqual([true, false])
  vi.advanceTimersByTime(59_000)
  expect(await limiter.take('a')).toEqual({ ok: false, retryAfterMs: 1_000 })
  vi.advanceTimersByTime(1_000)
  expect(await isTaken('a')).toBe(true)
  await isTaken('a')
  for (const key of ['b', 'c', 'd', 'e']) await isTaken(key)
  expect(limiter.size()).toBe(3)
  expect(await isTaken('a')).toBe(true)
})
