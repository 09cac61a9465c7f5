CREATE TABLE `server_clock` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT "server_clock_is_one_row" CHECK("server_clock"."id" = 1)
);
