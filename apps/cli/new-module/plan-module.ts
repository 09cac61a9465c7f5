import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fillIn, rename, templates } from 'create-gridtick'
import { isRepository, ownFolder } from '../../installation/installation.ts'
import { CommandError, wrongUsage } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { readModuleList, withModule } from './module-list.ts'
import { readModuleName } from './read-module-name.ts'

/** What is to be written, and nothing is yet. */
export type ModulePlan = {
  readonly name: string
  /** Folders that must not be there yet. */
  readonly folder: string
  /** New files by their paths. */
  readonly files: ReadonlyMap<string, string>
  /** The list of modules with the new one: only for a module of this project. */
  readonly list: { readonly path: string; readonly text: string } | undefined
}

/**
 * Says which files a new module consists of: in `modules/` of the repository, or below `dir`, which is the working
 * directory where these programs are installed. Throws a CommandError, and
 * nothing has changed, where the name cannot be or something of that name is there.
 */
export function planModule(typed: string, options: { readonly dir?: string | undefined; readonly root?: string } = {}) {
  const { root = ownFolder, dir = isRepository ? undefined : '.' } = options
  const name = readModuleName(typed)
  const isInside = dir === undefined
  const parent = isInside ? join(root, 'modules') : resolve(dir)
  if (!isInside && !relative(root, parent).startsWith('..'))
    throw wrongUsage(
      `--dir is for modules outside of this project; ${parent} is inside.`,
      'Leave it out to write the module into modules/.',
    )
  const folder = join(parent, name.name)
  const testFolder = isInside ? join(root, 'tests/modules') : folder
  const files = new Map(
    templates.map(({ file, text }) => {
      const isTest = file.endsWith('.test.ts')
      const path = join(isTest ? testFolder : folder, rename(file, name))
      return [path, fillIn(rename(text, name), { folder, testFolder, name: name.name })]
    }),
  )
  for (const path of [folder, ...files.keys()]) if (existsSync(path)) throw isThere(path, typed)
  const list = isInside ? planList(root, name.name) : undefined
  return { name: name.name, folder, files, list } satisfies ModulePlan
}

function planList(root: string, name: string): { readonly path: string; readonly text: string } {
  const path = join(root, 'modules/index.ts')
  if (readModuleList(path).includes(name))
    throw new CommandError(exitCodes.failed, `modules/index.ts has a module "${name}" already.`, {
      todo: 'Choose another name.',
    })
  return { path, text: withModule(path, name) }
}

function isThere(path: string, name: string): CommandError {
  return new CommandError(exitCodes.failed, `${relative(process.cwd(), path) || path} is there already.`, {
    todo: `Choose another name, as ${name}-2. Nothing was changed.`,
  })
}
