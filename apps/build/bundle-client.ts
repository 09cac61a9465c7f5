import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './workspace-packages.ts'

/**
 * Writes the client as one file, with what it takes of other packages in it, so that nothing is installed beside it. It
 * is written in what browsers of 2020 know.
 */
export async function bundleClient(): Promise<void> {
  const folder = join(root, 'framework/client')
  await build({
    entryPoints: [join(folder, 'src/index.ts')],
    outfile: join(folder, 'dist/index.js'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['gridtick-source'],
    target: 'es2020',
    sourcemap: true,
    logLevel: 'warning',
  })
}
