import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * Gives a copy of this project its `node_modules`, without installing: links to what is installed here, and for the
 * packages of the project links into the copy, as npm makes them.
 */
export function linkPackages(project: string, copy: string): void {
  const installed = join(project, 'node_modules')
  const links = join(copy, 'node_modules')
  mkdirSync(join(links, '@gridtick'), { recursive: true })
  for (const name of readdirSync(installed))
    if (!/^(@gridtick|gridtick|create-gridtick)$/.test(name)) symlinkSync(join(installed, name), join(links, name))
  symlinkSync(resolve(copy, 'framework/core'), join(links, 'gridtick'))
  symlinkSync(resolve(copy, 'apps/create-gridtick'), join(links, 'create-gridtick'))
  const framework = readdirSync(join(copy, 'framework'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'core')
    .map(({ name }) => [name, join('framework', name)] as const)
  for (const [name, folder] of [...framework, ['modules', 'modules'] as const, ['cli', 'apps'] as const])
    symlinkSync(resolve(copy, folder), join(links, '@gridtick', name))
}
