import { relative } from 'node:path'
import type { FileChange } from './server-files.ts'

/** What was saved, for the person who did: `saved modules/my-game.ts and 2 more files`. */
export function describeChanges([first, ...others]: readonly FileChange[]): string {
  if (first === undefined) return ''
  const more = new Set(others.map(({ path }) => path))
  more.delete(first.path)
  const rest = more.size === 0 ? '' : ` and ${more.size} more ${more.size === 1 ? 'file' : 'files'}`
  return `${first.kind} ${shown(first.path)}${rest}`
}

function shown(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere.startsWith('..') ? path : fromHere
}
