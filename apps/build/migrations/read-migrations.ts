import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Journal = { readonly entries: readonly { readonly when: number; readonly tag: string }[] }

/** The migrations of a folder that drizzle-kit writes, in their order. */
export function readMigrations(folder: string): readonly { readonly writtenAt: number; readonly text: string }[] {
  const journal: Journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8'))
  return journal.entries.map(({ when, tag }) => ({
    writtenAt: when,
    text: readFileSync(join(folder, `${tag}.sql`), 'utf8'),
  }))
}
