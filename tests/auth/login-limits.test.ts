import { afterEach, expect, test, vi } from 'vitest'
import { defaultLimits, type Limits } from '../../framework/engine/src/ports/limits.ts'
import { createAuthenticator } from '../../framework/server/src/auth/authenticator.ts'
import { createPasswords } from '../../framework/server/src/auth/passwords.ts'
import { createMemoryAccountStorage } from '../../framework/storage-memory/src/memory-account-storage.ts'

const start = Date.UTC(2026, 0, 1)
const right = 'a good password'
const operator = { name: 'operator', password: 'a long enough one' }

afterEach(() => {
  vi.useRealTimers()
})

/** Accounts anna and berta, an operator, and a clock that is moved by hand. */
async function createLogins(changes: Partial<Limits> = {}) {
  vi.useFakeTimers({ now: start })
  const limits = { ...defaultLimits, ...changes }
  const passwords = createPasswords(limits, { N: 16, r: 1, p: 1 })
  const hashes = vi.spyOn(passwords, 'verify')
  const lines: { readonly fields: object; readonly message: string }[] = []
  const auth = createAuthenticator({
    secret: 'a secret of this test, long enough',
    debugUser: operator,
    accounts: createMemoryAccountStorage(),
    passwords,
    clock: { now: Date.now, monotonic: Date.now },
    limits,
    logger: { warn: (fields, message) => void lines.push({ fields, message }) },
  })
  for (const username of ['anna', 'berta']) await auth.register({ username, password: right })
  const login = async (username: string, password: string, address: string, isThisMachine = false) => {
    const answer = await auth.login({ username, password, address, isThisMachine })
    return answer.ok ? 'in' : answer.refused.code
  }
  /** Wrong passwords, each from an address of its own. */
  const guess = (username: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) => login(username, 'wrong', `2.2.${index >> 8}.${index & 255}`)),
    )
  return { auth, login, guess, lines, hashes }
}

test('[SEC-9] guesses from anywhere lock nobody out: neither from where they were made for others, nor from elsewhere', async () => {
  const { login } = await createLogins()
  for (let count = 0; count < 5; count++) expect(await login('anna', 'wrong', '2.2.2.2')).toBe('unauthenticated')
  expect(await login('anna', right, '2.2.2.2')).toBe('rate_limited')
  expect(await login('anna', right, '3.3.3.3')).toBe('in')
  expect(await login('berta', right, '2.2.2.2')).toBe('in')
  vi.advanceTimersByTime(60_000)
  expect(await login('anna', right, '2.2.2.2')).toBe('in')
})

test('[SEC-9] guessing from many addresses at once gets no more tries in an hour than the bound, whatever the name', async () => {
  const { guess, hashes, login } = await createLogins()
  for (const username of ['anna', 'operator', 'nobody']) {
    hashes.mockClear()
    const answers = [...(await guess(username, 50)), ...(await guess(username, 50)), ...(await guess(username, 50))]
    expect(answers.filter((answer) => answer === 'unauthenticated')).toHaveLength(60)
    expect(answers.filter((answer) => answer === 'rate_limited')).toHaveLength(90)
    expect(hashes).toHaveBeenCalledTimes(60)
  }
  vi.advanceTimersByTime(3_599_999)
  expect(await login('anna', right, '9.9.9.9')).toBe('rate_limited')
  vi.advanceTimersByTime(1)
  expect(await login('anna', right, '9.9.9.9')).toBe('in')
})

test('[SEC-9] under attack the owner gets in from where that account logged in before, and nobody else from there does', async () => {
  const { guess, login } = await createLogins()
  expect(await login('operator', operator.password, '8.8.8.8')).toBe('in')
  for (let round = 0; round < 3; round++) await guess('OPERATOR', 50)
  expect(await login('operator', operator.password, '9.9.9.9')).toBe('rate_limited')
  for (let times = 0; times < 3; times++) expect(await login('Operator', operator.password, '8.8.8.8')).toBe('in')

  // Known is the address to this account alone, and even there guessing is slow.
  for (let round = 0; round < 2; round++) await guess('berta', 50)
  expect(await login('berta', right, '8.8.8.8')).toBe('rate_limited')
  for (let count = 0; count < 5; count++) expect(await login('operator', 'wrong', '8.8.8.8')).toBe('unauthenticated')
  expect(await login('operator', operator.password, '8.8.8.8')).toBe('rate_limited')
})

test('[SEC-9] on the machine of the server the owner always gets in, and a guesser there no faster', async () => {
  const { guess, login } = await createLogins()
  for (let round = 0; round < 2; round++) await guess('operator', 50)
  expect(await login('operator', operator.password, '127.0.0.1')).toBe('rate_limited')
  expect(await login('operator', operator.password, '127.0.0.1', true)).toBe('in')
  for (let count = 0; count < 5; count++)
    expect(await login('anna', 'wrong', '127.0.0.1', true)).toBe('unauthenticated')
  expect(await login('anna', right, '127.0.0.1', true)).toBe('rate_limited')
})

test('[SEC-9] of the addresses of an account the last ones are remembered, and of the accounts those that logged in last', async () => {
  const { guess, login } = await createLogins({ knownAddressesPerAccountMax: 2, loginFailuresPerAccountPerHour: 1 })
  for (const address of ['1.1.1.1', '1.1.1.2', '1.1.1.1', '1.1.1.3'])
    expect(await login('anna', right, address)).toBe('in')
  await guess('anna', 1)
  expect(await login('anna', right, '1.1.1.2')).toBe('rate_limited')
  expect([await login('anna', right, '1.1.1.1'), await login('anna', right, '1.1.1.3')]).toEqual(['in', 'in'])

  const few = await createLogins({ rateLimitKeysMax: 1, loginFailuresPerAccountPerHour: 1 })
  for (const username of ['anna', 'berta']) expect(await few.login(username, right, '1.1.1.1')).toBe('in')
  await few.guess('anna', 1)
  expect(await few.login('anna', right, '1.1.1.1')).toBe('rate_limited')
})

test('[SEC-9] one address gets so many wrong tries over all accounts; good logins, however many, are no tries', async () => {
  const { login, auth } = await createLogins()
  for (let count = 0; count < 20; count++) expect(await login('anna', right, '4.4.4.4')).toBe('in')
  for (let count = 0; count < 10; count++)
    expect(await login(`name${count}`, 'wrong', '4.4.4.4')).toBe('unauthenticated')
  expect(await login('anna', right, '4.4.4.4')).toBe('rate_limited')
  expect(await login('anna', right, '5.5.5.5')).toBe('in')
  const answer = await auth.login({ username: 'anna', password: right, address: '4.4.4.4', isThisMachine: false })
  expect(answer).toMatchObject({ refused: { code: 'rate_limited', retryAfterMs: 600_000 } })
})

test('[SEC-9] many at the same time from one address get no more tries than one after the other', async () => {
  const { login } = await createLogins()
  const answers = await Promise.all(Array.from({ length: 40 }, () => login('anna', 'wrong', '5.5.5.5')))
  expect(answers.filter((answer) => answer === 'unauthenticated')).toHaveLength(5)
})

test('[SEC-9] the log says that somebody guesses: once in a minute for each limit, and never what was typed', async () => {
  const { guess, lines } = await createLogins()
  for (let round = 0; round < 2; round++) await guess('operator', 50)
  await guess('a-password-in-the-wrong-field', 70)
  expect(lines.map(({ fields }) => fields)).toEqual([
    { limit: 'loginFailuresPerAccountPerHour', address: expect.stringMatching(/^2\.2\./), isDebugUser: true },
  ])
  expect(JSON.stringify(lines)).not.toContain('wrong-field')
})
