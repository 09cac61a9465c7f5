import { type SQL, sql } from 'drizzle-orm'
import { serverClock, zones } from '../schema.ts'

/** Where the clock of the server stood at least, in the column `at`; null where nothing is stored. */
export const readServerClock = sql`
  select max("at") as "at" from (select "at" from ${serverClock} union all select max("at") from ${zones})`

/** A later time that is stored stays. */
export function storeServerClock(at: number): SQL {
  return sql`
    insert into ${serverClock} ("id", "at") values (1, ${at})
    on conflict ("id") do update set "at" = max("at", excluded."at")`
}

/** Moves a clock that stood at `from` back to `to`, in one transaction. The numbers of beats, which are whole, stay as they are then. */
export function resetServerClock({ from, to }: { readonly from: number; readonly to: number }): SQL[] {
  return [
    sql`update ${serverClock} set "at" = min("at", ${to})`,
    sql`
      update ${zones} set "at" = min("at", ${to}),
        "tickOffset" = "tickOffset" + cast(${from} / "tickUnitMs" as integer) - cast(${to} / "tickUnitMs" as integer)`,
  ]
}
