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
ALTER TABLE `zones` ADD `turnSchedule` text;--> statement-breakpoint
ALTER TABLE `zones` ADD `turn` text;