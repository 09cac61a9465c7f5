import { resolve } from 'node:path'
import { moduleFile } from './module-folders.ts'

/** A module that stands in `modules/` and is not run, and why. */
export type UnnamedModule = { readonly name: string; readonly reason: string }

/**
 * The modules of `modules/` that nobody asked for, so that whoever wrote one sees why it is missing. `folders` are those
 * that hold a module, `shipped` is the list of `modules/index.ts`, `entries` what `MODULES` says: names, or paths from
 * the working directory; undefined: all that ship.
 */
export function findUnnamedModules(options: {
  readonly folders: readonly string[]
  readonly shipped: readonly string[]
  readonly entries: readonly string[] | undefined
}): readonly UnnamedModule[] {
  const { folders, shipped, entries } = options
  const isAskedFor = (name: string) =>
    (entries ?? shipped).some((entry) => entry === name || resolve(entry) === moduleFile(name))
  const reasonOf = (name: string) => {
    if (entries === undefined) return `modules/${name} is not named in modules/index.ts`
    if (shipped.includes(name)) return 'MODULES does not name it'
    return `modules/${name} is named neither in modules/index.ts nor in MODULES`
  }
  return folders.filter((name) => !isAskedFor(name)).map((name) => ({ name, reason: reasonOf(name) }))
}
