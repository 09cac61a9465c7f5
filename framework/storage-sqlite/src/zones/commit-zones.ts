import { type CommitResult, UnstorableError, type ZoneCommit } from '@gridtick/engine/ports'
import { type Connection, plain } from '../database/connection.ts'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { isRefusal, toStorageError } from '../database/libsql-errors.ts'
import type { ZoneJournals } from '../journal/zone-journals.ts'
import { sideStatements, updateZone } from './commit-statements.ts'
import { findConflict } from './fence-statements.ts'

/**
 * Stores steps of several zones in one transaction, so that they share the wait for the disk. Each stands in a savepoint
 * of its own: one that is refused takes only itself back. Where the transaction fails, nobody knows of any.
 */
export async function commitZones(
  { database, journals }: { readonly database: LibsqlDatabase; readonly journals: ZoneJournals },
  commits: readonly ZoneCommit[],
): Promise<readonly CommitResult[]> {
  if (commits.length === 0) return []
  try {
    return await database.transact((connection) => commits.map((commit) => store(connection, journals, commit)))
  } catch (error) {
    for (const { zoneId } of commits) journals.distrust(zoneId)
    const failed: CommitResult = { outcome: 'failed', error: toStorageError(error) }
    return commits.map(() => failed)
  }
}

/** Throws what is no fault of the data: then nobody's step is stored. */
function store(connection: Connection, journals: ZoneJournals, commit: ZoneCommit): CommitResult {
  connection.run(begin)
  try {
    const result = write(connection, journals, commit)
    if (result.outcome !== 'committed') journals.distrust(commit.zoneId)
    connection.run(end)
    return result
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof UnstorableError)) throw error
    journals.distrust(commit.zoneId)
    connection.run(takeBack)
    connection.run(end)
    return { outcome: 'rejected', reason: error.message }
  }
}

const begin = plain('SAVEPOINT "zone"')
const takeBack = plain('ROLLBACK TO "zone"')
const end = plain('RELEASE "zone"')

function write(connection: Connection, journals: ZoneJournals, commit: ZoneCommit): CommitResult {
  if (connection.run(updateZone(commit)) === 0)
    return findConflict(connection, commit, commit.ifTick) ?? { outcome: 'conflict', differs: [] }
  journals.write(connection, commit)
  for (const statement of sideStatements(commit)) connection.run(statement)
  return { outcome: 'committed' }
}
