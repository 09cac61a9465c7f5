import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** The rules of framework/SPEC.md: name → whether it is built. */
function readRules(): ReadonlyMap<string, boolean> {
  const text = readFileSync(join(root, 'framework/SPEC.md'), 'utf8')
  const lines = [...text.matchAll(/^- \*\*([A-Z]+-\d+)\*\* (.*)$/gm)]
  return new Map(lines.map(([, name = '', rule = '']) => [name, !/[*_]Not yet\.[*_]$/.test(rule)]))
}

/** The rules that tests cite, with the files that do. */
function readCitations(): ReadonlyMap<string, readonly string[]> {
  const citations = new Map<string, string[]>()
  // The suites that storages are tested by are published.
  const folders = ['tests', 'framework/testing/src/contracts']
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(folder === 'tests' ? '.test.ts' : '.ts'))
      .map((name) => join(root, folder, name)),
  )
  for (const file of files) {
    if (file === import.meta.filename) continue
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/\[([A-Z]{2,}-\d+)\]/g))
      citations.set(name, [...(citations.get(name) ?? []), relative(root, file)])
  }
  return citations
}

describe('framework/SPEC.md', () => {
  const rules = readRules()
  const citations = readCitations()

  test('has rules, each once, and tests that cite them', () => {
    const text = readFileSync(join(root, 'framework/SPEC.md'), 'utf8')
    expect([...text.matchAll(/^- \*\*([A-Z]+-\d+)\*\*/gm)]).toHaveLength(rules.size)
    expect(rules.size).toBeGreaterThan(80)
    expect(citations.size).toBeGreaterThan(40)
  })

  test('every rule that a test cites exists', () => {
    const unknown = [...citations].filter(([name]) => !rules.has(name))
    expect(unknown.map(([name, files]) => `${name} in ${files.join(', ')}`)).toEqual([])
  })

  test('every rule that is built is cited by a test', () => {
    const uncited = [...rules].filter(([name, isBuilt]) => isBuilt && !citations.has(name)).map(([name]) => name)
    expect(uncited).toEqual([])
  })
})
