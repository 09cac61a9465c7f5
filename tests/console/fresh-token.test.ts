import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Account } from '../../apps/console/page/account.ts'
import { freshToken } from '../../apps/console/page/fresh-token.ts'

const dayMs = 24 * 3_600_000
const nowMs = Date.UTC(2030, 0, 1)
const ask = vi.fn<typeof fetch>()

function guest(token: string, days: number): Account {
  const expiresAt = new Date(nowMs + days * dayMs).toISOString()
  return { playerId: 'ann', displayName: 'Ann', role: 'player', token, expiresAt }
}

beforeEach(() => {
  ask.mockReset()
  vi.stubGlobal('fetch', ask)
})
afterEach(() => vi.unstubAllGlobals())

describe('the token of a guest', () => {
  const onExchanged = vi.fn()
  beforeEach(() => onExchanged.mockReset())
  const tokenOf = (account: Account) => freshToken({ account, nowMs, onExchanged })

  test('with half of its time left is used as it is', async () => {
    expect(await tokenOf(guest('old', 15))).toBe('old')
    expect(ask).not.toHaveBeenCalled()
  })

  test('with less is exchanged, and the new one is told', async () => {
    const fresh = guest('new', 30)
    ask.mockResolvedValue(Response.json(fresh))
    expect(await tokenOf(guest('old', 14.9))).toBe('new')
    const [path, init] = ask.mock.calls[0] ?? []
    expect(path).toBe('./v1/auth/refresh')
    expect(new Headers(init?.headers).get('authorization')).toBe('Bearer old')
    expect(onExchanged).toHaveBeenCalledExactlyOnceWith(fresh)
  })

  test('is used as it is where it cannot be exchanged', async () => {
    ask.mockRejectedValueOnce(new TypeError('no connection'))
    expect(await tokenOf(guest('old', 1))).toBe('old')
    ask.mockResolvedValueOnce(Response.json({ code: 'unauthenticated' }, { status: 401 }))
    expect(await tokenOf(guest('old', 1))).toBe('old')
    expect(onExchanged).not.toHaveBeenCalled()
  })
})
