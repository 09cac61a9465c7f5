import { dirname, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folders that hold code of Gridtick itself, with a separator at their ends: in its repository, or where its packages
 * are installed. What a stack shows of any other folder is a module's.
 */
export const ownFolders: readonly string[] = foldersAround(fileURLToPath(import.meta.url))

export function foldersAround(file: string): readonly string[] {
  const scope = `${sep}@gridtick${sep}`
  const place = file.lastIndexOf(scope)
  if (place >= 0) {
    const installed = file.slice(0, place)
    return [`${installed}${scope}`, `${installed}${sep}gridtick${sep}`]
  }
  const [packages] = /^.*(?=[/\\]server[/\\](src|dist)[/\\])/.exec(file) ?? []
  // All is in one file, which a bundler made.
  if (packages === undefined) return []
  return [packages, `${dirname(packages)}${sep}apps`].map((folder) => `${folder}${sep}`)
}
