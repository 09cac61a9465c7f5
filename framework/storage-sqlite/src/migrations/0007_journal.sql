CREATE TABLE `zone_journal` (
	`zoneId` text NOT NULL,
	`tick` integer NOT NULL,
	`body` blob NOT NULL,
	PRIMARY KEY(`zoneId`, `tick`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `entities_by_key` (
	`zoneId` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`x` integer NOT NULL,
	`y` integer NOT NULL,
	`ownerId` text,
	`data` text NOT NULL,
	PRIMARY KEY(`zoneId`, `id`),
	FOREIGN KEY (`zoneId`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `entities_by_key` SELECT `zoneId`, `id`, `kind`, `x`, `y`, `ownerId`, `data` FROM `entities` ORDER BY `zoneId`, `id`;--> statement-breakpoint
DROP TABLE `entities`;--> statement-breakpoint
ALTER TABLE `entities_by_key` RENAME TO `entities`;--> statement-breakpoint
DROP TABLE `commit_guard`;
