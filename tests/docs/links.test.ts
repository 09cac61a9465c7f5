import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { brokenLinks } from './broken-links.ts'

const root = resolve(import.meta.dirname, '../..')
const readmes = ['README.md', 'CONTRIBUTING.md', ...['apps', 'framework', 'modules', 'tests'].flatMap(readmesIn)]

test('there are READMEs to read', () => {
  expect(readmes).toEqual(expect.arrayContaining(['README.md', 'framework/core/README.md', 'modules/README.md']))
})

test.each(readmes)('[PKG-8] every link of %s leads to a file, and to a heading in it', (path) => {
  expect(brokenLinks(join(root, path))).toEqual([])
})

function readmesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return /^(\..*|dist|node_modules)$/.test(entry.name) ? [] : readmesIn(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}
