import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for a database, removed with all that is in it. */
export async function createDatabaseFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gridtick-bench-'))
  return { path: join(folder, 'bench.db'), remove: () => rm(folder, { recursive: true, force: true }) }
}
