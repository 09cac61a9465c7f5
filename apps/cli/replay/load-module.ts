import { shippedModules } from '@gridtick/modules'
import type { GameModule } from 'gridtick'
import { ConfigError } from '../../server/config.ts'
import { loadModules } from '../../server/load-modules.ts'
import { readModuleList } from '../../server/module-list.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { readSettings } from '../server/read-settings.ts'

/** A module by its name, from those that a server started here would run: all that ship, or those of MODULES. */
export async function loadModule(name: string): Promise<GameModule> {
  const { MODULES } = readSettings()
  const entries = MODULES ? readModuleList(MODULES, complain) : shippedModules
  // A name says which module it is; what a file holds is known only once it is loaded.
  const candidates = entries.filter((entry) => entry === name || !shippedModules.includes(entry))
  const loaded = await loadModules(candidates).catch((error: unknown) => {
    if (error instanceof ConfigError) throw new CommandError(exitCodes.failed, error.message, { cause: error })
    throw error
  })
  const found = loaded.find(({ module }) => module.name === name)
  if (found !== undefined) return found.module
  throw new CommandError(exitCodes.notFound, `The module ${name} is not loaded here.`, {
    todo: `Name its file in MODULES, for example MODULES=./${name}.ts.`,
  })
}

function complain(message: string): never {
  throw new CommandError(exitCodes.failed, `Setting MODULES ${message}`)
}
