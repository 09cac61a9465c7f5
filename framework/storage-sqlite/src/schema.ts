import { sql } from 'drizzle-orm'
import { blob, check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/**
 * The tables. Columns are called as the fields are elsewhere; what is JSON is stored as text. Times are in ms since the
 * epoch. A change here needs a migration: `npx drizzle-kit generate`.
 *
 * The indexes that serve only open zones are partial, so that ten thousand resting zones cost a beat nothing. Queries
 * must say their conditions word for word, or SQLite does not use them.
 */
export const zones = sqliteTable(
  'zones',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    module: text().notNull(),
    moduleVersion: text().notNull(),
    stateVersion: integer().notNull(),
    status: text({ enum: ['open', 'paused', 'finished'] }).notNull(),
    createdAt: integer().notNull(),
    everyMs: integer().notNull(),
    seed: text().notNull(),
    tick: integer().notNull(),
    /** Beats are numbered by the clock: `tickOffset` and the units of `tickUnitMs` since the epoch (TIME-2). */
    tickOffset: integer().notNull().default(0),
    tickUnitMs: integer().notNull().default(0),
    at: integer().notNull(),
    wakeAt: integer(),
    /** Null as long as one server has the database for itself. */
    owner: text(),
    epoch: integer().notNull(),
    failures: integer().notNull(),
    error: text(),
    result: text().notNull(),
    config: text().notNull(),
    state: text().notNull(),
    extras: text().notNull(),
    record: integer({ mode: 'boolean' }).notNull().default(false),
    /** Of a zone with turns: how they go, and the one that is open, or comes next. */
    turnSchedule: text(),
    turn: text(),
  },
  (zone) => [
    index('zones_due').on(zone.wakeAt).where(sql`"status" = 'open' and "wakeAt" is not null`),
    index('zones_by_status').on(zone.status, zone.id),
    index('zones_by_module').on(zone.module, zone.id),
  ],
)

/** Stored in the order of the key (`without rowid`), so that entities of one zone that follow each other share pages. */
export const entities = sqliteTable(
  'entities',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    id: text().notNull(),
    kind: text().notNull(),
    x: integer().notNull(),
    y: integer().notNull(),
    ownerId: text(),
    data: text().notNull(),
  },
  (entity) => [primaryKey({ columns: [entity.zoneId, entity.id] })],
)

/**
 * What ticks changed of their zones, which the tables of entities and members follow: who reads those must read the
 * journal too. Stored in the order of the key.
 */
export const zoneJournal = sqliteTable(
  'zone_journal',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    tick: integer().notNull(),
    body: blob({ mode: 'buffer' }).notNull(),
  },
  (journaled) => [primaryKey({ columns: [journaled.zoneId, journaled.tick] })],
)

export const members = sqliteTable(
  'members',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    playerId: text().notNull(),
    displayName: text().notNull(),
    disconnectedAt: integer(),
    lastSeq: integer().notNull(),
    settled: text().notNull(),
    /** 0 where the membership began before this was stored: no join is committed by tick 0. */
    memberSince: integer().notNull().default(0),
  },
  (member) => [
    primaryKey({ columns: [member.zoneId, member.playerId] }),
    index('members_connected').on(member.zoneId).where(sql`"disconnectedAt" is null`),
  ],
)

/** Members who left while their zone did not step: its module is still to hear of it. */
export const departures = sqliteTable(
  'departures',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    playerId: text().notNull(),
    displayName: text().notNull(),
  },
  (departure) => [primaryKey({ columns: [departure.zoneId, departure.playerId] })],
)

/** What players handed in for turns, of each opening of a turn. Stored in the order of the key. */
export const turnOrders = sqliteTable(
  'turn_orders',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    turn: integer().notNull(),
    run: integer().notNull(),
    playerId: text().notNull(),
    memberSince: integer().notNull(),
    /** Null: taken back. */
    orders: text(),
    isReady: integer().notNull(),
    at: integer().notNull(),
    bytes: integer().notNull(),
  },
  (orders) => [primaryKey({ columns: [orders.zoneId, orders.turn, orders.run, orders.playerId] })],
)

/** Turns that were resolved: by a count of the resolutions, which does not go back. Stored in the order of the key. */
export const turns = sqliteTable(
  'turns',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    resolution: integer().notNull(),
    turn: integer().notNull(),
    run: integer().notNull(),
    tick: integer().notNull(),
    openedAt: integer().notNull(),
    resolvedAt: integer().notNull(),
    reason: text({ enum: ['ready', 'deadline', 'operator'] }).notNull(),
    isRolledBack: integer().notNull(),
    summary: text(),
  },
  (turn) => [
    primaryKey({ columns: [turn.zoneId, turn.resolution] }),
    uniqueIndex('turns_by_run').on(turn.zoneId, turn.turn, turn.run),
  ],
)

/** What each player was shown of a turn. */
export const turnResults = sqliteTable(
  'turn_results',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    resolution: integer().notNull(),
    playerId: text().notNull(),
    source: text(),
    code: text(),
    summary: text(),
    shown: text(),
    problem: text(),
    /** Characters of its texts. */
    size: integer().notNull(),
  },
  (result) => [primaryKey({ columns: [result.zoneId, result.resolution, result.playerId] })],
)

/** Zones as they were before their last turns were resolved. */
export const turnSnapshots = sqliteTable(
  'turn_snapshots',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    resolution: integer().notNull(),
    snapshot: text().notNull(),
  },
  (snapshot) => [primaryKey({ columns: [snapshot.zoneId, snapshot.resolution] })],
)

/** The numbers of each member's orders, with what became of the last ones. Stored in the order of the key. */
export const orderSeqs = sqliteTable(
  'order_seqs',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    playerId: text().notNull(),
    memberSince: integer().notNull(),
    lastOrderSeq: integer().notNull(),
    settledOrders: text().notNull(),
  },
  (seqs) => [primaryKey({ columns: [seqs.zoneId, seqs.playerId] })],
)

/**
 * Where a recording can be run again from: the zone as it was after `tick`. `number` and `bytes` count the ticks and the
 * characters recorded up to here, since the recording began; so what lies between two rows is a subtraction.
 */
export const recordedSnapshots = sqliteTable(
  'recorded_snapshots',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    tick: integer().notNull(),
    number: integer().notNull(),
    bytes: integer().notNull(),
    /** Of this snapshot alone. */
    size: integer().notNull(),
    snapshot: text().notNull(),
  },
  (snapshot) => [primaryKey({ columns: [snapshot.zoneId, snapshot.tick] })],
)

/** What is needed to run a tick again, and the hash of the state after it. */
export const recordedTicks = sqliteTable(
  'recorded_ticks',
  {
    zoneId: text()
      .notNull()
      .references(() => zones.id, { onDelete: 'cascade' }),
    tick: integer().notNull(),
    number: integer().notNull(),
    bytes: integer().notNull(),
    record: text().notNull(),
  },
  (recorded) => [primaryKey({ columns: [recorded.zoneId, recorded.tick] })],
)

/** Append-only, and it outlives its zone. `seq` is never given twice, also after the newest rows were removed. */
export const actionLog = sqliteTable(
  'action_log',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    zoneId: text().notNull(),
    tick: integer().notNull(),
    playerId: text().notNull(),
    connectionId: text(),
    type: text().notNull(),
    payload: text().notNull(),
    result: text({ enum: ['applied', 'refused', 'failed'] }).notNull(),
    code: text(),
  },
  (row) => [index('action_log_by_zone').on(row.zoneId, row.seq)],
)

export const accounts = sqliteTable('accounts', {
  playerId: text().primaryKey(),
  username: text().notNull().unique(),
  displayName: text().notNull(),
  passwordHash: text().notNull(),
  createdAt: integer().notNull(),
})

/** One row: where the clock of the server stood, in ms since the epoch, when it was stored last. */
export const serverClock = sqliteTable(
  'server_clock',
  { id: integer().primaryKey(), at: integer().notNull() },
  (row) => [check('server_clock_is_one_row', sql`${row.id} = 1`)],
)

/** One row that is written to see whether the database takes writes. */
export const probe = sqliteTable('probe', { id: integer().primaryKey(), count: integer().notNull() }, (row) => [
  check('probe_is_one_row', sql`${row.id} = 1`),
])

/** One row: the process that has the database open, so that no other server opens it by another path. */
export const holders = sqliteTable(
  'holders',
  {
    id: integer().primaryKey(),
    pid: integer().notNull(),
    machine: text().notNull(),
    startedAt: text().notNull(),
    url: text(),
  },
  (row) => [check('holders_is_one_row', sql`${row.id} = 1`)],
)
