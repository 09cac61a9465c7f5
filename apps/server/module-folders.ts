import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../../modules/', import.meta.url))

/** The names of the folders in `modules/` that hold a module, whether it is in the list of `modules/index.ts` or not. */
export function moduleFolders(): readonly string[] {
  return readdirSync(modules)
    .filter((name) => existsSync(`${modules}${name}/${name}.ts`))
    .sort()
}
