import { describe, expect, test } from 'vitest'
import { checkArguments } from '../../apps/cli/arguments/check-arguments.ts'
import { CommandError } from '../../apps/cli/command-error.ts'
import { commandTable } from '../../apps/cli/command-table.ts'
import { exitMeanings } from '../../apps/cli/exit-codes.ts'
import { findCommand } from '../../apps/cli/find-command.ts'
import { renderCommand, renderList } from '../../apps/cli/help.ts'
import { runHere } from './run-here.ts'

describe('help and usage', () => {
  test('the list names every command and every exit code', () => {
    const list = renderList(undefined)
    for (const [name, { summary }] of Object.entries(commandTable))
      expect(list).toMatch(new RegExp(`${name} +${summary}`))
    for (const [code, meaning] of exitMeanings) expect(list).toContain(`${code}  `.padEnd(5) + meaning)
  })

  test('every command explains its options, and shows examples that it would take itself', async () => {
    for (const [name, { load }] of Object.entries(commandTable)) {
      const { meta, args } = (await load()) as {
        meta: { examples?: string[] }
        args: Record<string, { description?: string }>
      }
      const help = renderCommand(name, meta, args)
      for (const definition of Object.values(args)) expect(help).toContain(definition.description)
      expect(meta.examples?.length, name).toBeGreaterThan(0)
      for (const example of meta.examples ?? []) {
        const words = [...example.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
        const asked = findCommand(words)
        expect(asked).toMatchObject({ kind: 'run', name })
        if (asked.kind !== 'run') continue
        expect(() => checkArguments({ ...asked, definitions: args as never }), example).not.toThrow()
      }
    }
  })

  test.each([
    ['zones lst', 'There is no command zones lst.', 'Did you mean: npm run grid -- zones list'],
    ['zonse list', 'There is no command zonse.', 'Did you mean: npm run grid -- zones list'],
    ['zone', 'There is no command zone.', 'Did you mean: npm run grid -- zones --help'],
    ['stat 019b0c4e', 'There is no command stat.', 'Did you mean: npm run grid -- state'],
    ['frobnicate', 'There is no command frobnicate.', 'See all commands with: npm run grid -- --help'],
    ['zones', 'zones needs one of: list', 'See: npm run grid -- zones --help'],
    ['--json zones list', 'The command comes first, before --json.', 'See all commands'],
    ['zones list --jsno', 'There is no option --jsno here.', 'Did you mean --json?'],
    ['zones list -x', 'There is no option -x here.', 'See: npm run grid -- zones list --help'],
    ['zones list --json --json', '--json is given twice.', undefined],
    ['zones list --json=yes', '--json takes no value.', undefined],
    ['zones list --module', '--module needs a value.', 'Write it as --module=…'],
    ['zones list --module --json', '--module needs a value.', 'Write it as --module=…'],
    ['zones list --status opne', '--status is one of open, paused, finished, not "opne".', 'Did you mean open?'],
    ['zones list meadow', '"meadow" is one argument too many.', 'See: npm run grid -- zones list --help'],
    [
      'zones create',
      'MODULE is missing: the name of a module that the server runs.',
      'See: npm run grid -- zones create --help',
    ],
    ['zones record z1', 'SWITCH is missing: on or off.', 'See: npm run grid -- zones record --help'],
    ['loadtest', '--module is missing', 'See: npm run grid -- loadtest --help'],
  ])('%s is refused, and told why', async (line, message, todo) => {
    const attempt = async () => {
      const asked = findCommand(line.split(' '))
      if (asked.kind !== 'run') return
      checkArguments({ ...asked, definitions: (await asked.entry.load()).args as never })
    }
    const error = await attempt().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(CommandError)
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) })
    if (todo !== undefined) expect((error as CommandError).todo).toContain(todo)
  })
})

test('the program itself: help on standard output with 0, wrong usage on standard error with 2', async () => {
  const [help, wrong, wrongJson] = await Promise.all([
    runHere(['zones', 'list', '--help'], {}),
    runHere(['zones', 'lits'], {}),
    runHere(['zones', 'create', 'hello-grid', '--every-ms', 'soon', '--json'], {}),
  ])
  expect(help).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Usage: npm run grid -- zones list'),
    stderr: '',
  })
  expect(wrong).toEqual({
    code: 2,
    stdout: '',
    stderr: 'There is no command zones lits.\nDid you mean: npm run grid -- zones list\n',
  })
  expect(wrongJson).toMatchObject({ code: 2, stdout: '' })
  expect(JSON.parse(wrongJson.stderr).error.message).toContain('--every-ms is a whole number from 10')
})

test.each([
  ['http', /PORT must be a whole number from 0 to 65535, not "http"[\s\S]*for example PORT=8787/],
  ['70000', /PORT must be a whole number from 0 to 65535, not "70000"/],
  ['0', /PORT is 0[\s\S]*--url/],
])('a PORT of %s is refused with what to do', async (PORT, message) => {
  const { code, stderr } = await runHere(['zones', 'list'], { PORT })
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) })
})
