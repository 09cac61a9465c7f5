import type { LimitName, Limits } from '@gridtick/engine/ports'
import { createKnownAddresses } from './known-addresses.ts'
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts'

/** Who tries to log in, and from where. */
type LoginTry = {
  readonly username: string
  readonly address: string
  /** It comes from the machine that the server runs on, by itself. */
  readonly isThisMachine: boolean
}

type TakenTry =
  | { readonly ok: true; readonly end: (result: 'good' | 'wrong' | 'undecided') => Promise<void> }
  | { readonly ok: false; readonly retryAfterMs: number; readonly limit: LimitName }

type LoginLimits = {
  /**
   * Counts a try as failed before it is made, so that a hundred at the same time are still only so many. `end` must be
   * told how it went: a wrong password counts, and nothing else.
   */
  take(attempt: LoginTry): Promise<TakenTry>
  /** Keys remembered now. */
  size(): number
}

type LoginLimitNames =
  | 'loginFailuresPerAccountPerMinute'
  | 'loginFailuresPerAccountPerHour'
  | 'loginFailuresPerAddressPer10Minutes'
  | 'knownAddressesPerAccountMax'
  | 'rateLimitKeysMax'

/**
 * Wrong passwords are counted three times: for an address; for an account from one address, so that nobody locks others
 * out; and for an account from everywhere, so that guessing from many addresses stays slow. The last would lock its owner
 * out in turn, so it does not hold where that account has logged in before, nor on this machine. Names that nobody has
 * count like any other: a limit tells nothing.
 */
export function createLoginLimits(limits: Pick<Limits, LoginLimitNames>): LoginLimits {
  const keysMax = limits.rateLimitKeysMax
  const limiter = (limit: LoginLimitNames, windowMs: number) => ({
    limit,
    ...createRateLimiter({ points: limits[limit], windowMs, keysMax }),
  })
  const byAddress = limiter('loginFailuresPerAddressPer10Minutes', 600_000)
  const byBoth = limiter('loginFailuresPerAccountPerMinute', 60_000)
  const byAccount = limiter('loginFailuresPerAccountPerHour', 3_600_000)
  const known = createKnownAddresses({ accountsMax: keysMax, addressesMax: limits.knownAddressesPerAccountMax })

  return {
    async take({ username, address, isThisMachine }) {
      const isKnown = isThisMachine || known.has(username, address)
      const wanted: readonly Counted[] = [
        { limiter: byAddress, key: address },
        { limiter: byBoth, key: JSON.stringify([username, address]) },
        ...(isKnown ? [] : [{ limiter: byAccount, key: username }]),
      ]
      const counted: Counted[] = []
      const giveBack = async () => {
        for (const each of counted) await each.limiter.giveBack(each.key)
      }
      for (const each of wanted) {
        const taken = await each.limiter.take(each.key)
        if (!taken.ok) {
          await giveBack()
          return { ...taken, limit: each.limiter.limit }
        }
        counted.push(each)
      }
      return {
        ok: true,
        async end(result) {
          if (result === 'good') known.add(username, address)
          if (result !== 'wrong') await giveBack()
        },
      }
    },
    size: () => byAddress.size() + byBoth.size() + byAccount.size() + known.size(),
  }
}

type Counted = { readonly limiter: RateLimiter & { readonly limit: LimitName }; readonly key: string }
