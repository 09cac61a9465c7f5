import { type CommitResult, UnstorableError, type ZoneCommit } from '@gridtick/engine/ports'
import { type Connection, plain, type Statement } from '../database/connection.ts'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { isRefusal, toStorageError } from '../database/libsql-errors.ts'
import { commitStatements } from './commit-statements.ts'
import { findConflict } from './fence-statements.ts'

/**
 * Stores steps of several zones in one transaction, so that they share the wait for the disk. Each stands in a savepoint
 * of its own: one that is refused takes only itself back. Where the transaction fails, all of them do.
 */
export async function commitZones(
  database: LibsqlDatabase,
  commits: readonly ZoneCommit[],
): Promise<readonly CommitResult[]> {
  const prepared = commits.map(prepare)
  if (!prepared.some(({ rejected }) => rejected === undefined)) return prepared.flatMap(({ rejected = [] }) => rejected)
  try {
    return await database.transact((connection) => prepared.map((one) => one.rejected ?? store(connection, one)))
  } catch (error) {
    const failed: CommitResult = { outcome: 'failed', error: toStorageError(error) }
    return prepared.map(({ rejected }) => rejected ?? failed)
  }
}

type Prepared = {
  readonly commit: ZoneCommit
  readonly statements: readonly Statement[]
  readonly rejected?: CommitResult
}

/** Before the transaction: whether the data can be stored at all. */
function prepare(commit: ZoneCommit): Prepared {
  try {
    return { commit, statements: commitStatements(commit) }
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error
    return { commit, statements: [], rejected: { outcome: 'rejected', reason: error.message } }
  }
}

const begin = plain('SAVEPOINT "zone"')
const takeBack = plain('ROLLBACK TO "zone"')
const end = plain('RELEASE "zone"')

/** Throws what is no fault of the data: then nobody's step is stored. */
function store(connection: Connection, { commit, statements }: Prepared): CommitResult {
  const [fenced, ...others] = statements
  connection.run(begin)
  try {
    const isHeld = fenced !== undefined && connection.run(fenced) > 0
    if (isHeld) for (const statement of others) connection.run(statement)
    connection.run(end)
    return isHeld ? { outcome: 'committed' } : conflictOf(connection, commit)
  } catch (error) {
    if (!isRefusal(error)) throw error
    connection.run(takeBack)
    connection.run(end)
    return { outcome: 'rejected', reason: error.message }
  }
}

function conflictOf(connection: Connection, commit: ZoneCommit): CommitResult {
  return findConflict(connection, commit, commit.ifTick) ?? { outcome: 'conflict', differs: [] }
}
