import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { migrationsSource } from './migrations-source.ts'
import { readMigrations } from './read-migrations.ts'

/** The last part of `npm run db:generate`: the storage finds its migrations also where it is bundled into one file. */

const storage = fileURLToPath(new URL('../../../framework/storage-sqlite/src/', import.meta.url))
writeFileSync(`${storage}shipped-migrations.ts`, migrationsSource(readMigrations(`${storage}migrations`)))
