import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { builtFile, bundledServer } from './programs.ts'

/**
 * Joins what was built of the server to one file: tests start it more than a hundred times, and to read hundreds of files
 * takes longer than to run them. What modules import stays outside, so that they and the server have the same one.
 */
export async function bundleServer(): Promise<void> {
  await build({
    entryPoints: [builtFile('apps/server/main.ts')],
    outfile: bundledServer,
    ...{
      bundle: true,
      platform: 'node',
      format: 'esm',
      sourcemap: true,
      sourcesContent: false,
      minifyWhitespace: true,
      logLevel: 'warning',
    },
    external: ['gridtick', 'zod', '@gridtick/modules', 'libsql', 'esbuild', 'tsx', 'pino-pretty'],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    define: { 'import.meta.url': 'urlOfFile' },
    plugins: [
      {
        name: 'files beside a file are where it was',
        setup({ onLoad }) {
          onLoad({ filter: /\.m?js$/ }, ({ path }) => {
            const text = readFileSync(path, 'utf8')
            if (!text.includes('import.meta.url')) return undefined
            return { contents: `const urlOfFile = ${JSON.stringify(pathToFileURL(path).href)};${text}` }
          })
        },
      },
    ],
  })
}
