import type { ClockStorage } from '@gridtick/engine/ports'
import { changeRows } from '../database/change-rows.ts'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { readServerClock, resetServerClock, storeServerClock } from './server-clock-statements.ts'

export function createLibsqlClockStorage(database: LibsqlDatabase): ClockStorage {
  const readClock = async () => {
    const [row] = await database.read(readServerClock)
    return (row?.at as number | null | undefined) ?? null
  }

  return {
    readClock,

    async storeClock(at) {
      await changeRows(database, storeServerClock(at))
    },

    async resetClock(to) {
      const from = await readClock()
      if (from !== null && from > to) await changeRows(database, ...resetServerClock({ from, to }))
    },
  }
}
