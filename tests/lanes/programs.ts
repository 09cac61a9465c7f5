import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const project = fileURLToPath(new URL('../../', import.meta.url))
const loader = pathToFileURL(join(project, 'node_modules/tsx/dist/loader.mjs')).href

/**
 * What Node.js is started with to run a program of `apps`, by the path of its source, as it was built for this lane. That
 * takes half as long as to compile the sources. Its stack traces name the sources all the same.
 */
export function asBuilt(source: string): readonly string[] {
  return ['--enable-source-maps', builtFile(source)]
}

/** The server as it was built, in one file: see bundle-server.ts. */
export const bundledServer = join(project, 'node_modules/.cache/gridtick/server.mjs')

/** The same as `asBuilt('apps/server/main.ts')`; it starts in little more than half the time. */
export function asBundled(): readonly string[] {
  return ['--enable-source-maps', bundledServer]
}

/** The file that was built of a source of `apps`. */
export function builtFile(source: string): string {
  return join(project, source.replace(/^apps\//, 'apps/dist/').replace(/\.ts$/, '.js'))
}

/** The same as asBuilt, from the sources: for what is not published, and for what only the repository does or says. */
export function asWritten(source: string): readonly string[] {
  return ['--conditions=gridtick-source', '--import', loader, join(project, source)]
}
