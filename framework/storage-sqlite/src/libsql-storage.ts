import { createProcessNodes, type Storage } from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import { changeRows } from './database/change-rows.ts'
import type { LibsqlDatabase } from './database/libsql-database.ts'
import { readRecordingPage } from './recordings/read-recording.ts'
import { createLibsqlAccountStorage } from './records/libsql-account-storage.ts'
import { createLibsqlActionLog } from './records/libsql-action-log.ts'
import { createLibsqlClockStorage } from './records/libsql-clock-storage.ts'
import { probe } from './schema.ts'
import { createLibsqlWakeStorage } from './zones/libsql-wake-storage.ts'
import { createLibsqlZoneStorage } from './zones/libsql-zone-storage.ts'

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
