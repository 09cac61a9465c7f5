import { type Account, type AccountStorage, cleanText } from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { toStorageError } from '../database/libsql-errors.ts'
import { accounts } from '../schema.ts'

/** Accounts in SQLite. */
export function createLibsqlAccountStorage(database: LibsqlDatabase): AccountStorage {
  async function findAccount(username: string): Promise<Account | undefined> {
    const [row] = await database.read(sql`select * from ${accounts} where "username" = ${username}`)
    return row && ({ ...row } as unknown as Account)
  }

  return {
    async createAccount({ playerId, username, displayName, passwordHash, createdAt }, accountsMax) {
      try {
        const [added] = await database.write([
          sql`insert into ${accounts} ("playerId", "username", "displayName", "passwordHash", "createdAt")
              select ${playerId}, ${username}, ${cleanText(displayName)}, ${passwordHash}, ${createdAt}
              where (select count(*) from ${accounts}) < ${accountsMax}
              on conflict ("username") do nothing`,
        ])
        if (added === 1) return 'created'
      } catch (error) {
        throw toStorageError(error)
      }
      return (await findAccount(username)) === undefined ? 'full' : 'taken'
    },

    findAccount,
  }
}
