import { type CommitResult, UnstorableError, type ZoneCommit } from '@gridtick/engine/ports'
import { type Connection, plain } from '../database/connection.ts'
import { type LibsqlDatabase, Withdrawal } from '../database/libsql-database.ts'
import { isRefusal, toStorageError } from '../database/libsql-errors.ts'
import type { ZoneJournals } from '../journal/zone-journals.ts'
import { sideStatements, updateZone } from './commit-statements.ts'
import { findConflict } from './fence-statements.ts'

/**
 * Stores steps of several zones in one transaction, so that they share the wait for the disk. Where one of them is refused,
 * all is taken back and begins again, each in a savepoint of its own: so that one takes only itself back, and who is not
 * refused pays for no savepoint. Where the transaction fails, nobody knows of any.
 */
export async function commitZones(
  { database, journals }: { readonly database: LibsqlDatabase; readonly journals: ZoneJournals },
  commits: readonly ZoneCommit[],
): Promise<readonly CommitResult[]> {
  if (commits.length === 0) return []
  const storeAll = (how: typeof store) =>
    database.transact((connection) => commits.map((commit) => how(connection, journals, commit)))
  const distrustAll = () => {
    for (const { zoneId } of commits) journals.distrust(zoneId)
  }
  try {
    return await storeAll(store).catch((error) => {
      distrustAll()
      if (!(error instanceof Refusal)) throw error
      return commits.length === 1 ? [error.result] : storeAll(storeApart)
    })
  } catch (error) {
    distrustAll()
    const failed: CommitResult = { outcome: 'failed', error: toStorageError(error) }
    return commits.map(() => failed)
  }
}

/** Takes all of a step back that was written so far. */
class Refusal extends Withdrawal {
  readonly result: CommitResult
  constructor(result: CommitResult) {
    super()
    this.result = result
  }
}

function storeApart(connection: Connection, journals: ZoneJournals, commit: ZoneCommit): CommitResult {
  connection.run(begin)
  const result = storeOrTakeBack(connection, journals, commit)
  connection.run(end)
  return result
}

function storeOrTakeBack(connection: Connection, journals: ZoneJournals, commit: ZoneCommit): CommitResult {
  try {
    return store(connection, journals, commit)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    journals.distrust(commit.zoneId)
    connection.run(takeBack)
    return error.result
  }
}

const begin = plain('SAVEPOINT "zone"')
const takeBack = plain('ROLLBACK TO "zone"')
const end = plain('RELEASE "zone"')

/** Throws a {@link Refusal}, and what is no fault of the data: then nobody's step is stored. */
function store(connection: Connection, journals: ZoneJournals, commit: ZoneCommit): CommitResult {
  try {
    return write(connection, journals, commit)
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof UnstorableError)) throw error
    throw new Refusal({ outcome: 'rejected', reason: error.message })
  }
}

function write(connection: Connection, journals: ZoneJournals, commit: ZoneCommit): CommitResult {
  if (connection.run(updateZone(commit)) === 0)
    throw new Refusal(findConflict(connection, commit, commit.ifTick) ?? { outcome: 'conflict', differs: [] })
  journals.write(connection, commit)
  for (const statement of sideStatements(commit)) connection.run(statement)
  return { outcome: 'committed' }
}
