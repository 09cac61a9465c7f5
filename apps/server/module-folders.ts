import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { codeEnding, modulesFolder } from '../installation/installation.ts'

/** The file of a module that ships, or of one that stands beside those. */
export function moduleFile(name: string): string {
  return join(modulesFolder, name, `${name}${codeEnding}`)
}

/** The names of the folders that hold a module beside those that ship, whether the list of `modules/index.ts` has it or not. */
export function moduleFolders(): readonly string[] {
  return readdirSync(modulesFolder)
    .filter((name) => existsSync(moduleFile(name)))
    .sort()
}
