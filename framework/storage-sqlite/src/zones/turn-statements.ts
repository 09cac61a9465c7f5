import { encodeTurn, encodeTurnResult, type TurnWrites } from '@gridtick/engine/ports'
import type { Statement } from '../database/connection.ts'

/** What a step changes of the turns of its zone. Throws an UnstorableError. */
export function turnStatements(zoneId: string, writes: TurnWrites): Statement[] {
  const { dropOrders, resolved, rollBackFrom, keepAsDrafts, dropTurnsBefore, dropSnapshotsBefore } = writes
  return [
    ...(dropOrders === undefined ? [] : [deleteOrders(zoneId, dropOrders)]),
    ...(resolved === undefined ? [] : insertResolved(zoneId, resolved)),
    ...(rollBackFrom === undefined ? [] : [markRolledBack(zoneId, rollBackFrom)]),
    ...(keepAsDrafts === undefined ? [] : copyAsDrafts(zoneId, keepAsDrafts)),
    ...(dropTurnsBefore === undefined ? [] : deleteTurns(zoneId, dropTurnsBefore)),
    ...(dropSnapshotsBefore === undefined ? [] : [deleteSnapshots(zoneId, dropSnapshotsBefore)]),
  ]
}

function deleteOrders(zoneId: string, { turn, run, playerIds }: NonNullable<TurnWrites['dropOrders']>): Statement {
  return {
    text: `delete from "turn_orders" where "zoneId" = ? and "turn" = ? and "run" = ?
      and "playerId" in (select value from json_each(?))`,
    values: [zoneId, turn, run, JSON.stringify(playerIds)],
  }
}

function insertResolved(
  zoneId: string,
  { turn, results, snapshot }: NonNullable<TurnWrites['resolved']>,
): readonly Statement[] {
  const row = encodeTurn(turn)
  const { resolution, run, tick, openedAt, resolvedAt, reason, isRolledBack, summary } = row
  return [
    {
      text: `insert into "turns" ("zoneId", "resolution", "turn", "run", "tick", "openedAt", "resolvedAt", "reason",
        "isRolledBack", "summary") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      values: [zoneId, resolution, row.turn, run, tick, openedAt, resolvedAt, reason, isRolledBack, summary],
    },
    ...results.map(encodeTurnResult).map(({ playerId, source, code, summary, shown, problem, size }) => ({
      text: `insert into "turn_results" ("zoneId", "resolution", "playerId", "source", "code", "summary", "shown",
        "problem", "size") values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      values: [zoneId, resolution, playerId, source, code, summary, shown, problem, size],
    })),
    ...(snapshot === undefined
      ? []
      : [
          {
            text: 'insert into "turn_snapshots" ("zoneId", "resolution", "snapshot") values (?, ?, ?)',
            values: [zoneId, resolution, snapshot],
          },
        ]),
  ]
}

function markRolledBack(zoneId: string, from: number): Statement {
  return { text: 'update "turns" set "isRolledBack" = 1 where "zoneId" = ? and "turn" >= ?', values: [zoneId, from] }
}

function copyAsDrafts(
  zoneId: string,
  { turn, fromRun, toRun }: NonNullable<TurnWrites['keepAsDrafts']>,
): readonly Statement[] {
  return [
    {
      text: 'delete from "turn_orders" where "zoneId" = ? and "turn" = ? and "run" = ?',
      values: [zoneId, turn, toRun],
    },
    {
      text: `insert into "turn_orders" ("zoneId", "turn", "run", "playerId", "memberSince", "orders", "isReady", "at", "bytes")
        select "zoneId", "turn", ?, "playerId", "memberSince", "orders", 0, "at", "bytes" from "turn_orders"
        where "zoneId" = ? and "turn" = ? and "run" = ?`,
      values: [toRun, zoneId, turn, fromRun],
    },
  ]
}

function deleteTurns(zoneId: string, before: number): readonly Statement[] {
  const values = [zoneId, before]
  return [
    {
      text: `delete from "turn_orders" where "zoneId" = ?1 and ("turn", "run") in
        (select "turn", "run" from "turns" where "zoneId" = ?1 and "resolution" < ?2)`,
      values,
    },
    ...['turn_results', 'turn_snapshots', 'turns'].map((table) => ({
      text: `delete from "${table}" where "zoneId" = ? and "resolution" < ?`,
      values,
    })),
  ]
}

function deleteSnapshots(zoneId: string, before: number): Statement {
  return { text: 'delete from "turn_snapshots" where "zoneId" = ? and "resolution" < ?', values: [zoneId, before] }
}
