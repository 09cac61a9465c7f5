import {
  cleanText,
  decodeZone,
  encodeEntity,
  encodeZone,
  type ProcessNodes,
  StorageError,
  UnstorableError,
  type WriteResult,
  type ZoneClaim,
  type ZoneRow,
  type ZoneStorage,
  type ZoneSummary,
} from '@gridtick/engine/ports'
import { type SQL, sql } from 'drizzle-orm'
import { changeRows } from '../database/change-rows.ts'
import type { Connection, Row } from '../database/connection.ts'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { toStorageError } from '../database/libsql-errors.ts'
import { isJournaled, readStoredMember } from '../journal/fold-zone.ts'
import { replayZone, withReplayed } from '../journal/replay-zone.ts'
import type { ZoneJournals } from '../journal/zone-journals.ts'
import { readHead } from '../recordings/read-recording.ts'
import { beginRecording, insertSnapshot } from '../recordings/recording-statements.ts'
import { departures, members, recordedSnapshots, recordedTicks, zones } from '../schema.ts'
import { commitZones } from './commit-zones.ts'
import { doClaimed, findConflict, writeClaimed } from './fence-statements.ts'
import { createLibsqlClaims } from './libsql-claims.ts'
import { readZoneRows } from './read-zone-rows.ts'
import { putEntityRows } from './row-statements.ts'

/**
 * Zones in SQLite. Entities come as one JSON text each: the driver takes more than twice as long for a row of
 * cells. Where a query names its index, SQLite, which has no statistics here, would take a worse one.
 */
export function createLibsqlZoneStorage(parts: {
  readonly database: LibsqlDatabase
  readonly journals: ZoneJournals
  readonly nodes: ProcessNodes
}): ZoneStorage {
  const { database, journals, nodes } = parts
  const claims = createLibsqlClaims(database, nodes)

  return {
    async createZone(zone, first, snapshot) {
      await changeRows(
        database,
        ...insertZone(encoded(() => encodeZone(zone))),
        ...encoded(() => putEntityRows(zone.id, first.map(encodeEntity))),
        ...(snapshot === undefined ? [] : [insertSnapshot(zone.id, snapshot)]),
      )
    },

    async readZone(zoneId) {
      const [row] = await database.read(sql`select *, ${counts} from ${zones} where "id" = ${zoneId}`)
      return row && zoneSummary(row)
    },

    async loadZone(zoneId) {
      // A journal that was left there is read with the tables, and ended by the next commit: loading writes nothing.
      const loaded = await database.query((connection) => {
        const rows = readZoneRows(connection, zoneId)
        return rows && isJournaled(connection, zoneId) ? withReplayed(rows, replayZone(connection, zoneId)) : rows
      })
      if (loaded === undefined) return undefined
      return { ...loaded, recording: loaded.zone.record ? await readHead(database, zoneId) : undefined }
    },

    async listZones({ module, status, afterId, limit }) {
      const index = module === undefined ? sql`` : sql`indexed by "zones_by_module"`
      const conditions = [sql`true`]
      if (module !== undefined) conditions.push(sql`"module" = ${module}`)
      if (status !== undefined) conditions.push(sql`"status" = ${status}`)
      if (afterId !== undefined) conditions.push(sql`"id" > ${afterId}`)
      const rows = await database.read(sql`
        select *, ${counts} from ${zones} ${index}
        where ${sql.join(conditions, sql` and `)} order by "id" limit ${limit}`)
      return rows.map(zoneSummary)
    },

    async countZones() {
      const rows = await database.read(sql`select "status", count(*) as "count" from ${zones} group by "status"`)
      const found = Object.fromEntries(rows.map((row) => [row.status, Number(row.count)]))
      return { open: 0, paused: 0, finished: 0, ...found }
    },

    readMember: (zoneId, playerId) => database.query((connection) => readStoredMember(connection, zoneId, playerId)),

    claimZones: claims.claimZones,

    async releaseZone(claim, to) {
      // A zone that was woken for a tick or two leaves them in the journal: else each of many would wait for the disk.
      if (journals.isLong(claim.zoneId))
        await inTransaction(database, (connection) => journals.fold(connection, claim.zoneId))
      journals.distrust(claim.zoneId)
      return claims.releaseZone(claim, to)
    },

    commit: (commits) => commitZones(parts, commits),

    async settle(commit) {
      // One process writes, one operation after the other: a commit that is not stored by now was never begun.
      const conflict = await database.query((connection) => findConflict(connection, commit, commit.tick))
      const differs = conflict?.differs ?? []
      if (differs.some((what) => what !== 'tick')) return { outcome: 'lost' }
      const { zoneId, owner, epoch } = commit
      return { outcome: differs.length === 0 ? 'landed' : 'notLanded', claim: { zoneId, owner, epoch } }
    },

    async setStatus(claim, { status, failures, error }) {
      const changes: SQL[] = [sql`"id" = "id"`]
      if (status !== undefined) changes.push(sql`"status" = ${status}`)
      if (failures !== undefined) changes.push(sql`"failures" = ${failures}`)
      if (error !== undefined) changes.push(sql`"error" = ${error === null ? null : cleanText(error)}`)
      return writeClaimed(database, claim, updateZone(claim, changes))
    },

    async changeZone(claim, { name, recording }) {
      const changes: SQL[] = [sql`"id" = "id"`]
      if (name !== undefined) changes.push(sql`"name" = ${cleanText(name)}`)
      if (recording !== undefined) changes.push(sql`"record" = ${recording === 'off' ? 0 : 1}`)
      const isBegun = recording !== undefined && recording !== 'off'
      const begun = isBegun ? beginRecording(claim.zoneId, recording) : []
      return writeClaimed(database, claim, updateZone(claim, changes), ...begun)
    },

    removeMember: (claim, playerId) => write(claim, deleteMember(claim, playerId)),

    departMember: (claim, playerId) =>
      write(
        claim,
        sql`insert into ${departures} ("zoneId", "playerId", "displayName")
            select "zoneId", "playerId", "displayName" from ${members} where "zoneId" = ${claim.zoneId} and "playerId" = ${playerId}
            on conflict ("zoneId", "playerId") do update set "displayName" = excluded."displayName"`,
        deleteMember(claim, playerId),
      ),

    // Entities, members, journal and recording go with it, by their foreign keys.
    deleteZone: (claim) => write(claim, sql`delete from ${zones} where "id" = ${claim.zoneId}`),
  }

  /** What is written past the journal, which is not trusted afterwards: its next slice could bring back who has gone. */
  function write(claim: ZoneClaim, ...statements: readonly SQL[]): Promise<WriteResult> {
    return doClaimed(database, claim, (connection) => {
      journals.distrust(claim.zoneId)
      for (const statement of statements) connection.run(statement)
    })
  }
}

/** One transaction. Rejects with a StorageError. */
async function inTransaction(database: LibsqlDatabase, work: (connection: Connection) => void): Promise<void> {
  try {
    await database.transact(work)
  } catch (error) {
    throw toStorageError(error)
  }
}

/** How many members there are, and recorded ticks: the number of the last less what was recorded before the oldest snapshot. */
const counts = sql`
  (select count(*) from ${members} where "zoneId" = ${zones.id}) as "members",
  (select "number" from ${recordedTicks} where "zoneId" = ${zones.id} order by "tick" desc limit 1)
    - (select "number" from ${recordedSnapshots} where "zoneId" = ${zones.id} order by "tick" limit 1) as "recordedTicks"`

function zoneSummary(row: Row): ZoneSummary {
  return {
    zone: decodeZone(zoneRow(row)),
    members: Number(row.members),
    recordedTicks: Number(row.recordedTicks ?? 0),
  }
}

function updateZone({ zoneId }: Pick<ZoneClaim, 'zoneId'>, changes: readonly SQL[]): SQL {
  return sql`update ${zones} set ${sql.join([...changes], sql`, `)} where "id" = ${zoneId}`
}

function deleteMember({ zoneId }: Pick<ZoneClaim, 'zoneId'>, playerId: string): SQL {
  return sql`delete from ${members} where "zoneId" = ${zoneId} and "playerId" = ${playerId}`
}

function insertZone(row: ZoneRow): SQL[] {
  const columns = Object.keys(row).map((column) => sql.identifier(column))
  const values = Object.values(row).map((value) => sql`${value}`)
  return [sql`insert into ${zones} (${sql.join(columns, sql`, `)}) values (${sql.join(values, sql`, `)})`]
}

function encoded<Value>(encode: () => Value): Value {
  try {
    return encode()
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error
    throw new StorageError('unknown', `The zone cannot be stored: ${error.message}`, { cause: error })
  }
}

/** The columns are called as the fields are, and all are read. */
function zoneRow(row: Row): ZoneRow {
  return row as unknown as ZoneRow
}
