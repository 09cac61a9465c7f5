import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** What a package.json says; all else in it is kept as it is. */
export type Manifest = {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly exports?: Exports
  readonly files?: readonly string[]
}

type Exports = Readonly<Record<string, string | Readonly<Record<string, string>>>>

/** One of the packages that are published. */
export type WorkspacePackage = {
  readonly folder: string
  /** Where its sources lie; what is built of them lies in `dist`. */
  readonly sources: string
  readonly manifest: Manifest
}

/** All packages of the repository, by the folders that the main package.json names. */
export function workspacePackages(): readonly WorkspacePackage[] {
  const { workspaces }: { readonly workspaces: readonly string[] } = readJson(join(root, 'package.json'))
  return workspaces.flatMap(foldersOf).map((folder) => {
    const sources = existsSync(join(folder, 'src')) ? join(folder, 'src') : folder
    return { folder, sources, manifest: readJson(join(folder, 'package.json')) }
  })
}

function foldersOf(pattern: string): readonly string[] {
  if (!pattern.endsWith('/*')) return [join(root, pattern)]
  const parent = join(root, pattern.slice(0, -2))
  return readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
}

function readJson<Value>(file: string): Value {
  return JSON.parse(readFileSync(file, 'utf8')) as Value
}
