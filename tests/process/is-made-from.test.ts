import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { blameError } from '../../framework/server/src/process/blame-error.ts'

test('[FAIL-9] where games are compiled, the stack names what was written: its own module is blamed, not one beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-made-'))
  process.setSourceMapsEnabled(true)
  onTestFinished(() => {
    process.setSourceMapsEnabled(false)
    rmSync(folder, { recursive: true })
  })
  const load = createRequire(join(folder, 'main.cjs'))
  const written = (name: string) => join(folder, `${name}.ts`)
  const compiled = (name: string) => join(folder, `${name}.cjs`)
  for (const name of ['garden', 'strayer']) {
    const map = { version: 3, sources: [`${name}.ts`], names: [], mappings: 'AAAA' }
    const inline = Buffer.from(JSON.stringify(map)).toString('base64')
    writeFileSync(compiled(name), `exports.name = 1\n//# sourceMappingURL=data:application/json;base64,${inline}\n`)
    load(compiled(name))
  }
  const error = new Error('late')
  error.stack = `Error: late\n    at Timeout._onTimeout (${written('strayer')}:18:13)`
  const files = new Map(['garden', 'strayer'].map((name) => [name, compiled(name)]))
  const ranLast = { module: 'garden', hook: 'onTick', zoneId: 'z1' }
  expect(blameError({ error, kind: 'exception', files, ranLast })).toMatchObject({ module: 'strayer', call: undefined })
})
