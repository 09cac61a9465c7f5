CREATE TABLE `holders` (
	`id` integer PRIMARY KEY NOT NULL,
	`pid` integer NOT NULL,
	`machine` text NOT NULL,
	`startedAt` text NOT NULL,
	`url` text,
	CONSTRAINT "holders_is_one_row" CHECK("holders"."id" = 1)
);
