import type { Limits } from '../kernel/limits.ts'
import { createRateLimiter, type Taken } from './rate-limiter.ts'

type LoginLimits = {
  /** Counts a try as failed before it is made, so that a hundred at the same time are still only so many. */
  take(username: string, address: string): Promise<Taken>
  /** The try did not fail after all. */
  giveBack(username: string, address: string): Promise<void>
  /** Keys remembered now. */
  size(): number
}

/** Failed logins per account and per address. Names that nobody has count like any other: a limit tells nothing. */
export function createLoginLimits(
  limits: Pick<Limits, 'loginFailuresPerAccountPerMinute' | 'loginFailuresPerAddressPer10Minutes' | 'rateLimitKeysMax'>,
): LoginLimits {
  const keysMax = limits.rateLimitKeysMax
  const accounts = createRateLimiter({ points: limits.loginFailuresPerAccountPerMinute, windowMs: 60_000, keysMax })
  const addresses = createRateLimiter({
    points: limits.loginFailuresPerAddressPer10Minutes,
    windowMs: 600_000,
    keysMax,
  })
  return {
    async take(username, address) {
      const byAddress = await addresses.take(address)
      if (!byAddress.ok) return byAddress
      const byAccount = await accounts.take(username)
      if (!byAccount.ok) await addresses.giveBack(address)
      return byAccount
    },
    async giveBack(username, address) {
      await accounts.giveBack(username)
      await addresses.giveBack(address)
    },
    size: () => accounts.size() + addresses.size(),
  }
}
