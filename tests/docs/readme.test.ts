import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workspacePackages } from '../../apps/build/workspace-packages.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { errorCodes } from '../../framework/protocol/src/error-codes.ts'
import packageJson from '../../package.json' with { type: 'json' }

const root = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')
const operations = read('framework/server/OPERATIONS.md')
const contributing = read('CONTRIBUTING.md')

describe('the READMEs', () => {
  test('CONTRIBUTING lists every script with a line of its own, and none that does not exist', () => {
    const listed = [...contributing.matchAll(/^\| `npm (?:run )?([\w:-]+)` \|/gm)].map(([, name]) => name).sort()
    expect(listed).toEqual(Object.keys(packageJson.scripts).sort())
  })

  test('the table of codes is the table of the code', () => {
    const rows = Object.entries(errorCodes).map(
      ([code, { status, retryable, when }]) => `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${when} |`,
    )
    expect(tableOf(operations, 'codes')).toBe(
      ['| code | HTTP | retry | when |', '|---|---|---|---|', ...rows].join('\n'),
    )
  })

  test('the table of packages names all, with the libraries that each brings along', () => {
    const rows = workspacePackages().map(({ folder, manifest: { name, dependencies = {} } }) => {
      const libraries = Object.keys(dependencies).filter((one) => !/^(@gridtick\/|(create-)?gridtick$)/.test(one))
      return [`[\`${name}\`](${relative(root, folder)}/README.md)`, libraries.join(', ') || 'none']
    })
    const table = tableOf(readme, 'packages') ?? ''
    const written = [...table.matchAll(/^\| (\[.*?\)) \|.*\| (.*?) \|$/gm)].map(([, name, libraries]) => [
      name,
      libraries,
    ])
    expect(written.toSorted()).toEqual(rows.toSorted())
  })

  test('the table of limits is that of the code', () => {
    const rows = Object.entries(defaultLimits).map(([name, value]) => `| \`${name}\` | ${value.toLocaleString('en')} |`)
    expect(tableOf(operations, 'limits')).toBe(['| limit | default |', '|---|---|', ...rows].join('\n'))
  })
})

function tableOf(text: string, name: string): string | undefined {
  return new RegExp(`<!-- table: ${name} -->\n([\\s\\S]*?)\n?<!-- /table -->`).exec(text)?.[1]?.trim()
}
