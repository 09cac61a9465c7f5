import { sql } from 'drizzle-orm'
import type { Account, AccountStorage } from './account-storage.ts'
import type { LibsqlDatabase } from './libsql-database.ts'
import { toStorageError } from './libsql-errors.ts'
import { accounts } from './schema.ts'
import { cleanText } from './zone-rows.ts'

/** Accounts in SQLite. */
export function createLibsqlAccountStorage(database: LibsqlDatabase): AccountStorage {
  return {
    async createAccount({ playerId, username, displayName, passwordHash, createdAt }) {
      try {
        const [result] = await database.write([
          sql`insert into ${accounts} ("playerId", "username", "displayName", "passwordHash", "createdAt")
              values (${playerId}, ${username}, ${cleanText(displayName)}, ${passwordHash}, ${createdAt})
              on conflict ("username") do nothing`,
        ])
        return result?.rowsAffected === 1
      } catch (error) {
        throw toStorageError(error)
      }
    },

    async findAccount(username) {
      const [row] = await database.read(sql`select * from ${accounts} where "username" = ${username}`)
      return row && ({ ...row } as unknown as Account)
    },
  }
}
