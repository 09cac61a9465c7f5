import { existsSync } from 'node:fs'
import { register } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { GameModule } from 'gridtick'
import { checkModule } from 'gridtick/server'
import { shippedModules } from '../../modules/index.ts'
import { ConfigError } from './config.ts'
import { explainLoadFailure } from './explain-load-failure.ts'

const project = new URL('../../', import.meta.url)

/** A module, and where it came from: its screen and its bot stand beside it. */
export type LoadedModule = {
  readonly module: GameModule
  /** The path of its file. */
  readonly file: string
}

/** An entry of `MODULES` that cannot be run, and why, for the person who writes it. */
export type LoadProblem = {
  readonly entry: string
  readonly message: string
  /** The path of its file; undefined where the entry names none. */
  readonly file: string | undefined
}

/**
 * The modules to run: by name those that ship, by path any file that exports one. Undefined: all that ship. Throws a
 * ConfigError that says which entries of MODULES are wrong, and why.
 */
export async function loadModules(entries?: readonly string[]): Promise<readonly LoadedModule[]> {
  const { loaded, problems } = await tryModules(entries)
  if (problems.length === 0) return loaded
  throw new ConfigError(problems.map(({ entry, message }) => `MODULES: ${entry}: ${message}`).join('\n'))
}

/** The same, but goes on without those that are wrong. Never rejects. */
export async function tryModules(
  entries: readonly string[] = shippedModules,
): Promise<{ readonly loaded: readonly LoadedModule[]; readonly problems: readonly LoadProblem[] }> {
  const modules = new Map<string, LoadedModule>()
  const problems: LoadProblem[] = []
  for (const entry of entries) {
    const file = fileOf(entry)
    try {
      if (file === undefined) throw noSuchModule()
      for (const loaded of await loadFile(file)) {
        const { name } = loaded.module
        if (modules.has(name)) throw new LoadError(`there are two modules called "${name}".`)
        modules.set(name, loaded)
      }
    } catch (error) {
      problems.push({ entry, message: error instanceof LoadError ? error.message : String(error), file })
    }
  }
  return { loaded: [...modules.values()], problems }
}

class LoadError extends Error {
  override readonly name = 'LoadError'
}

function fileOf(entry: string): string | undefined {
  if (isPath(entry)) return resolve(entry)
  const isShipped = shippedModules.includes(entry)
  return isShipped ? fileURLToPath(new URL(`modules/${entry}/${entry}.ts`, project)) : undefined
}

function noSuchModule(): LoadError {
  return new LoadError(
    `there is no such module. Shipped are: ${shippedModules.join(', ')}. A file is named by its path, as ./my-game.ts.`,
  )
}

function isPath(entry: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(entry)
}

async function loadFile(file: string): Promise<readonly LoadedModule[]> {
  if (!existsSync(file)) throw new LoadError(`there is no file ${file}.`)
  registerHooksOnce()
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new LoadError(`it cannot be loaded.\n${explainLoadFailure(error)}`)
  })
  const modules = Object.values(exported).filter(isModule)
  if (modules.length === 0) throw new LoadError('it exports no module. Export what defineModule({...}) returns.')
  for (const module of modules) checkOrExplain(module)
  return [...new Set(modules)].map((module) => ({ module, file }))
}

function isModule(value: unknown): value is GameModule {
  return typeof value === 'object' && value !== null && 'onTick' in value && 'name' in value
}

function checkOrExplain(module: GameModule): void {
  try {
    checkModule(module)
  } catch (error) {
    throw new LoadError(error instanceof Error ? error.message : String(error))
  }
}

let areHooksRegistered = false

function registerHooksOnce(): void {
  if (areHooksRegistered) return
  areHooksRegistered = true
  register(new URL('./module-hooks.js', import.meta.url), { data: { project: project.href } })
}
