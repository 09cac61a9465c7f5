import { existsSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { gameFiles, settingsFile } from './game-files.ts'
import { NameError } from './name-error.ts'
import { readModuleName } from './read-module-name.ts'
import { writeFiles } from './write-files.ts'

/** Writes a game to a new folder, or to one that is empty; answers its files. Throws a NameError, or what the disk says. */
export function createGame(typed: string): readonly string[] {
  const folder = resolve(typed)
  const name = readModuleName(basename(folder))
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new NameError(`${typed} is there already, and not empty.`, 'Choose another name. Nothing was changed.')
  const files = gameFiles(folder, name)
  writeFiles({ folder, files, secrets: [join(folder, settingsFile)] })
  return [...files.keys()]
}
