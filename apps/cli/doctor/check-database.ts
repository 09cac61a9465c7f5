import { inspectDatabase } from '@gridtick/server'
import type { Check } from './check.ts'

/** Whether the database can be used, by this version; and whether a server has it open. */
export async function checkDatabase(
  url: string,
): Promise<Check & { readonly isInUse: boolean; readonly path: string }> {
  const report = await inspectDatabase(url)
  const { path } = report
  const found = { name: 'database', path, isInUse: false }
  switch (report.state) {
    case 'missing':
      return { ...found, status: 'good', message: `${path} is not there yet; the first start makes it` }
    case 'unreadable':
      return {
        ...found,
        status: 'bad',
        message: `${path} cannot be used: ${report.message}`,
        todo: 'Restore it from a backup, or name another file in DATABASE_URL.',
      }
    case 'readable': {
      const { bytes, isInUse, missingMigrations, journal } = report
      const size = `${path}, ${(bytes / 1_048_576).toFixed(1)} MiB`
      const use = isInUse ? ', in use by a running server' : ''
      if (missingMigrations === 0)
        return { ...found, isInUse, status: 'good', message: `${size}${use}${isInUse ? '' : left(journal)}` }
      return {
        ...found,
        isInUse,
        status: 'warning',
        message: `${size}${use}; it was made by an older version and lacks ${missingMigrations} migrations`,
        todo: 'The next start brings it up to date. Copy the file before that.',
      }
    }
  }
}

/** Most of it is of zones that a killed server had loaded. */
function left({ zones, ticks }: { readonly zones: number; readonly ticks: number }): string {
  if (ticks === 0) return ''
  return `; the last ticks of ${zones} zones (${ticks}) stand in its journal, and each zone takes them up when it is loaded`
}
