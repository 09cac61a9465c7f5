CREATE TABLE `order_seqs` (
	`zoneId` text NOT NULL,
	`playerId` text NOT NULL,
	`memberSince` integer NOT NULL,
	`lastOrderSeq` integer NOT NULL,
	`settledOrders` text NOT NULL,
	PRIMARY KEY(`zoneId`, `playerId`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `turn_orders` (
	`zoneId` text NOT NULL,
	`turn` integer NOT NULL,
	`run` integer NOT NULL,
	`playerId` text NOT NULL,
	`memberSince` integer NOT NULL,
	`orders` text,
	`isReady` integer NOT NULL,
	`at` integer NOT NULL,
	`bytes` integer NOT NULL,
	PRIMARY KEY(`zoneId`, `turn`, `run`, `playerId`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `turn_results` (
	`zoneId` text NOT NULL,
	`resolution` integer NOT NULL,
	`playerId` text NOT NULL,
	`source` text,
	`code` text,
	`summary` text,
	`shown` text,
	`problem` text,
	`size` integer NOT NULL,
	PRIMARY KEY(`zoneId`, `resolution`, `playerId`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `turn_snapshots` (
	`zoneId` text NOT NULL,
	`resolution` integer NOT NULL,
	`snapshot` text NOT NULL,
	PRIMARY KEY(`zoneId`, `resolution`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `turns` (
	`zoneId` text NOT NULL,
	`resolution` integer NOT NULL,
	`turn` integer NOT NULL,
	`run` integer NOT NULL,
	`tick` integer NOT NULL,
	`openedAt` integer NOT NULL,
	`resolvedAt` integer NOT NULL,
	`reason` text NOT NULL,
	`isRolledBack` integer NOT NULL,
	`summary` text,
	PRIMARY KEY(`zoneId`, `resolution`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `turns_by_run` ON `turns` (`zoneId`,`turn`,`run`);--> statement-breakpoint
ALTER TABLE `zones` ADD `turnSchedule` text;--> statement-breakpoint
ALTER TABLE `zones` ADD `turn` text;