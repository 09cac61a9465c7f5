import type { PlayerId } from 'gridtick'

/** Accounts with a password. Guests need none: their token says who they are. Calls may reject with a StorageError. */
export type AccountStorage = {
  /** `taken`: the username is another account's. `full`: there are `accountsMax` accounts already. Then nothing is stored. */
  createAccount(account: Account, accountsMax: number): Promise<'created' | 'taken' | 'full'>
  findAccount(username: string): Promise<Account | undefined>
}

export type Account = {
  readonly playerId: PlayerId
  readonly username: string
  readonly displayName: string
  readonly passwordHash: string
  /** ms since the epoch. */
  readonly createdAt: number
}
