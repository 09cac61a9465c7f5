import { findSourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether a file that runs is this one, or was compiled from it: with source maps, stacks name what was written. */
export function isMadeFrom(file: string, path: string): boolean {
  if (file === path) return true
  const { sources = [] } = findSourceMap(file)?.payload ?? {}
  return sources.some(
    (source) => (source.startsWith('file:') ? fileURLToPath(source) : resolve(dirname(file), source)) === path,
  )
}
