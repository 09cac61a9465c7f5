import { createProcessNodes, type Storage } from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import { changeRows } from './change-rows.ts'
import { createLibsqlAccountStorage } from './libsql-account-storage.ts'
import { createLibsqlActionLog } from './libsql-action-log.ts'
import { createLibsqlClockStorage } from './libsql-clock-storage.ts'
import type { LibsqlDatabase } from './libsql-database.ts'
import { createLibsqlWakeStorage } from './libsql-wake-storage.ts'
import { createLibsqlZoneStorage } from './libsql-zone-storage.ts'
import { readRecordingPage } from './read-recording.ts'
import { probe } from './schema.ts'

/** All parts of the storage, in one open database. */
export function createLibsqlStorage(database: LibsqlDatabase): Required<Storage> {
  const nodes = createProcessNodes()
  return {
    zones: createLibsqlZoneStorage(database, nodes),
    wakes: createLibsqlWakeStorage(database, nodes),
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
    close: () => database.close(),
  }
}
