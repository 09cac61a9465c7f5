CREATE TABLE `departures` (
	`zoneId` text NOT NULL,
	`playerId` text NOT NULL,
	`displayName` text NOT NULL,
	PRIMARY KEY(`zoneId`, `playerId`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `recorded_snapshots` (
	`zoneId` text NOT NULL,
	`tick` integer NOT NULL,
	`number` integer NOT NULL,
	`bytes` integer NOT NULL,
	`size` integer NOT NULL,
	`snapshot` text NOT NULL,
	PRIMARY KEY(`zoneId`, `tick`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `recorded_ticks` (
	`zoneId` text NOT NULL,
	`tick` integer NOT NULL,
	`number` integer NOT NULL,
	`bytes` integer NOT NULL,
	`record` text NOT NULL,
	PRIMARY KEY(`zoneId`, `tick`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `zones` ADD `record` integer DEFAULT false NOT NULL;