import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readSources } from './read-source.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('[SHAPE-7] our own modules need no `as const`: what they declare is typed without', () => {
  const files = readSources(root, ['modules']).map(({ path }) => path)
  expect(files.length).toBeGreaterThan(100)
  const found = files.filter((path) => /\bas const\b/.test(readFileSync(`${root}${path}`, 'utf8')))
  expect(found).toEqual([])
})
