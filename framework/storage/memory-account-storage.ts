import type { Account, AccountStorage } from './account-storage.ts'
import { cleanText } from './zone-rows.ts'
import { StorageError } from './zone-storage.ts'

/** Accounts in memory, for tests. It has no bound, and ends with the process. */
export function createMemoryAccountStorage(): AccountStorage {
  const accounts = new Map<string, Account>()
  return {
    async createAccount(account) {
      if (accounts.has(account.username)) return false
      for (const { playerId } of accounts.values())
        if (playerId === account.playerId)
          throw new StorageError('unknown', `The player ${playerId} has an account already.`)
      accounts.set(account.username, { ...account, displayName: cleanText(account.displayName) })
      return true
    },

    async findAccount(username) {
      const account = accounts.get(username)
      return account && { ...account }
    },
  }
}
