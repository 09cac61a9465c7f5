import type { ClockStorage } from '@gridtick/engine/ports'
import { changeRows } from './change-rows.ts'
import type { LibsqlDatabase } from './libsql-database.ts'
import { readServerClock, storeServerClock } from './server-clock-statements.ts'

export function createLibsqlClockStorage(database: LibsqlDatabase): ClockStorage {
  return {
    async readClock() {
      const [row] = await database.read(readServerClock)
      return (row?.at as number | null | undefined) ?? null
    },

    async storeClock(at) {
      await changeRows(database, storeServerClock(at))
    },
  }
}
