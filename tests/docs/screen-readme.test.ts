import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'rolldown/parseAst'
import { describe, expect, test } from 'vitest'
import { brokenLinks } from './broken-links.ts'
import { find } from './change-source.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(join(root, 'framework/screen/README.md'), 'utf8')

test('its links lead somewhere', () => {
  expect(brokenLinks(join(root, 'framework/screen/README.md'))).toEqual([])
})

describe('it is complete', () => {
  const isNamed = (name: string) => new RegExp(`\`${name}[\`({?]`).test(readme)
  const treeOf = (file: string) =>
    parseAst(readFileSync(join(root, 'framework/screen/src', file), 'utf8'), { lang: 'ts' })
  const nameOf = (identifier: unknown) => String((identifier as { name?: unknown }).name)

  test.each([
    ['define-screen.ts', 'Stage', 6],
    ['grid-canvas.ts', 'GridCanvasOptions', 7],
    ['grid-canvas.ts', 'GridCanvas', 9],
    ['look.ts', 'Look', 7],
    ['look.ts', 'Brush', 8],
  ])('%s: %s', (file, type, countMin) => {
    const [alias] = find(treeOf(file), (node) => node.type === 'TSTypeAliasDeclaration' && nameOf(node.id) === type)
    const [literal] = find(alias?.typeAnnotation, (node) => node.type === 'TSTypeLiteral')
    const members = ((literal?.members ?? []) as { key: unknown }[]).map(({ key }) => nameOf(key))
    expect(members.length).toBeGreaterThanOrEqual(countMin)
    expect(members.filter((name) => !isNamed(name))).toEqual([])
  })

  test('every function of @gridtick/screen is in it', () => {
    const specifiers = find(
      treeOf('index.ts'),
      ({ type, exportKind }) => type === 'ExportSpecifier' && exportKind !== 'type',
    )
    const names = specifiers.map(({ exported }) => nameOf(exported)).filter((name) => /^[a-z]/.test(name))
    expect(names.length).toBeGreaterThan(4)
    expect(names.filter((name) => !readme.includes(name))).toEqual([])
  })
})
