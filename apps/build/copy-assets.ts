import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listFiles } from './list-files.ts'
import type { WorkspacePackage } from './workspace-packages.ts'

/** Copies to `dist` what a program reads beside its code: style sheets, the page's document, templates. */
export function copyAssets({ folder, sources }: WorkspacePackage): void {
  for (const path of listFiles(sources).filter((file) => /\.(css|html|txt)$/.test(file))) {
    const target = join(folder, 'dist', path)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(join(sources, path), target)
  }
}
