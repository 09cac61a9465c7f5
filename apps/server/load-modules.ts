import { existsSync, statSync } from 'node:fs'
import { register } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { comingModules, shippedModules } from '@gridtick/modules'
import { checkModule } from '@gridtick/server'
import type { GameModule } from 'gridtick'
import { suggest } from 'gridtick/internal'
import { isRepository, ownFolder } from '../installation/installation.ts'
import { ConfigError } from './config.ts'
import { explainLoadFailure } from './explain-load-failure.ts'
import { findsFramework } from './finds-framework.ts'
import { moduleFile, moduleFolders } from './module-folders.ts'
import { howToWrite } from './module-list.ts'

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

/**
 * The same, but goes on without those that are wrong. Never rejects. `onNeeded` is told the paths of the files that they
 * are made of, or would be made of if they were there; some of them when all is loaded.
 */
export async function tryModules(
  entries: readonly string[] = shippedModules,
  onNeeded?: (files: readonly string[]) => void,
): Promise<{ readonly loaded: readonly LoadedModule[]; readonly problems: readonly LoadProblem[] }> {
  const modules = new Map<string, LoadedModule>()
  const problems: LoadProblem[] = []
  const files = entries.flatMap((entry) => fileOf(entry) ?? [])
  onNeeded?.(files)
  if (files.some((file) => /\.[cm]?ts$/.test(file))) await readTypeScript()
  if (onNeeded !== undefined || files.some(needsHooks)) registerHooksOnce(onNeeded)
  for (const entry of entries) {
    const file = fileOf(entry)
    try {
      if (file === undefined) throw noSuchModule(entry)
      for (const loaded of await loadFile(file)) {
        const { name } = loaded.module
        if (modules.has(name)) throw new LoadError(`there are two modules called "${name}".`)
        modules.set(name, loaded)
      }
    } catch (error) {
      const message = error instanceof LoadError ? error.message : String(error)
      const hint = error instanceof NotThere ? howToWrite(entry, entries) : undefined
      problems.push({ entry, message: hint === undefined ? message : `${message}\n${hint}`, file })
    }
  }
  return { loaded: [...modules.values()], problems }
}

class LoadError extends Error {
  override readonly name = 'LoadError'
}

/** The entry leads to nothing, perhaps because the list was split where it should not be. */
class NotThere extends LoadError {}

function fileOf(entry: string): string | undefined {
  if (isPath(entry)) return resolve(entry)
  const isShipped = shippedModules.includes(entry)
  return isShipped ? moduleFile(entry) : undefined
}

function noSuchModule(entry: string): LoadError {
  if (comingModules.includes(entry))
    return new LoadError('it is played in turns, and zones with turns do not run in this version yet. Leave it out.')
  if (moduleFolders().includes(entry))
    return new LoadError(`modules/${entry} is not named in modules/index.ts. Add it to the list there.`)
  const hint = suggest(entry, shippedModules)
  return new NotThere(
    `there is no such module.${hint === undefined ? '' : ` ${hint}`} Shipped are: ${shippedModules.join(', ')}. A file is named by its path, for example ./my-game.ts.`,
  )
}

function isPath(entry: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(entry)
}

async function loadFile(file: string): Promise<readonly LoadedModule[]> {
  if (!existsSync(file)) throw new NotThere(`there is no file ${file}.`)
  const isFolder = statSync(file).isDirectory()
  if (isFolder || !/\.[cm]?[jt]s$/.test(file)) throw new LoadError(whyNoModule(file, isFolder))
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new LoadError(`it cannot be loaded.\n${explainLoadFailure(error)}`)
  })
  const modules = Object.values(exported).filter(isModule)
  if (modules.length === 0) throw new LoadError('it exports no module. Export what defineModule({...}) returns.')
  for (const module of modules) checkOrExplain(module)
  return [...new Set(modules)].map((module) => ({ module, file }))
}

function whyNoModule(file: string, isFolder: boolean): string {
  const inIt = join(file, `${basename(file)}.ts`)
  const hint = isFolder && existsSync(inIt) ? ` Perhaps ${inIt} is meant.` : ''
  const what = isFolder ? 'it is a folder' : 'it is not a TypeScript or JavaScript file'
  return `${what}. Name the file that exports what defineModule({...}) returns, for example ./my-game.ts.${hint}`
}

function isModule(value: unknown): value is GameModule {
  return typeof value === 'object' && value !== null && 'createZone' in value && 'name' in value
}

function checkOrExplain(module: GameModule): void {
  try {
    checkModule(module)
  } catch (error) {
    throw new LoadError(error instanceof Error ? error.message : String(error))
  }
}

let isTypeScriptRead = isRepository

/** From now on Node.js reads TypeScript, too. In the repository it does so from the start. */
async function readTypeScript(): Promise<void> {
  if (isTypeScriptRead) return
  isTypeScriptRead = true
  const { register } = await import('tsx/esm/api')
  register()
}

let areHooksRegistered = false

/** They cost a thread, and a fifth of the start: where Node.js finds everything by itself, there are none. */
function needsHooks(file: string): boolean {
  return !isShipped(file) && !findsFramework(file)
}

function isShipped(file: string): boolean {
  return shippedModules.some((name) => moduleFile(name) === file)
}

function registerHooksOnce(onNeeded: (files: readonly string[]) => void = () => {}): void {
  if (areHooksRegistered) return
  areHooksRegistered = true
  const { port1: ours, port2: theirs } = new MessageChannel()
  ours.on('message', (path: string) => onNeeded([path]))
  ours.unref()
  register(new URL('./module-hooks.js', import.meta.url), {
    data: { project: pathToFileURL(ownFolder).href, needed: theirs },
    transferList: [theirs],
  })
}
