import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { codeEnding, isRepository, modulesFolder } from '../installation/installation.ts'

/** The file of a module that ships, or of one that stands beside those. */
export function moduleFile(name: string): string {
  return join(modulesFolder, name, `${name}${codeEnding}`)
}

/**
 * The names of the folders in `modules/` of the repository that hold a module, whether the list of `modules/index.ts` has it
 * or not. Where these programs are installed, nobody writes modules there.
 */
export function moduleFolders(): readonly string[] {
  if (!isRepository) return []
  return readdirSync(modulesFolder)
    .filter((name) => existsSync(moduleFile(name)))
    .sort()
}
