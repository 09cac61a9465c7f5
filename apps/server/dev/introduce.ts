import { comingModules, shippedModules } from '@gridtick/modules'
import type { Config } from '../config.ts'
import type { LoadedModule, LoadProblem } from '../load-modules.ts'
import { moduleFolders } from '../module-folders.ts'
import { findUnnamedModules } from '../unnamed-modules.ts'

/** Which modules run and which do not: `modules: hello-grid. Not run: my-quest (MODULES does not name it)`. */
export function describeModules(options: {
  readonly loaded: readonly LoadedModule[]
  readonly problems: readonly LoadProblem[]
  readonly entries: readonly string[] | undefined
}): string {
  const { loaded, problems, entries } = options
  const unnamed = findUnnamedModules({
    folders: moduleFolders().filter((name) => !comingModules.includes(name)),
    shipped: shippedModules,
    entries,
  })
  const notRun = [
    ...problems.map(({ entry }) => `${entry} (see below)`),
    ...unnamed.map(({ name, reason }) => `${name} (${reason})`),
  ]
  const names = loaded.map(({ module }) => module.name).join(', ') || 'none'
  return `modules: ${names}${notRun.length === 0 ? '' : `. Not run: ${notRun.join(', ')}`}`
}

/** Who may create zones, and where the password is. One that was made up stands nowhere else, and is told. */
export function describeDebugUser(settings: Pick<Config, 'debugUser'>, used: NonNullable<Config['debugUser']>): string {
  if (settings.debugUser === undefined)
    return `debug user: ${used.name}, password: ${used.password} (for development; DEBUG_USER and DEBUG_PASSWORD set others)`
  const place = process.env.DEBUG_PASSWORD ? 'DEBUG_PASSWORD in the environment' : '.env'
  return `debug user: ${used.name}, password: see ${place}`
}
