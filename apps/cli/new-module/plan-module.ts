import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommandError, wrongUsage } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { readModuleList, withModule } from './module-list.ts'
import { readModuleName } from './read-module-name.ts'
import { rename, templates } from './templates.ts'

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

const project = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * Says which files a new module consists of: in `modules/` of this project, or below `dir`. Throws a CommandError, and
 * nothing has changed, where the name cannot be or something of that name is there.
 */
export function planModule(typed: string, options: { readonly dir?: string | undefined; readonly root?: string } = {}) {
  const { root = project } = options
  const name = readModuleName(typed)
  const isInside = options.dir === undefined
  const parent = isInside ? join(root, 'modules') : resolve(options.dir ?? '')
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

/** Where module and test find each other. */
function fillIn(
  text: string,
  { folder, testFolder, name }: { readonly folder: string; readonly testFolder: string; readonly name: string },
): string {
  const path = (from: string, to: string) => relative(from, to).replaceAll('\\', '/')
  const module = path(testFolder, join(folder, `${name}.ts`))
  return text
    .replaceAll('@MODULE@', module.startsWith('.') ? module : `./${module}`)
    .replaceAll('@TEST@', path(folder, join(testFolder, `${name}.test.ts`)))
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
