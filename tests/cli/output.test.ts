import { expect, test, vi } from 'vitest'
import { explainWhatNpmTook } from '../../apps/cli/arguments/npm-took.ts'
import { printZone, type ZoneAnswer } from '../../apps/cli/output/print-zone.ts'

const definitions = {
  zone: { type: 'positional' },
  json: { type: 'boolean' },
  everyMs: { type: 'string' },
} as const

test('options that npm kept for itself are told, with the line to write', () => {
  const took = (rawArgs: readonly string[], environment: Readonly<Record<string, string>>) =>
    explainWhatNpmTook({ name: 'zones show', rawArgs, definitions }, environment)
  const kept = took(['z1'], { npm_config_json: 'true', npm_config_every_ms: '5', npm_config_user_agent: 'npm' })
  expect(kept).toContain('npm has kept --json and --every-ms for itself')
  expect(kept).toMatch(/ npm run grid -- zones show z1 --json --every-ms$/)
  // It was typed behind -- as well, or is switched off, or none of ours.
  for (const typed of [['--json'], ['--json=yes']]) expect(took(typed, { npm_config_json: 'true' })).toBeUndefined()
  for (const value of ['', 'false']) expect(took([], { npm_config_json: value })).toBeUndefined()
  expect(took([], { npm_config_zone: 'z', npm_config_yes: 'true', json: 'true' })).toBeUndefined()
  // What is secret is not repeated.
  expect(took(['z1', '--password', 'secret'], { npm_config_json: 'true' })).not.toContain('secret')
})

test.each([
  ['open', /^It does not tick at the moment, and is tried again, because of this:\nit broke$/m],
  ['paused', /^It is paused\. What went wrong last:\nit broke$/m],
  ['finished', /^What went wrong last:\nit broke$/m],
])('the error of a zone that is %s is told in words that fit', (status, words) => {
  const zone: ZoneAnswer = {
    ...{ id: 'z', name: 'n', module: 'm', moduleVersion: '1', status, createdAt: '', everyMs: 1 },
    players: { members: 0, connected: 0 },
  }
  const shown = (error: string | null) => {
    const written: string[] = []
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((part) => written.push(String(part)) > 0)
    printZone({ ...zone, error }, {})
    spy.mockRestore()
    return written.join('')
  }
  expect(shown('it broke')).toMatch(words)
  expect(shown('it broke')).not.toContain('It was paused because')
  expect(shown(null)).not.toMatch(/wrong|because/)
})
