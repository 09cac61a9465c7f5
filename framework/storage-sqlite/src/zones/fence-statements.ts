import type { Conflict, ProcessNodes, WriteResult, ZoneClaim, ZoneOwner } from '@gridtick/engine/ports'
import { type SQL, sql } from 'drizzle-orm'
import type { Connection } from '../database/connection.ts'
import { type LibsqlDatabase, Withdrawal } from '../database/libsql-database.ts'
import { toStorageError } from '../database/libsql-errors.ts'

/** Zones that this one may claim: its own, and those that nobody owns who has a lease. */
export function mayBeClaimed(owner: ZoneOwner, nodes: ProcessNodes): SQL {
  const live = sql.join(
    nodes.live().map((incarnation) => sql`${incarnation}`),
    sql`, `,
  )
  return sql`("owner" is null or "owner" is ${owner} or "owner" not in (${live}))`
}

/** What of a claim is not what is stored; undefined: it holds. */
export function findConflict(connection: Connection, claim: ZoneClaim, ifTick?: number): Conflict | undefined {
  const [row] = connection.all({
    text: 'select "owner", "epoch", "tick" from "zones" where "id" = ?',
    values: [claim.zoneId],
  })
  if (row === undefined) return { outcome: 'conflict', differs: ['zone'] }
  const differs: Conflict['differs'][number][] = []
  if (row.owner !== claim.owner) differs.push('owner')
  if (row.epoch !== claim.epoch) differs.push('epoch')
  if (ifTick !== undefined && row.tick !== ifTick) differs.push('tick')
  return differs.length === 0 ? undefined : { outcome: 'conflict', differs }
}

/** Writes as one transaction, if the claim is what is stored. Rejects with a StorageError. */
export async function writeClaimed(
  database: LibsqlDatabase,
  claim: ZoneClaim,
  ...statements: readonly SQL[]
): Promise<WriteResult> {
  return doClaimed(database, claim, (connection) => {
    for (const statement of statements) connection.run(statement)
  })
}

/** The same for work in that transaction; with `ifTick`, only if that is the stored tick. */
export async function doClaimed(
  database: LibsqlDatabase,
  claim: ZoneClaim & { readonly ifTick?: number },
  work: (connection: Connection) => void,
): Promise<WriteResult> {
  let conflict: Conflict | undefined
  try {
    await database.transact((connection) => {
      conflict = findConflict(connection, claim, claim.ifTick)
      if (conflict !== undefined) throw new Withdrawal()
      work(connection)
    })
    return { outcome: 'stored' }
  } catch (error) {
    if (conflict !== undefined && error instanceof Withdrawal) return conflict
    throw toStorageError(error)
  }
}
