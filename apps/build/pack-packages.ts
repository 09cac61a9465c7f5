import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publishedManifest } from './published-manifest.ts'
import { publishedReadme } from './published-readme.ts'
import { type WorkspacePackage, workspacePackages } from './workspace-packages.ts'

/**
 * Packs what was built of all packages, or of some, as it is published, into a folder; answers the paths of the packed files
 * by the packages' names. Throws where a package was not built.
 */
export async function packPackages(target: string, only?: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const all = workspacePackages()
  const packages = all.filter(({ manifest }) => only === undefined || only.includes(manifest.name))
  const staging = mkdtempSync(join(tmpdir(), 'gridtick-pack-'))
  try {
    const folders = packages.map((one, index) => stage(one, all, join(staging, String(index))))
    mkdirSync(target, { recursive: true })
    const args = ['pack', ...folders, '--pack-destination', target, '--json', '--ignore-scripts']
    await promisify(execFile)('npm', args, { cwd: staging })
    return new Map(packages.map(({ manifest }) => [manifest.name, join(target, packedName(manifest))]))
  } finally {
    rmSync(staging, { recursive: true })
  }
}

/** Copies what is published of a package to a folder of its own. */
function stage(one: WorkspacePackage, all: readonly WorkspacePackage[], target: string): string {
  const { folder, manifest } = one
  mkdirSync(target)
  writeFileSync(join(target, 'README.md'), publishedReadme(one, all))
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(publishedManifest(manifest), undefined, 2)}\n`)
  for (const name of ['LICENSE', ...(manifest.files ?? [])]) {
    const source = join(folder, name)
    if (!existsSync(source)) throw new Error(`${manifest.name}: there is no ${name}. Run npm run build first.`)
    cpSync(source, join(target, name), { recursive: true, filter: (path) => !path.endsWith('.tsbuildinfo') })
  }
  return target
}

function packedName({ name, version }: WorkspacePackage['manifest']): string {
  return `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`
}
