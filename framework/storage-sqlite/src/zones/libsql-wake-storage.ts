import type { ProcessNodes, WakeStorage } from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { departures, members, zones } from '../schema.ts'
import { mayBeClaimed } from './fence-statements.ts'

/** Wake times in SQLite. The queries name their indexes: SQLite, which has no statistics here, would take worse ones. */
export function createLibsqlWakeStorage(database: LibsqlDatabase, nodes: ProcessNodes): WakeStorage {
  return {
    async dueZones(owner, now, limit) {
      const rows = await database.read(sql`
        select "id" from ${zones} indexed by "zones_due" where "status" = 'open' and "wakeAt" is not null and "wakeAt" <= ${now}
          and ${mayBeClaimed(owner, nodes)}
        order by "wakeAt" limit ${limit}`)
      return rows.map((row) => String(row.id))
    },

    async nextWakeAt(owner) {
      const [row] = await database.read(
        sql`select min("wakeAt") as "wakeAt" from ${zones} indexed by "zones_due" where "status" = 'open' and "wakeAt" is not null
            and ${mayBeClaimed(owner, nodes)}`,
      )
      return (row?.wakeAt as number | null | undefined) ?? null
    },

    async zonesToTell(owner, limit) {
      // A cross join is carried out in the order written: from the few who are connected, or left, to their zones.
      const rows = await database.read(sql`
        select ${members.zoneId} as "id" from ${members} indexed by "members_connected"
        cross join ${zones} on ${zones.id} = ${members.zoneId}
        where "disconnectedAt" is null and "status" = 'open' and ${mayBeClaimed(owner, nodes)}
        union
        select ${departures.zoneId} as "id" from ${departures} cross join ${zones} on ${zones.id} = ${departures.zoneId}
        where "status" = 'open' and ${mayBeClaimed(owner, nodes)}
        order by "id" limit ${limit}`)
      return rows.map((row) => String(row.id))
    },
  }
}
