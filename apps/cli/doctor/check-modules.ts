import { type LoadedModule, tryModules } from '../../server/load-modules.ts'
import type { Check } from './check.ts'

const name = 'module'

/** Whether each module of `MODULES` loads; those that do come along. */
export async function checkModules(
  entries: readonly string[] | undefined,
): Promise<{ readonly checks: readonly Check[]; readonly loaded: readonly LoadedModule[] }> {
  const { loaded, problems } = await tryModules(entries)
  return {
    loaded,
    checks: [
      ...loaded.map(({ module }): Check => ({ name, status: 'good', message: `${module.name} ${module.version}` })),
      ...problems.map(
        ({ entry, message }): Check => ({
          name,
          status: 'bad',
          message: `${entry}: ${message}`,
          todo: 'Mend it, or leave it out of MODULES.',
        }),
      ),
    ],
  }
}
