import { createHash } from 'node:crypto'
import { StorageError } from '@gridtick/engine/ports'
import type { Migration } from '../migration.ts'
import { shippedMigrations } from '../shipped-migrations.ts'
import { type Connection, plain, type Statement } from './connection.ts'
import { readPragma } from './database-settings.ts'

/**
 * Carries out the migrations that the database does not have yet, all in one transaction; answers how many.
 *
 * Throws a StorageError `corrupt` when the database has one that we don't know, or another one in its place: it was made
 * by a newer version, and writing to it could destroy what that version relies on.
 */
export function migrateDatabase(connection: Connection, known = shippedMigrations): number {
  const missing = missingMigrations(connection, known)
  if (missing.length === 0) return 0
  const foreignKeys = readPragma(connection, 'foreign_keys')
  // Rebuilding a table drops the old one, which would delete what refers to it.
  connection.all(plain('PRAGMA foreign_keys = OFF'))
  try {
    connection.transact(() => {
      for (const statement of [plain(createTable), ...missing.flatMap(statementsOf)]) connection.run(statement)
    })
  } finally {
    connection.all(plain(`PRAGMA foreign_keys = ${foreignKeys}`))
  }
  return missing.length
}

/** The migrations that the database does not have yet. Changes nothing; throws as {@link migrateDatabase} does. */
export function missingMigrations(connection: Connection, known = shippedMigrations): readonly Migration[] {
  const done = readDone(connection)
  const hashes = known.map(hashOf)
  for (const [position, hash] of done.entries())
    if (hashes[position] !== hash)
      throw new StorageError(
        'corrupt',
        `The database has migration ${position + 1} of ${done.length} that this version does not know (it knows ${known.length}). ` +
          'It was written by another, probably newer, version: start that one. The database was left as it is.',
      )
  return known.slice(done.length)
}

/** The table that drizzle's own tools read and write, too. */
const createTable =
  'create table if not exists "__drizzle_migrations" (id integer primary key, hash text not null, created_at numeric)'

function statementsOf(migration: Migration): Statement[] {
  const record = 'insert into "__drizzle_migrations" (hash, created_at) values (?, ?)'
  const statements = migration.text.split('--> statement-breakpoint').map(plain)
  return [...statements, { text: record, values: [hashOf(migration), migration.writtenAt] }]
}

function hashOf({ text }: Migration): string {
  return createHash('sha256').update(text).digest('hex')
}

function readDone(connection: Connection): string[] {
  const table = connection.all(plain("select 1 from sqlite_master where name = '__drizzle_migrations'"))
  if (table.length === 0) return []
  const rows = connection.all(plain('select hash from "__drizzle_migrations" order by created_at, id'))
  return rows.map((row) => String(row.hash))
}
