import type { Account } from './account.ts'
import { callApi } from './api.ts'

/** Of the 30 days that a token lasts, half. */
const freshMs = 15 * 24 * 3_600_000

/**
 * A token that will last: the account's own, or one that it is exchanged for when less than half of its time is left. Never
 * rejects: where it cannot be exchanged, the old one is as good as it was.
 */
export async function freshToken(options: {
  readonly account: Account
  /** ms since the epoch. */
  readonly nowMs: number
  readonly onExchanged: (fresh: Account) => void
}): Promise<string> {
  const { token, expiresAt } = options.account
  if (Date.parse(expiresAt) - options.nowMs >= freshMs) return token
  try {
    const fresh = await callApi<Account>('/v1/auth/refresh', { method: 'POST', token, body: {} })
    options.onExchanged(fresh)
    return fresh.token
  } catch {
    return token
  }
}
