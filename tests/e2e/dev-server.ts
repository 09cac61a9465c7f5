import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { debugUser } from '../integration/debug-user.ts'
import { atFileEnd } from '../lanes/file-end.ts'
import { asBuilt } from '../lanes/programs.ts'
import { linkPackages } from '../link-packages.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
/** All that a server and the command line are made of. */
const parts = ['apps', 'framework', 'modules', 'package.json', 'tsconfig.json', 'biome.json']

/** A server under development. It ends with the tests of the file. */
export type DevServer = {
  readonly url: string
  /** Writes a file of its folder, as somebody saves it who develops. */
  save(path: string, text: string): void
}

/** Starts one, as it was built, in a folder with these files, of which `game` is its module. */
export async function startDev(game: string, files: Readonly<Record<string, string>>): Promise<DevServer> {
  const folder = newFolder()
  const save = (path: string, text: string) => writeFileSync(join(folder, path), text)
  for (const [path, text] of Object.entries(files)) save(path, text)
  return { url: await start([...asBuilt('apps/cli/main.ts'), 'dev'], folder, { MODULES: `./${game}` }), save }
}

/** `npm run dev` in a copy of this project, with hello-grid. */
export async function startDevInCopy(): Promise<{
  readonly url: string
  /** `npm run new:module NAME`. */
  newModule(name: string): Promise<void>
}> {
  const folder = newFolder()
  mkdirSync(join(folder, 'tests/modules'), { recursive: true })
  for (const part of parts)
    cpSync(join(project, part), join(folder, part), { recursive: true, filter: (path) => !path.endsWith('/dist') })
  linkPackages(project, folder)
  writeFileSync(join(folder, 'modules/index.ts'), "export const shippedModules: readonly string[] = ['hello-grid']\n")
  const sources = ['--conditions=gridtick-source', '--import', 'tsx']
  return {
    url: await start([...sources, 'apps/cli/main.ts', 'dev'], folder, {}),
    async newModule(name) {
      await promisify(execFile)(process.execPath, [...sources, 'apps/cli/main.ts', 'new-module', name], { cwd: folder })
    },
  }
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-develop-'))
  atFileEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Answers the address at which it listens. */
async function start(args: readonly string[], folder: string, settings: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', LOG_LEVEL: 'error' },
      ...{ DEBUG_USER: debugUser.username, DEBUG_PASSWORD: debugUser.password },
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  atFileEnd(() => end(child))
  return listening(child)
}

/** The address at which it listens, over all its starts. */
async function listening(child: ChildProcess): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        const [, url] = /listening on (http:\S+)\s/.exec(text) ?? []
        if (url !== undefined) resolve(url)
      })
    child.once('exit', (code) => reject(new Error(`npm run dev ended with ${code}.\n${text}`)))
  })
}

/** In order, and after a while for good: nothing of it is left behind. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  const forGood = setTimeout(() => child.kill('SIGKILL'), 15_000)
  child.kill('SIGTERM')
  await exited
  clearTimeout(forGood)
}
