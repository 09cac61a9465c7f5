import { existsSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from './make-folder.ts'

/**
 * Writes new files by their paths, most of them in `folder`: all of them, or none. Nothing that exists is written over.
 * `secrets` are readable by this user alone. `finish` comes last, and when it throws, the files are taken away again.
 * Throws what the disk says.
 */
export function writeFiles(options: {
  readonly folder: string
  readonly files: ReadonlyMap<string, string>
  readonly secrets?: readonly string[]
  readonly finish?: () => void
}): void {
  const { folder, files, secrets = [], finish } = options
  const written: string[] = []
  try {
    for (const [path, text] of files) {
      makeFolder(dirname(path))
      writeFileSync(path, text, { flag: 'wx', mode: secrets.includes(path) ? 0o600 : 0o666 })
      written.push(path)
    }
    finish?.()
  } catch (error) {
    for (const path of written) rmSync(path)
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
    throw error
  }
}
