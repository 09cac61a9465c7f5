import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { root } from './workspace-packages.ts'

const folder = join(root, 'framework/client')

/**
 * How the client is bundled: with what it takes of other packages in it, so that nothing is installed beside it, and in
 * what browsers of 2020 know.
 */
export const clientBundle = {
  entryPoints: [join(folder, 'src/index.ts')],
  bundle: true,
  platform: 'neutral',
  conditions: ['gridtick-source'],
  target: 'es2020',
  logLevel: 'warning',
} as const satisfies BuildOptions

/** Writes the client as one file. */
export async function bundleClient(): Promise<void> {
  await build({ ...clientBundle, format: 'esm', sourcemap: true, outfile: join(folder, 'dist/index.js') })
}
