import { comingModules, shippedModules } from '@gridtick/modules'
import { type LoadedModule, tryModules } from '../../server/load-modules.ts'
import { moduleFolders } from '../../server/module-folders.ts'
import { findUnnamedModules, type UnnamedModule } from '../../server/unnamed-modules.ts'
import type { Check } from './check.ts'

const name = 'module'

/** Whether each module of `MODULES` loads, and which nobody asked for; those that load come along. */
export async function checkModules(
  entries: readonly string[] | undefined,
): Promise<{ readonly checks: readonly Check[]; readonly loaded: readonly LoadedModule[] }> {
  const { loaded, problems } = await tryModules(entries)
  const unnamed = findUnnamedModules({
    folders: moduleFolders().filter((name) => !comingModules.includes(name)),
    shipped: shippedModules,
    entries,
  })
  return {
    loaded,
    checks: [
      ...loaded.map(({ module }): Check => ({ name, status: 'good', message: `${module.name} ${module.version}` })),
      ...problems.map(
        ({ entry, message }): Check => ({
          name,
          status: 'bad',
          message: `${entry}: ${message}`,
          todo: 'Fix it, or leave it out of MODULES.',
        }),
      ),
      ...unnamed.map(explainUnnamed),
    ],
  }
}

/** One that ships was left out on purpose; one that is in no list was perhaps forgotten. */
function explainUnnamed({ name: module, reason }: UnnamedModule): Check {
  const message = `${module} does not run: ${reason}`
  if (shippedModules.includes(module)) return { name, status: 'good', message }
  return {
    name,
    status: 'warning',
    message,
    todo: 'Add its name to the list in modules/index.ts, or remove the folder.',
  }
}
