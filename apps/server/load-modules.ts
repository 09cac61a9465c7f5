import { register } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { GameModule } from 'gridtick'
import { checkModule } from 'gridtick/server'
import { shippedModules } from '../../modules/index.ts'
import { ConfigError } from './config.ts'

const project = new URL('../../', import.meta.url)

/**
 * The modules to run: by name those that ship, by path any file that exports one. Undefined: all that ship. Throws a
 * ConfigError that says which entry of MODULES is wrong, and why.
 */
export async function loadModules(entries: readonly string[] | undefined): Promise<readonly GameModule[]> {
  if (entries === undefined) return shippedModules
  const modules = new Map<string, GameModule>()
  for (const entry of entries) {
    const found = isPath(entry) ? await loadFile(entry) : [shipped(entry)]
    for (const module of found) {
      if (modules.has(module.name)) throw new ConfigError(`MODULES: there are two modules called "${module.name}".`)
      modules.set(module.name, module)
    }
  }
  return [...modules.values()]
}

function isPath(entry: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(entry)
}

function shipped(name: string): GameModule {
  const module = shippedModules.find((candidate) => candidate.name === name)
  if (module !== undefined) return module
  const names = shippedModules.map((candidate) => candidate.name).join(', ')
  throw new ConfigError(
    `MODULES: there is no module "${name}". Shipped are: ${names}. A file is named by its path, as ./my-game.ts.`,
  )
}

async function loadFile(entry: string): Promise<readonly GameModule[]> {
  const url = pathToFileURL(resolve(entry)).href
  registerHooksOnce()
  const exported: Record<string, unknown> = await import(url).catch((error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new ConfigError(`MODULES: ${entry} cannot be loaded.\n${text}`)
  })
  const modules = Object.values(exported).filter(isModule)
  if (modules.length === 0)
    throw new ConfigError(`MODULES: ${entry} exports no module. Export what defineModule({...}) returns.`)
  for (const module of modules) checkOrExplain(entry, module)
  return [...new Set(modules)]
}

function isModule(value: unknown): value is GameModule {
  return typeof value === 'object' && value !== null && 'onTick' in value && 'name' in value
}

function checkOrExplain(entry: string, module: GameModule): void {
  try {
    checkModule(module)
  } catch (error) {
    throw new ConfigError(`MODULES: ${entry}: ${error instanceof Error ? error.message : error}`)
  }
}

let areHooksRegistered = false

function registerHooksOnce(): void {
  if (areHooksRegistered) return
  areHooksRegistered = true
  register(new URL('./module-hooks.js', import.meta.url), { data: { project: project.href } })
}
