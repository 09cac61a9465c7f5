import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishedReadme } from '../../apps/build/published-readme.ts'

const root = mkdtempSync(join(tmpdir(), 'gridtick-readme-'))
const one = { folder: join(root, 'one'), sources: '', manifest: { name: '@x/one', version: '1.0.0', files: ['dist'] } }
const other = { folder: join(root, 'other'), sources: '', manifest: { name: '@x/other', version: '1.0.0' } }

beforeAll(() => {
  for (const folder of ['one/dist', 'one/src', 'other']) mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['one/dist/a.d.ts', 'one/src/a.ts', 'one/LICENSE', 'other/README.md', 'spec.md', 'x.png'])
    writeFileSync(join(root, file), '')
})
afterAll(() => rmSync(root, { recursive: true }))

test.each([
  ['[Other](../other/README.md)', '[Other](https://www.npmjs.com/package/@x/other)'],
  ['[Other](../other/README.md#how)', '[Other](https://www.npmjs.com/package/@x/other)'],
  ['[`a`](dist/a.d.ts) and [licence](LICENSE)', '[`a`](dist/a.d.ts) and [licence](LICENSE)'],
  ['in [src](src), [a](src/a.ts) or [spec](../spec.md#rules)', 'in src, a or spec'],
  ['![A ship](../x.png)', 'A ship'],
  ['[here](#below), [there](https://example.org/a)', '[here](#below), [there](https://example.org/a)'],
])('[PKG-8] of %s is published: %s', (written, published) => {
  writeFileSync(join(one.folder, 'README.md'), written)
  expect(publishedReadme(one, [one, other])).toBe(published)
})
