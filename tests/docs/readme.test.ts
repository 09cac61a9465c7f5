import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workspacePackages } from '../../apps/build/workspace-packages.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { errorCodes } from '../../framework/protocol/src/error-codes.ts'
import packageJson from '../../package.json' with { type: 'json' }

const root = resolve(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

describe('README', () => {
  test('lists every script with a line of its own, and none that does not exist', () => {
    const listed = [...readme.matchAll(/^\| `npm (?:run )?([\w:-]+)` \|/gm)].map(([, name]) => name).sort()
    expect(listed).toEqual(Object.keys(packageJson.scripts).sort())
  })

  test('its table of codes is the table of the code', () => {
    const rows = Object.entries(errorCodes).map(
      ([code, { status, retryable, when }]) => `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${when} |`,
    )
    expect(tableOf('codes')).toBe(['| code | HTTP | retry | when |', '|---|---|---|---|', ...rows].join('\n'))
  })

  test('its table of packages names all, with the libraries that each brings along', () => {
    const rows = workspacePackages().map(({ folder, manifest: { name, dependencies = {} } }) => {
      const libraries = Object.keys(dependencies).filter((one) => !/^(@gridtick\/|(create-)?gridtick$)/.test(one))
      return [`[\`${name}\`](${relative(root, folder)}/README.md)`, libraries.join(', ') || 'none']
    })
    const table = tableOf('packages') ?? ''
    const written = [...table.matchAll(/^\| (\[.*?\)) \|.*\| (.*?) \|$/gm)].map(([, name, libraries]) => [
      name,
      libraries,
    ])
    expect(written.toSorted()).toEqual(rows.toSorted())
  })

  test('its table of limits is that of the code', () => {
    const rows = Object.entries(defaultLimits).map(([name, value]) => `| \`${name}\` | ${value.toLocaleString('en')} |`)
    expect(tableOf('limits')).toBe(['| limit | default |', '|---|---|', ...rows].join('\n'))
  })
})

function tableOf(name: string): string | undefined {
  return new RegExp(`<!-- table: ${name} -->\n([\\s\\S]*?)\n?<!-- /table -->`).exec(readme)?.[1]?.trim()
}
