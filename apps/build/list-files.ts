import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The files below a folder, without those that are installed or built; by their paths from there. */
export function listFiles(folder: string, below = ''): readonly string[] {
  if (!existsSync(join(folder, below))) return []
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name)
    if (!entry.isDirectory()) return [path]
    return entry.name === 'node_modules' || entry.name === 'dist' ? [] : listFiles(folder, path)
  })
}
