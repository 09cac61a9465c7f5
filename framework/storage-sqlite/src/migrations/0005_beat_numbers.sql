ALTER TABLE `zones` ADD `tickOffset` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `zones` ADD `tickUnitMs` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `zones` SET `tickUnitMs` = CASE WHEN `everyMs` > 1000 THEN 100 ELSE `everyMs` END;--> statement-breakpoint
UPDATE `zones` SET `tickOffset` = `tick` - `at` / `tickUnitMs`;
