import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { debugUser } from '../integration/debug-user.ts'
import { atFileEnd } from '../lanes/file-end.ts'
import { linkPackages } from '../link-packages.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
/** All that a server and the command line are made of. */
const parts = ['apps', 'framework', 'modules', 'package.json', 'tsconfig.json', 'biome.json']

/** A copy of this project, in which modules are written while `npm run dev` runs. */
export type DevServer = {
  readonly url: string
  /** Writes a file, as whoever develops saves it. */
  save(path: string, text: string): void
  /** `npm run new:module NAME`. */
  newModule(name: string): Promise<void>
}

/** Starts it with these modules (files of the copy by path, which are saved before it starts). It ends with the tests of the file. */
export async function startDev(options: {
  readonly modules: readonly string[]
  readonly files: Readonly<Record<string, string>>
}): Promise<DevServer> {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-develop-'))
  atFileEnd(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'tests/modules'), { recursive: true })
  for (const part of parts)
    cpSync(join(project, part), join(folder, part), { recursive: true, filter: (path) => !path.endsWith('/dist') })
  linkPackages(project, folder)
  const save = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const names = options.modules.map((name) => `'${name}'`).join(', ')
  save('modules/index.ts', `export const shippedModules: readonly string[] = [${names}]\n`)
  for (const [path, text] of Object.entries(options.files)) save(path, text)

  const child = spawn(process.execPath, ['--conditions=gridtick-source', '--import', 'tsx', 'apps/server/dev.ts'], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', LOG_LEVEL: 'error' },
      ...{ DEBUG_USER: debugUser.username, DEBUG_PASSWORD: debugUser.password },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  atFileEnd(() => end(child))
  const url = await listening(child)
  return {
    url,
    save,
    async newModule(name) {
      const args = ['--conditions=gridtick-source', '--import', 'tsx', 'apps/cli/main.ts', 'new-module', name]
      await promisify(execFile)(process.execPath, args, { cwd: folder })
    },
  }
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
