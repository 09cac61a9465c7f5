import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildProgram, root } from '../drive/build-programs.ts'
import { runCommand } from '../drive/run-command.ts'

const sources = fileURLToPath(new URL('./colyseus/', import.meta.url))
/** Where it is installed: beside what is built, away from the packages of this repository. */
const folder = join(root, 'dist/bench/colyseus')
/** The lock file that was installed from. */
const installedFrom = join(folder, 'node_modules/.installed-from')

/** A Node.js to run programs on. */
export type Node = { readonly path: string; readonly version: string }

/** Installs what `colyseus/package.json` names where it is not: Colyseus, and the Node.js that both sides run on. */
export async function installColyseus(tell: (text: string) => void): Promise<Node> {
  const [wanted, installed] = await Promise.all([join(sources, 'package-lock.json'), installedFrom].map(readOrNothing))
  if (wanted !== installed) {
    tell(`installing Colyseus and Node.js 22 in ${folder}`)
    await mkdir(folder, { recursive: true })
    for (const name of ['package.json', 'package-lock.json']) await copyFile(join(sources, name), join(folder, name))
    await runCommand('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder })
    await copyFile(join(folder, 'package-lock.json'), installedFrom)
  }
  return readNode(join(folder, 'node_modules/node/bin/node'))
}

/** The program of `colyseus-server.js`. */
export async function buildColyseus(): Promise<{ readonly server: string; readonly folder: string }> {
  const server = join(folder, 'colyseus-server.js')
  await buildProgram(join(sources, 'colyseus-server.js'), server)
  return { server, folder }
}

/** The package `node` fetches its program in a script, which npm may have been told not to run. */
async function readNode(path: string): Promise<Node> {
  try {
    return { path, version: (await runCommand(path, ['--version'], { cwd: folder })).trim() }
  } catch (error) {
    const hint = `Node.js 22 does not run from ${path}. If npm was told to run no scripts, let it: npm rebuild node`
    throw new Error(hint, { cause: error })
  }
}

async function readOrNothing(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
