import { codeEnding, isRepository } from '../installation/installation.ts'
import { type LoadedModule, loadModules } from './load-modules.ts'

/**
 * How the thread of the zones gets the modules: it reads their files itself. In the repository it first learns to read
 * TypeScript.
 */
export function modulesOfThread(loaded: readonly LoadedModule[]) {
  const here = (file: string) => new URL(file, import.meta.url).href
  return {
    modules: {
      from: here(`./modules-of-thread${codeEnding}`),
      export: 'loadForThread',
      with: [...new Set(loaded.map(({ file }) => file))],
    },
    threadImports: isRepository ? [here('./thread-loader.js')] : [],
  }
}

/** The modules of these files. Called on the thread of the zones. */
export async function loadForThread(files: readonly string[]) {
  const loaded = await loadModules(files)
  return loaded.map(({ module }) => module)
}
