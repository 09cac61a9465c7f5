import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { runCommand } from './run-command.ts'

const bench = fileURLToPath(new URL('../', import.meta.url))
export const root = join(bench, '../..')

/** Made for a checkout: the packages as they are published, and the server that runs on them. */
export type Checkout = {
  /** For the tables. */
  readonly name: string
  readonly folder: string
  /** The program of `measured/gridtick-server.ts`. */
  readonly server: string
  /** The program of `measured/commit-program.ts`. */
  readonly commits: string
}

/** Builds the packages of a checkout, and puts programs beside them that measure them: the same for every checkout. */
export async function buildCheckout({ name, folder }: Omit<Checkout, 'server' | 'commits'>): Promise<Checkout> {
  await runCommand(process.execPath, ['--import', 'tsx', 'apps/build/main.ts'], { cwd: folder })
  const server = join(folder, 'dist/bench/gridtick-server.js')
  await buildProgram(join(bench, 'measured/gridtick-server.ts'), server)
  const commits = join(folder, 'dist/bench/commit-program.js')
  await buildProgram(join(bench, 'measured/commit-program.ts'), commits)
  return { name, folder, server, commits }
}

/** The program of `load/load-program.ts`. It stands on the packages of this checkout, which are built. */
export async function buildLoad(): Promise<string> {
  const load = join(root, 'dist/bench/load-program.js')
  await buildProgram(join(bench, 'load/load-program.ts'), load)
  return load
}

/** One file of JavaScript, which finds its packages from where it lies. */
export async function buildProgram(from: string, to: string): Promise<void> {
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  })
}
