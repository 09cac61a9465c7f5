import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** What an installed package exports, by path: `.`, `./ports`. */
export type Exports = Readonly<Record<string, string | Readonly<Record<string, string>>>>

/**
 * The packages, and parts of Node.js, to which the declarations that a package publishes lead: those that a compiler
 * reads who imports it. Throws where a declaration is missing.
 */
export function reachedByDeclarations(folder: string, exports: Exports): ReadonlySet<string> {
  const reached = new Set<string>()
  const seen = new Set<string>()
  const follow = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    if (!existsSync(file)) throw new Error(`There is no ${file}.`)
    for (const specifier of specifiersOf(readFileSync(file, 'utf8')))
      if (specifier.startsWith('.')) follow(resolve(dirname(file), specifier.replace(/(\.d)?\.[jt]s$/, '.d.ts')))
      else reached.add(specifier.startsWith('node:') ? specifier : nameOf(specifier))
  }
  for (const target of Object.values(exports))
    if (typeof target !== 'string' && target.types !== undefined) follow(join(folder, target.types))
  return reached
}

function specifiersOf(text: string): readonly string[] {
  const patterns = [/\bfrom\s+['"]([^'"]+)['"]/g, /\bimport\s*\(?\s*['"]([^'"]+)['"]/g, /<reference types="([^"]+)"/g]
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, specifier = '']) => specifier))
}

function nameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
