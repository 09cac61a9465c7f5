import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { serverVersion } from '../../framework/server/src/version.ts'
import { readSources } from './read-source.ts'

const root = join(import.meta.dirname, '../..')

type Manifest = {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const packages = ['core', 'protocol', 'engine', 'storage-sqlite', 'storage-memory', 'server', 'client', 'screen']
const folders = [
  ...[...packages, 'testing'].map((name) => `framework/${name}`),
  'modules',
  'apps',
  'apps/create-gridtick',
]
const manifests = folders.map((folder) => {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return { folder, manifest, declared: { ...manifest.dependencies, ...manifest.devDependencies } }
})
const names = manifests.map(({ manifest }) => manifest.name)

describe('the packages', () => {
  test.each(manifests)('$folder asks for the packages that it imports, and for no others of ours', (one) => {
    const { folder, manifest, declared } = one
    const imported = readSources(root, [folder])
      .flatMap(({ imports }) => imports)
      .filter(({ isOurs, target }) => !isOurs && /^[@a-z]/.test(target) && !/^node:|^gridtick:/.test(target))
      .map(({ target }) => target.split('/', target.startsWith('@') ? 2 : 1).join('/'))
    const used = new Set(imported.filter((name) => name !== manifest.name))
    expect([...used].filter((name) => !(name in declared))).toEqual([])
    expect(names.filter((name) => name in declared && !used.has(name))).toEqual([])
  })

  test('none needs itself by way of others', () => {
    const needs = new Map(manifests.map(({ manifest, declared }) => [manifest.name, Object.keys(declared)]))
    const reached = (name: string, way: readonly string[]): readonly string[] =>
      way.includes(name) ? way : (needs.get(name) ?? []).flatMap((next) => reached(next, [...way, name]))
    expect(names.flatMap((name) => reached(name, []))).toEqual([])
  })

  test('all have one version, and ask each other for it', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(serverVersion).toBe(version)
    for (const { manifest, declared } of manifests) {
      expect(manifest.version).toBe(version)
      for (const name of names) if (name in declared) expect([name, declared[name]]).toEqual([name, version])
    }
  })
})
