import { type LoadedZone, StorageError } from '@gridtick/engine/ports'
import { openConnection, plain } from '../database/connection.ts'
import { databasePathOf } from '../database/database-file.ts'
import { toStorageError } from '../database/libsql-errors.ts'
import { missingMigrations } from '../database/migrate-database.ts'
import { replayZone, withReplayed } from '../journal/replay-zone.ts'
import { readZoneRows } from '../zones/read-zone-rows.ts'

export type InspectedZone = Omit<LoadedZone, 'recording'>

/**
 * A zone as it is stored at this moment, its journal included, without changing anything; also while a server runs it.
 * Undefined: there is no such zone. Throws a TypeError for a URL that is no file, and a StorageError.
 */
export function inspectZone(url: string, zoneId: string): InspectedZone | undefined {
  const connection = openConnection(databasePathOf(url), { timeoutMs: 250 })
  try {
    if (missingMigrations(connection).length > 0)
      throw new StorageError(
        'unknown',
        'The database was made by an older version. Start its server once, or "migrate" it.',
      )
    // All of one moment: a server may go on writing between two reads.
    connection.all(plain('BEGIN'))
    const rows = readZoneRows(connection, zoneId)
    return rows && withReplayed(rows, replayZone(connection, zoneId))
  } catch (error) {
    throw toStorageError(error)
  } finally {
    connection.close()
  }
}
