import { register } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { GameModule } from 'gridtick'
import { checkModule } from 'gridtick/server'
import { shippedModules } from '../../modules/index.ts'
import { ConfigError } from './config.ts'

const project = new URL('../../', import.meta.url)

/** A module, and where it came from: its screen and its bot stand beside it. */
export type LoadedModule = {
  readonly module: GameModule
  /** The path of its file. */
  readonly file: string
}

/**
 * The modules to run: by name those that ship, by path any file that exports one. Undefined: all that ship. Throws a
 * ConfigError that says which entry of MODULES is wrong, and why.
 */
export async function loadModules(entries: readonly string[] = shippedModules): Promise<readonly LoadedModule[]> {
  const modules = new Map<string, LoadedModule>()
  for (const entry of entries) {
    for (const loaded of await loadFile(entry, fileOf(entry))) {
      const { name } = loaded.module
      if (modules.has(name)) throw new ConfigError(`MODULES: there are two modules called "${name}".`)
      modules.set(name, loaded)
    }
  }
  return [...modules.values()]
}

function fileOf(entry: string): string {
  if (isPath(entry)) return resolve(entry)
  if (shippedModules.includes(entry)) return fileURLToPath(new URL(`modules/${entry}/${entry}.ts`, project))
  throw new ConfigError(
    `MODULES: there is no module "${entry}". Shipped are: ${shippedModules.join(', ')}. A file is named by its path, as ./my-game.ts.`,
  )
}

function isPath(entry: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(entry)
}

async function loadFile(entry: string, file: string): Promise<readonly LoadedModule[]> {
  registerHooksOnce()
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href).catch((error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new ConfigError(`MODULES: ${entry} cannot be loaded.\n${text}`)
  })
  const modules = Object.values(exported).filter(isModule)
  if (modules.length === 0)
    throw new ConfigError(`MODULES: ${entry} exports no module. Export what defineModule({...}) returns.`)
  for (const module of modules) checkOrExplain(entry, module)
  return [...new Set(modules)].map((module) => ({ module, file }))
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
