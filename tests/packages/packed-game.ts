import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { packPackages } from '../../apps/build/pack-packages.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))

export type Ended = { readonly code: number; readonly output: string }

/** Runs a program to its end in a folder; how it ended is a value. */
export async function run(
  cwd: string,
  command: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return promisify(execFile)(command, [...args], { cwd, env: { ...environment, ...settings } }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  )
}

/** What a person elsewhere has: none of the settings by which the tests of this repository read its sources. */
export const environment: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  NO_COLOR: '1',
}

/** Throws with all that was said where a program did not end well. */
export function wellEnded({ code, output }: Ended): string {
  if (code !== 0) throw new Error(`It ended with ${code}:\n${output}`)
  return output
}

/** Packs all that was built for this lane, as it is published, into a folder elsewhere; packed files by the names of the packages. */
export async function packElsewhere(): Promise<{ folder: string; packed: ReadonlyMap<string, string> }> {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-elsewhere-'))
  return { folder, packed: await packPackages(join(folder, 'packed')) }
}

/** Makes a game by `npx create-gridtick`, with nothing else installed; answers its folder. */
export async function createGame(folder: string, packed: ReadonlyMap<string, string>, name: string): Promise<string> {
  const tools = join(folder, 'tools')
  mkdirSync(tools)
  const install = ['install', '--offline', '--no-audit', '--no-fund', packed.get('create-gridtick') ?? '']
  wellEnded(await run(tools, 'npm', install))
  wellEnded(await run(tools, 'npx', ['create-gridtick', name]))
  return join(tools, name)
}

/**
 * Installs what a game asks for, and `more` packages of this repository. Ours are the packed files, in the place of the
 * registry; all others are of the versions that are installed here, so npm has them in its cache.
 */
export async function installGame(
  game: string,
  packed: ReadonlyMap<string, string>,
  more: readonly string[],
): Promise<void> {
  const asked: Manifest = read(join(game, 'package.json'))
  const lock: Lock = read(join(project, 'package-lock.json'))
  const others = Object.entries(lock.packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
  const ours = (wanted: Manifest['dependencies']) =>
    Object.fromEntries(Object.entries(wanted).map(([name, range]) => [name, fileOf(packed.get(name)) ?? range]))
  const devDependencies = {
    ...ours(asked.devDependencies),
    ...Object.fromEntries(
      more.map((name) => [name, fileOf(packed.get(name)) ?? lock.packages[`node_modules/${name}`]?.version]),
    ),
  }
  const manifest = { ...asked, dependencies: ours(asked.dependencies), devDependencies }
  const packages = { '': manifest, ...Object.fromEntries(others) }
  write(join(game, 'package.json'), manifest)
  write(join(game, 'package-lock.json'), { name: asked.name, lockfileVersion: 3, requires: true, packages })
  wellEnded(await run(game, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts']))
}

/** Copies files that stand beside this one. */
export function copyTo(folder: string, ...names: readonly string[]): void {
  for (const name of names) cpSync(fileURLToPath(new URL(`./elsewhere/${name}`, import.meta.url)), join(folder, name))
}

export function removeElsewhere(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

type Manifest = {
  readonly name: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

type Lock = {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly link?: boolean }>>
}

function fileOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : `file:${path}`
}

function read<Value>(file: string): Value {
  return JSON.parse(readFileSync(file, 'utf8')) as Value
}

function write(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`)
}
