import { ConfigError } from '../../server/config.ts'
import { loadModules } from '../../server/load-modules.ts'
import { wrongUsage } from '../command-error.ts'

/** A module to play: its name, and the path of its file, if that is here. */
export type FoundModule = { readonly module: string; readonly file: string | undefined }

/**
 * By name one that ships, by path any file that exports one. A server elsewhere may have modules that are not here.
 * Throws a CommandError that says why there is none.
 */
export async function findModule(given: string, isElsewhere: boolean): Promise<FoundModule> {
  try {
    const [loaded, ...others] = await loadModules([given])
    if (loaded === undefined || others.length > 0) throw wrongUsage(`--module: ${given} exports several modules.`)
    return { module: loaded.module.name, file: loaded.file }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    if (isElsewhere && /^[a-z][a-z0-9-]*$/.test(given)) return { module: given, file: undefined }
    throw wrongUsage(error.message.replace('MODULES:', '--module:'))
  }
}
