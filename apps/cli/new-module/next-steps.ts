import { join, relative } from 'node:path'
import { commandLine } from '../../installation/command-line.ts'
import { isRepository } from '../../installation/installation.ts'
import { callServer, UnreachableError } from '../../rest-client/call-server.ts'
import { readModuleList, writeModuleList } from '../../server/module-list.ts'
import type { ModulePlan } from './plan-module.ts'

type Settings = Readonly<Record<string, string | undefined>>

/** A server on this machine answers at once. */
const answerMsMax = 1_500

/** Whether a server under development answers where the settings say. */
export async function isDevRunning(settings: Settings): Promise<boolean> {
  const url = serverUrl(settings)
  if (url === undefined) return false
  try {
    return (await callServer(url, { method: 'GET', path: '/v1/dev', answerMsMax })).ok
  } catch (error) {
    if (error instanceof UnreachableError) return false
    throw error
  }
}

/** What to do with a module that was just written, in lines. `settings`: those of the server. */
export function nextSteps(options: {
  readonly plan: ModulePlan
  readonly settings: Settings
  readonly isDevRunning: boolean
}): readonly string[] {
  const { plan, settings } = options
  const { name, list, folder } = plan
  const main = relative(process.cwd(), join(plan.folder, `${name}.ts`))
  const url = serverUrl(settings)
  return [
    'Next:',
    ...startSteps({ ...options, main }),
    `  Open ${url ?? 'the address that it prints'}, choose “${titleOf(name)}”, and make a zone.`,
    `  Change ${main} and save: the server starts again, and zones go on where they were.`,
    list === undefined
      ? `  ${testCommand(relative(process.cwd(), folder))}`
      : `  npx vitest run tests/modules/${name}.test.ts`,
    ...(isRepository ? ['  modules/README.md explains all that a module can do.'] : []),
  ]
}

function startSteps(options: {
  readonly plan: ModulePlan
  readonly settings: Settings
  readonly isDevRunning: boolean
  readonly main: string
}): readonly string[] {
  const { plan, settings, isDevRunning, main } = options
  // A list that cannot be read stops the server, which says why.
  const names = settings.MODULES === undefined ? undefined : readModuleList(settings.MODULES, () => {})
  if (plan.list === undefined) {
    const start = `  ${devCommand([...(names ?? []), main])}`
    return isDevRunning ? ['  Stop the server that runs (Ctrl-C), and start it with the new module:', start] : [start]
  }
  if (names !== undefined && !names.includes(plan.name)) {
    const place = process.env.MODULES ? 'the environment' : '.env'
    return [
      `  MODULES in ${place} leaves ${plan.name} out. Remove that line, or set: MODULES=${writeModuleList([...names, plan.name])}`,
      ...(isDevRunning && place === '.env' ? [] : ['  npm run dev']),
    ]
  }
  return [isDevRunning ? '  npm run dev runs already, and takes it in by itself.' : '  npm run dev']
}

function devCommand(modules: readonly string[]): string {
  const list = writeModuleList(modules)
  return isRepository ? `MODULES=${list} npm run dev` : commandLine(`dev ${list}`)
}

/** Installed packages are found from there by themselves. */
function testCommand(folder: string): string {
  return isRepository ? `npm run test:module -- --dir ${folder}` : `npx vitest run --dir ${folder}`
}

/** Where the server is to be found from here; undefined where the port is chosen when it starts, or cannot be. */
function serverUrl({ PORT = '8787', HOST = '127.0.0.1' }: Settings): string | undefined {
  if (!/^[1-9]\d{0,4}$/.test(PORT)) return undefined
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`
  return URL.canParse(url) ? url : undefined
}

/** As the page shows its name. */
function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
