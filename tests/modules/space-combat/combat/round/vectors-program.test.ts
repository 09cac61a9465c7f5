import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { checkFiles } from '../../../../../apps/vectors/check-files.ts'

const file = fileURLToPath(new URL('vectors.json', import.meta.url))
const vectors: { engine: { id: string }[] } = JSON.parse(readFileSync(file, 'utf8'))
const vectorOf = (id: string) => vectors.engine.find((one) => one.id === id)

describe('npm run vectors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-vectors-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const run = (...args: string[]) => checkFiles(args)

  test('all pass: status 0', () => {
    expect(run(file, file)).toEqual({ code: 0, stdout: '58 passed, 0 failed\n', stderr: '' })
  })

  test('some fail: status 1, with the fields that differ', () => {
    const path = join(folder, 'wrong.json')
    const wrong = { ...vectorOf('E01'), expected: { end_state: 'victory' } }
    writeFileSync(path, JSON.stringify({ engine: [wrong, vectorOf('E02'), { id: 'X' }] }))
    const { code, stdout } = run(path)
    expect(code).toBe(1)
    expect(stdout).toContain('E01 failed\n  expected.end_state: expected "victory", got "stalemate"\nX failed\n')
    expect(stdout.endsWith('\n1 passed, 2 failed\n')).toBe(true)
  })

  test('what makes no sense: status 2 and a message, and nothing is run', () => {
    const path = join(folder, 'none.json')
    writeFileSync(path, '{')
    expect(run()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Name at least one file.') })
    expect(run('--fast', file)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--fast') })
    expect(run(file, path)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('It is not JSON') })
    const missing = join(folder, 'missing.json')
    expect(run(missing)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('cannot be read') })
    expect(run(folder)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('cannot be read') })
  })
})
