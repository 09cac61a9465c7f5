import { createProcessNodes, defaultLimits, type Storage } from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import { changeRows } from './database/change-rows.ts'
import type { LibsqlDatabase } from './database/libsql-database.ts'
import { createZoneJournals, type JournalLimits, type ZoneJournals } from './journal/zone-journals.ts'
import { readRecordingPage } from './recordings/read-recording.ts'
import { createLibsqlAccountStorage } from './records/libsql-account-storage.ts'
import { createLibsqlActionLog } from './records/libsql-action-log.ts'
import { createLibsqlClockStorage } from './records/libsql-clock-storage.ts'
import { probe } from './schema.ts'
import { createLibsqlOrderStorage } from './zones/libsql-order-storage.ts'
import { createLibsqlTurnStorage } from './zones/libsql-turn-storage.ts'
import { createLibsqlWakeStorage } from './zones/libsql-wake-storage.ts'
import { createLibsqlZoneStorage } from './zones/libsql-zone-storage.ts'

/** All parts of the storage, in one open database. */
export function createLibsqlStorage(database: LibsqlDatabase, limits: Partial<JournalLimits> = {}): Required<Storage> {
  const nodes = createProcessNodes()
  const journals = createZoneJournals({ ...defaultLimits, ...limits })
  return {
    zones: createLibsqlZoneStorage({ database, journals, nodes }),
    wakes: createLibsqlWakeStorage(database, nodes),
    orders: createLibsqlOrderStorage(database),
    turns: createLibsqlTurnStorage(database),
    actionLog: createLibsqlActionLog(database),
    recordings: { readRecording: (request) => readRecordingPage(database, request) },
    accounts: createLibsqlAccountStorage(database),
    clock: createLibsqlClockStorage(database),
    nodes,

    async probe() {
      // Another value each time: SQLite does not write a page that stays the same.
      await changeRows(
        database,
        sql`insert into ${probe} ("id", "count") values (1, 1) on conflict ("id") do update set "count" = "count" + 1`,
      )
    },

    verify: async () => database.verify(),
    waiting: () => database.waiting(),
    path: database.path,
    noteUrl: (url) => database.noteUrl(url),
    async close() {
      await foldAll(database, journals)
      await database.close()
    },
  }
}

/** So that who reads the file finds everything in its tables. What fails stays in the journal: the next start reads it. */
async function foldAll(database: LibsqlDatabase, journals: ZoneJournals): Promise<void> {
  const zoneIds = journals.open()
  for (let from = 0; from < zoneIds.length; from += foldedAtOnceMax) {
    const some = zoneIds.slice(from, from + foldedAtOnceMax)
    const isDone = await database
      .transact((connection) => {
        for (const zoneId of some) journals.fold(connection, zoneId)
        return true
      })
      .catch(() => false)
    if (!isDone) return
  }
}

/** In small transactions, so that the end of a server is not one long one. */
const foldedAtOnceMax = 32
