import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles } from './list-files.ts'
import type { WorkspacePackage } from './workspace-packages.ts'

/** Removes from `dist` what was built of a file that is gone. */
export function removeStale({ folder, sources }: WorkspacePackage): void {
  const stems = new Set(listFiles(sources).map(stemOf))
  const dist = join(folder, 'dist')
  for (const path of listFiles(dist))
    if (!path.endsWith('.tsbuildinfo') && !stems.has(stemOf(path))) rmSync(join(dist, path))
}

/** The same for a source and all that is built of it. */
function stemOf(path: string): string {
  return path.replace(/(\.d)?\.[jt]s(\.map)?$/, '')
}
