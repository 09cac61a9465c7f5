import {
  decodeOrderSeqs,
  decodeOrders,
  encodeOrderSeqs,
  encodeOrders,
  type OrderSeqsRow,
  type OrderStorage,
  type OrdersRow,
  type OrdersWrite,
  StorageError,
  UnstorableError,
} from '@gridtick/engine/ports'
import { sql } from 'drizzle-orm'
import type { Statement } from '../database/connection.ts'
import type { LibsqlDatabase } from '../database/libsql-database.ts'
import { orderSeqs, turnOrders } from '../schema.ts'
import { doClaimed } from './fence-statements.ts'

/** Orders in SQLite. They are no part of the journal of their zone: a tick never writes them. */
export function createLibsqlOrderStorage(database: LibsqlDatabase): OrderStorage {
  return {
    async putOrders(write) {
      const statements = statementsOf(write)
      return doClaimed(database, write, (connection) => {
        for (const statement of statements) connection.run(statement)
      })
    },

    async readOrders({ zoneId, turn, run }) {
      const rows = await database.read(sql`
        select "playerId", "memberSince", "orders", "isReady", "at", "bytes" from ${turnOrders}
        where "zoneId" = ${zoneId} and "turn" = ${turn} and "run" = ${run} order by "playerId"`)
      return rows.map((row) =>
        decodeOrders([
          row.playerId,
          row.memberSince,
          row.orders,
          row.isReady,
          row.at,
          row.bytes,
        ] as unknown as OrdersRow),
      )
    },

    async readOrderSeqs(zoneId) {
      const rows = await database.read(sql`
        select "playerId", "memberSince", "lastOrderSeq", "settledOrders" from ${orderSeqs}
        where "zoneId" = ${zoneId} order by "playerId"`)
      return rows.map((row) =>
        decodeOrderSeqs([
          row.playerId,
          row.memberSince,
          row.lastOrderSeq,
          row.settledOrders,
        ] as unknown as OrderSeqsRow),
      )
    },
  }
}

/** Throws a StorageError for what cannot be stored. */
function statementsOf({ zoneId, turn, run, orders, seqs }: OrdersWrite): readonly Statement[] {
  const { playerId, memberSince } = orders
  try {
    const put = {
      text: `insert into "turn_orders" ("zoneId", "turn", "run", "playerId", "memberSince", "orders", "isReady", "at", "bytes")
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict ("zoneId", "turn", "run", "playerId") do update set "memberSince" = excluded."memberSince",
          "orders" = excluded."orders", "isReady" = excluded."isReady", "at" = excluded."at", "bytes" = excluded."bytes"`,
      values: [zoneId, turn, run, ...encodeOrders(orders)],
    }
    if (seqs === undefined) return [put]
    const putSeqs = {
      text: `insert into "order_seqs" ("zoneId", "playerId", "memberSince", "lastOrderSeq", "settledOrders")
        values (?, ?, ?, ?, ?)
        on conflict ("zoneId", "playerId") do update set "memberSince" = excluded."memberSince",
          "lastOrderSeq" = excluded."lastOrderSeq", "settledOrders" = excluded."settledOrders"`,
      values: [zoneId, ...encodeOrderSeqs({ ...seqs, playerId, memberSince })],
    }
    return [put, putSeqs]
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error
    throw new StorageError('unknown', `The orders cannot be stored: ${error.message}`, { cause: error })
  }
}
