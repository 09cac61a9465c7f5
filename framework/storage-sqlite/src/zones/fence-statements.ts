import type { Conflict, ProcessNodes, WriteResult, ZoneClaim, ZoneOwner } from '@gridtick/engine/ports'
import { LibsqlBatchError } from '@libsql/client'
import { type SQL, sql } from 'drizzle-orm'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { isRefusal, toStorageError } from '../database/libsql-errors.ts'
import { commitGuard, zones } from '../schema.ts'

/** Zones that this one may claim: its own, and those that nobody owns who has a lease. */
export function mayBeClaimed(owner: ZoneOwner, nodes: ProcessNodes): SQL {
  const live = sql.join(
    nodes.live().map((incarnation) => sql`${incarnation}`),
    sql`, `,
  )
  return sql`("owner" is null or "owner" is ${owner} or "owner" not in (${live}))`
}

/** Must be the first statement of a transaction, which is refused as a whole where the claim is not what is stored. */
export function claimHolds({ zoneId, owner, epoch }: ZoneClaim, ifTick?: number): SQL {
  const atTick = ifTick === undefined ? sql`` : sql` and "tick" = ${ifTick}`
  return sql`insert into ${commitGuard} ("ok") select 0 where not exists (
    select 1 from ${zones} where "id" = ${zoneId} and "owner" is ${owner} and "epoch" = ${epoch}${atTick})`
}

/** Whether {@link claimHolds} refused the transaction. */
export function isConflict(error: unknown): boolean {
  return isRefusal(error) && error instanceof LibsqlBatchError && error.statementIndex === 0
}

/** What of a refused claim is not what is stored. Rejects with a StorageError. */
export async function readConflict(database: LibsqlDatabase, claim: ZoneClaim, ifTick?: number): Promise<Conflict> {
  const [row] = await database.read(sql`select "owner", "epoch", "tick" from ${zones} where "id" = ${claim.zoneId}`)
  if (row === undefined) return { outcome: 'conflict', differs: ['zone'] }
  const differs: Conflict['differs'][number][] = []
  if (row.owner !== claim.owner) differs.push('owner')
  if (row.epoch !== claim.epoch) differs.push('epoch')
  if (ifTick !== undefined && row.tick !== ifTick) differs.push('tick')
  return { outcome: 'conflict', differs }
}

/** Writes the statements as one transaction, if the claim is what is stored. Rejects with a StorageError. */
export async function writeClaimed(
  database: LibsqlDatabase,
  claim: ZoneClaim,
  ...statements: readonly SQL[]
): Promise<WriteResult> {
  try {
    await database.write([claimHolds(claim), ...statements])
    return { outcome: 'stored' }
  } catch (error) {
    if (isConflict(error)) return readConflict(database, claim)
    throw toStorageError(error)
  }
}
