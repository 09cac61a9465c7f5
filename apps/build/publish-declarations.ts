import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { root, workspacePackages } from './workspace-packages.ts'

const client = join(root, 'framework/client')
const packages = workspacePackages()

/** What leads from one declaration to another, as the compiler writes it. */
const leading = /(^(?:import|export)\b.* from |\bimport\()(['"])([^'"]+)\2/gm

/** A declaration that was built, in the folder of its package. */
type Declaration = { readonly home: string; readonly path: string }

/**
 * Writes the declarations of the client as they are published, to `dist/types`: those that its index leads to, and with them
 * those of other packages of ours, so that a compiler needs nothing else. Throws where one leads to a library.
 * Where the client was not built, there is nothing to do.
 */
export function publishDeclarations(): void {
  const seen = new Set<string>()
  const publish = (one: Declaration) => {
    if (seen.has(one.path)) return
    seen.add(one.path)
    const text = readFileSync(one.path, 'utf8').replace(leading, (_, before: string, quote: string, name: string) => {
      const next = declarationOf(name, one)
      publish(next)
      return `${before}${quote}${pathBetween(one, next)}${quote}`
    })
    const target = targetOf(one)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
  const index = join(client, 'dist/index.d.ts')
  if (existsSync(index)) publish({ home: client, path: index })
}

/** What a declaration leads to by a path, or by the name of a package of ours. */
function declarationOf(name: string, from: Declaration): Declaration {
  if (name.startsWith('.'))
    return { home: from.home, path: resolve(dirname(from.path), name.replace(/\.[jt]s$/, '.d.ts')) }
  for (const { folder, manifest } of packages) {
    const target = manifest.exports?.[name.replace(manifest.name, '.')]
    if (name.startsWith(manifest.name) && typeof target === 'object' && target.types !== undefined)
      return { home: folder, path: join(folder, target.types) }
  }
  throw new Error(
    `${from.path} leads to ${name}. The client is installed without it: its types are told by their shape.`,
  )
}

function targetOf({ home, path }: Declaration): string {
  return join(client, 'dist/types', basename(home), relative(join(home, 'dist'), path))
}

function pathBetween(from: Declaration, to: Declaration): string {
  const path = relative(dirname(targetOf(from)), targetOf(to)).replace(/\.d\.ts$/, '.js')
  return path.startsWith('.') ? path : `./${path}`
}
