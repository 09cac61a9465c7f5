import {
  decodeTurn,
  decodeTurnResult,
  listedTurn,
  type TurnResultRow,
  type TurnRow,
  type TurnStorage,
} from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import type { Row } from '../database/connection.ts'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { turnResults, turnSnapshots, turns } from '../schema.ts'

/** Resolved turns in SQLite: they are written by the commits of their zones. */
export function createLibsqlTurnStorage(database: LibsqlDatabase): TurnStorage {
  return {
    async listTurns({ zoneId, playerId, before = Number.MAX_SAFE_INTEGER, limit }) {
      const rows = await database.read(sql`
        select ${turns}.*, "playerId", "source", "code" from ${turns}
        left join ${turnResults} on ${turnResults.zoneId} = ${turns.zoneId}
          and ${turnResults.resolution} = ${turns.resolution} and "playerId" = ${playerId}
        where ${turns.zoneId} = ${zoneId} and ${turns.resolution} < ${before}
        order by ${turns.resolution} desc limit ${limit}`)
      return rows.map((row) => listedTurn(turnRow(row), row.playerId === null ? undefined : resultRow(row)))
    },

    async readResult({ zoneId, playerId, turn, run }) {
      const ofRun = run === undefined ? sql`true` : sql`"run" = ${run}`
      const [row] = await database.read(sql`
        select * from ${turns} where "zoneId" = ${zoneId} and "turn" = ${turn} and ${ofRun}
        order by "run" desc limit 1`)
      if (row === undefined) return undefined
      const found = turnRow(row)
      const [own] = await database.read(sql`
        select * from ${turnResults}
        where "zoneId" = ${zoneId} and "resolution" = ${found.resolution} and "playerId" = ${playerId}`)
      return { turn: decodeTurn(found), own: own === undefined ? null : decodeTurnResult(resultRow(own)) }
    },

    async readSnapshot(zoneId, turn) {
      const [row] = await database.read(sql`
        select "snapshot" from ${turns}
        left join ${turnSnapshots} on ${turnSnapshots.zoneId} = ${turns.zoneId}
          and ${turnSnapshots.resolution} = ${turns.resolution}
        where ${turns.zoneId} = ${zoneId} and "turn" = ${turn} order by "run" desc limit 1`)
      return (row?.snapshot as string | null | undefined) ?? undefined
    },

    async readTurnSizes(zoneId) {
      const rows = await database.read(sql`
        select "resolution", length(coalesce("summary", '')) + (
          select coalesce(sum("size"), 0) from ${turnResults}
          where ${turnResults.zoneId} = ${turns.zoneId} and ${turnResults.resolution} = ${turns.resolution}
        ) as "size" from ${turns} where "zoneId" = ${zoneId} order by "resolution"`)
      return rows.map(({ resolution, size }) => ({ resolution: Number(resolution), size: Number(size) }))
    },
  }
}

/** The columns are called as the fields are. */
function turnRow(row: Row): TurnRow {
  return row as unknown as TurnRow
}

function resultRow(row: Row): TurnResultRow {
  return row as unknown as TurnResultRow
}
