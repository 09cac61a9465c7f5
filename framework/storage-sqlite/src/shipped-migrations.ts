import type { Migration } from './migration.ts'

/** Written by `npm run db:generate` from the folder `migrations`. */
export const shippedMigrations: readonly Migration[] = [
  {
    writtenAt: 1_795_228_555_213,
    text: `CREATE TABLE \`accounts\` (
	\`playerId\` text PRIMARY KEY NOT NULL,
	\`username\` text NOT NULL,
	\`displayName\` text NOT NULL,
	\`passwordHash\` text NOT NULL,
	\`createdAt\` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX \`accounts_username_unique\` ON \`accounts\` (\`username\`);--> statement-breakpoint
CREATE TABLE \`action_log\` (
	\`seq\` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	\`at\` integer NOT NULL,
	\`zoneId\` text NOT NULL,
	\`tick\` integer NOT NULL,
	\`playerId\` text NOT NULL,
	\`connectionId\` text,
	\`type\` text NOT NULL,
	\`payload\` text NOT NULL,
	\`result\` text NOT NULL,
	\`code\` text
);
--> statement-breakpoint
CREATE INDEX \`action_log_by_zone\` ON \`action_log\` (\`zoneId\`,\`seq\`);--> statement-breakpoint
CREATE INDEX \`action_log_by_time\` ON \`action_log\` (\`at\`);--> statement-breakpoint
CREATE TABLE \`commit_guard\` (
	\`ok\` integer NOT NULL,
	CONSTRAINT "commit_condition_holds" CHECK("commit_guard"."ok" = 1)
);
--> statement-breakpoint
CREATE TABLE \`entities\` (
	\`zoneId\` text NOT NULL,
	\`id\` text NOT NULL,
	\`kind\` text NOT NULL,
	\`x\` integer NOT NULL,
	\`y\` integer NOT NULL,
	\`ownerId\` text,
	\`data\` text NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`id\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE \`members\` (
	\`zoneId\` text NOT NULL,
	\`playerId\` text NOT NULL,
	\`displayName\` text NOT NULL,
	\`disconnectedAt\` integer,
	\`lastSeq\` integer NOT NULL,
	\`settled\` text NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`playerId\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX \`members_connected\` ON \`members\` (\`zoneId\`) WHERE "disconnectedAt" is null;--> statement-breakpoint
CREATE TABLE \`probe\` (
	\`id\` integer PRIMARY KEY NOT NULL,
	\`count\` integer NOT NULL,
	CONSTRAINT "probe_is_one_row" CHECK("probe"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE \`zones\` (
	\`id\` text PRIMARY KEY NOT NULL,
	\`name\` text NOT NULL,
	\`module\` text NOT NULL,
	\`moduleVersion\` text NOT NULL,
	\`stateVersion\` integer NOT NULL,
	\`status\` text NOT NULL,
	\`createdAt\` integer NOT NULL,
	\`everyMs\` integer NOT NULL,
	\`seed\` text NOT NULL,
	\`tick\` integer NOT NULL,
	\`at\` integer NOT NULL,
	\`wakeAt\` integer,
	\`epoch\` integer NOT NULL,
	\`failures\` integer NOT NULL,
	\`error\` text,
	\`result\` text NOT NULL,
	\`config\` text NOT NULL,
	\`state\` text NOT NULL,
	\`extras\` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX \`zones_due\` ON \`zones\` (\`wakeAt\`) WHERE "status" = 'open' and "wakeAt" is not null;--> statement-breakpoint
CREATE INDEX \`zones_by_status\` ON \`zones\` (\`status\`,\`id\`);--> statement-breakpoint
CREATE INDEX \`zones_by_module\` ON \`zones\` (\`module\`,\`id\`);`,
  },
  {
    writtenAt: 1_795_238_950_094,
    text: `CREATE TABLE \`departures\` (
	\`zoneId\` text NOT NULL,
	\`playerId\` text NOT NULL,
	\`displayName\` text NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`playerId\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE \`recorded_snapshots\` (
	\`zoneId\` text NOT NULL,
	\`tick\` integer NOT NULL,
	\`number\` integer NOT NULL,
	\`bytes\` integer NOT NULL,
	\`size\` integer NOT NULL,
	\`snapshot\` text NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`tick\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE \`recorded_ticks\` (
	\`zoneId\` text NOT NULL,
	\`tick\` integer NOT NULL,
	\`number\` integer NOT NULL,
	\`bytes\` integer NOT NULL,
	\`record\` text NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`tick\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE \`zones\` ADD \`record\` integer DEFAULT false NOT NULL;`,
  },
  {
    writtenAt: 1_795_242_946_271,
    text: `ALTER TABLE \`members\` ADD \`memberSince\` integer DEFAULT 0 NOT NULL;`,
  },
  {
    writtenAt: 1_796_058_388_402,
    text: `CREATE TABLE \`server_clock\` (
	\`id\` integer PRIMARY KEY NOT NULL,
	\`at\` integer NOT NULL,
	CONSTRAINT "server_clock_is_one_row" CHECK("server_clock"."id" = 1)
);
`,
  },
  {
    writtenAt: 1_796_059_431_729,
    text: `CREATE TABLE \`holders\` (
	\`id\` integer PRIMARY KEY NOT NULL,
	\`pid\` integer NOT NULL,
	\`machine\` text NOT NULL,
	\`startedAt\` text NOT NULL,
	\`url\` text,
	CONSTRAINT "holders_is_one_row" CHECK("holders"."id" = 1)
);
`,
  },
  {
    writtenAt: 1_796_060_607_009,
    text: `ALTER TABLE \`zones\` ADD \`tickOffset\` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE \`zones\` ADD \`tickUnitMs\` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE \`zones\` SET \`tickUnitMs\` = CASE WHEN \`everyMs\` > 1000 THEN 100 ELSE \`everyMs\` END;--> statement-breakpoint
UPDATE \`zones\` SET \`tickOffset\` = \`tick\` - \`at\` / \`tickUnitMs\`;
`,
  },
  {
    writtenAt: 1_796_071_943_026,
    text: `ALTER TABLE \`zones\` ADD \`owner\` text;`,
  },
  {
    writtenAt: 1_796_083_966_048,
    text: `CREATE TABLE \`zone_journal\` (
	\`zoneId\` text NOT NULL,
	\`tick\` integer NOT NULL,
	\`body\` blob NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`tick\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE \`entities_by_key\` (
	\`zoneId\` text NOT NULL,
	\`id\` text NOT NULL,
	\`kind\` text NOT NULL,
	\`x\` integer NOT NULL,
	\`y\` integer NOT NULL,
	\`ownerId\` text,
	\`data\` text NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`id\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO \`entities_by_key\` SELECT \`zoneId\`, \`id\`, \`kind\`, \`x\`, \`y\`, \`ownerId\`, \`data\` FROM \`entities\` ORDER BY \`zoneId\`, \`id\`;--> statement-breakpoint
DROP TABLE \`entities\`;--> statement-breakpoint
ALTER TABLE \`entities_by_key\` RENAME TO \`entities\`;--> statement-breakpoint
DROP TABLE \`commit_guard\`;
`,
  },
  {
    writtenAt: 1_796_097_386_180,
    text: `DROP INDEX \`action_log_by_time\`;`,
  },
  {
    writtenAt: 1_796_100_250_224,
    text: `CREATE TABLE \`order_seqs\` (
	\`zoneId\` text NOT NULL,
	\`playerId\` text NOT NULL,
	\`memberSince\` integer NOT NULL,
	\`lastOrderSeq\` integer NOT NULL,
	\`settledOrders\` text NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`playerId\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE \`turn_orders\` (
	\`zoneId\` text NOT NULL,
	\`turn\` integer NOT NULL,
	\`run\` integer NOT NULL,
	\`playerId\` text NOT NULL,
	\`memberSince\` integer NOT NULL,
	\`orders\` text,
	\`isReady\` integer NOT NULL,
	\`at\` integer NOT NULL,
	\`bytes\` integer NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`turn\`, \`run\`, \`playerId\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE \`turn_results\` (
	\`zoneId\` text NOT NULL,
	\`resolution\` integer NOT NULL,
	\`playerId\` text NOT NULL,
	\`source\` text,
	\`code\` text,
	\`summary\` text,
	\`shown\` text,
	\`problem\` text,
	\`size\` integer NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`resolution\`, \`playerId\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE \`turn_snapshots\` (
	\`zoneId\` text NOT NULL,
	\`resolution\` integer NOT NULL,
	\`snapshot\` text NOT NULL,
	PRIMARY KEY(\`zoneId\`, \`resolution\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE \`turns\` (
	\`zoneId\` text NOT NULL,
	\`resolution\` integer NOT NULL,
	\`turn\` integer NOT NULL,
	\`run\` integer NOT NULL,
	\`tick\` integer NOT NULL,
	\`openedAt\` integer NOT NULL,
	\`resolvedAt\` integer NOT NULL,
	\`reason\` text NOT NULL,
	\`isRolledBack\` integer NOT NULL,
	\`summary\` text,
	PRIMARY KEY(\`zoneId\`, \`resolution\`),
	FOREIGN KEY (\`zoneId\`) REFERENCES \`zones\`(\`id\`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX \`turns_by_run\` ON \`turns\` (\`zoneId\`,\`turn\`,\`run\`);--> statement-breakpoint
ALTER TABLE \`zones\` ADD \`turnSchedule\` text;--> statement-breakpoint
ALTER TABLE \`zones\` ADD \`turn\` text;`,
  },
]
