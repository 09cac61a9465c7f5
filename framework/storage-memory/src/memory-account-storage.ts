import { type Account, type AccountStorage, cleanText, StorageError } from '@gridtick/engine/ports'

/** Accounts in memory, for tests. They end with the process. */
export function createMemoryAccountStorage(): AccountStorage {
  const accounts = new Map<string, Account>()
  return {
    async createAccount(account, accountsMax) {
      if (accounts.has(account.username)) return 'taken'
      for (const { playerId } of accounts.values())
        if (playerId === account.playerId)
          throw new StorageError('unknown', `The player ${playerId} has an account already.`)
      if (accounts.size >= accountsMax) return 'full'
      accounts.set(account.username, { ...account, displayName: cleanText(account.displayName) })
      return 'created'
    },

    async findAccount(username) {
      const account = accounts.get(username)
      return account && { ...account }
    },
  }
}
