import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ModulePlan } from './plan-module.ts'

/** Writes a planned module: all of it, or nothing. Nothing that exists is written over. Throws what the disk says. */
export function writeModule({ folder, files, list }: ModulePlan): void {
  const written: string[] = []
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text, { flag: 'wx' })
      written.push(path)
    }
    // Last: from here on a server that runs with all modules knows the new one.
    if (list !== undefined) writeFileSync(list.path, list.text)
  } catch (error) {
    for (const path of written) rmSync(path)
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
    throw error
  }
}
