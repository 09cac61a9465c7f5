/** From where each account has logged in. */
type KnownAddresses = {
  add(username: string, address: string): void
  has(username: string, address: string): boolean
  /** Accounts remembered now. */
  size(): number
}

/**
 * Of each account the addresses of its last logins, at most `addressesMax`; beyond `accountsMax` accounts the one whose
 * last login is longest ago is forgotten. In memory alone: addresses say where people live, so they are written nowhere,
 * and what they stand against, the counts of wrong passwords, ends with the process as well.
 */
export function createKnownAddresses({
  accountsMax,
  addressesMax,
}: {
  readonly accountsMax: number
  readonly addressesMax: number
}): KnownAddresses {
  const accounts = new Map<string, readonly string[]>()
  return {
    add(username, address) {
      const others = (accounts.get(username) ?? []).filter((one) => one !== address)
      accounts.delete(username)
      accounts.set(username, [...others, address].slice(-addressesMax))
      for (const [oldest] of accounts) {
        if (accounts.size <= accountsMax) return
        accounts.delete(oldest)
      }
    },
    has: (username, address) => accounts.get(username)?.includes(address) ?? false,
    size: () => accounts.size,
  }
}
