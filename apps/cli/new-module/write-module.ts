import { writeFileSync } from 'node:fs'
import { writeFiles } from 'create-gridtick'
import type { ModulePlan } from './plan-module.ts'

/** Writes a planned module: all of it, or nothing. Nothing that exists is written over. Throws what the disk says. */
export function writeModule({ folder, files, list }: ModulePlan): void {
  writeFiles({
    folder,
    files,
    // Last: from here on a server that runs with all modules knows the new one.
    finish: () => list && writeFileSync(list.path, list.text),
  })
}
