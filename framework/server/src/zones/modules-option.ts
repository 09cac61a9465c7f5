import type { GameModule } from 'gridtick'
import { checkModule } from 'gridtick/internal'
import { importNamed, isNamed, type Named } from './named.ts'

/** The modules themselves, or what exports one, or a list of them. */
export type ModulesOption = readonly GameModule[] | Named

/** Rejects with a TypeError where what is named is no module. */
export async function loadModules(option: ModulesOption): Promise<readonly GameModule[]> {
  if (!isNamed(option)) return option
  const found = await importNamed(option)
  const modules: readonly unknown[] = Array.isArray(found) ? found : [found]
  if (!modules.every(isModule))
    throw new TypeError(
      `"${option.export}" of ${option.from} is not a module. Export what defineModule({...}) returns.`,
    )
  modules.forEach(checkModule)
  return modules
}

function isModule(value: unknown): value is GameModule {
  return typeof value === 'object' && value !== null && 'createZone' in value && 'name' in value
}
