import type { ProcessNodes, ZoneClaim, ZoneStorage } from '@gridtick/engine/ports'
import { type SQL, sql } from 'drizzle-orm'
import { changeRows } from '../database/change-rows.ts'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { zones } from '../schema.ts'
import { mayBeClaimed, writeClaimed } from './fence-statements.ts'

/**
 * Who owns which zone. A server that has its database for itself claims for nobody: then a claim reads a few bytes, and
 * neither it nor a release writes.
 */
export function createLibsqlClaims(
  database: LibsqlDatabase,
  nodes: ProcessNodes,
): Pick<ZoneStorage, 'claimZones' | 'releaseZone'> {
  const read = async (isAsked: SQL): Promise<readonly ZoneClaim[]> => {
    const rows = await database.read(sql`select "id", "owner", "epoch" from ${zones} where ${isAsked} order by "id"`)
    return rows.map(({ id, owner, epoch }) => ({
      zoneId: String(id),
      owner: owner as string | null,
      epoch: Number(epoch),
    }))
  }

  return {
    async claimZones(zoneIds, owner) {
      if (!nodes.mayClaim(owner)) return []
      const isAsked = sql`"id" in (${sql.join(
        zoneIds.map((id) => sql`${id}`),
        sql`, `,
      )})`
      let stored = await read(isAsked)
      if (owner !== null || stored.some((claim) => claim.owner !== null)) {
        await changeRows(
          database,
          sql`update ${zones} set "owner" = ${owner}, "epoch" = "epoch" + 1
              where ${isAsked} and ${mayBeClaimed(owner, nodes)} and not ("owner" is null and ${owner} is null)`,
        )
        stored = await read(isAsked)
      }
      return stored.filter((claim) => claim.owner === owner)
    },

    async releaseZone(claim, to) {
      if (claim.owner === null && to === null) return { outcome: 'stored' }
      return writeClaimed(
        database,
        claim,
        sql`update ${zones} set "owner" = ${to}, "epoch" = "epoch" + 1 where "id" = ${claim.zoneId}`,
      )
    },
  }
}
