import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { WorkspacePackage } from './workspace-packages.ts'

/**
 * The README of a package as it is published, where little of the repository is around it: links to other packages lead to
 * the registry, and of links to what is not published only their words stay.
 */
export function publishedReadme(one: WorkspacePackage, all: readonly WorkspacePackage[]): string {
  const file = join(one.folder, 'README.md')
  return readFileSync(file, 'utf8').replaceAll(
    /(!?)\[([^\]]*)\]\((?!\w+:|#)([^)\s#]+)(#[^)\s]*)?\)/g,
    (link, image: string, words: string, path: string) => {
      const target = resolve(dirname(file), path)
      if (isPublished(target, one)) return link
      const other = all.find(({ folder }) => target === join(folder, 'README.md'))
      if (image === '' && other !== undefined) return `[${words}](https://www.npmjs.com/package/${other.manifest.name})`
      return words
    },
  )
}

function isPublished(target: string, { folder, manifest }: WorkspacePackage): boolean {
  const path = relative(folder, target)
  const files = ['README.md', 'LICENSE', 'package.json', ...(manifest.files ?? [])]
  if (!existsSync(target)) return false
  return files.some((file) => path === file || (path.startsWith(`${file}/`) && statSync(target).isFile()))
}
