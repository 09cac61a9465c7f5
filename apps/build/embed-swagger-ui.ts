import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { root } from './workspace-packages.ts'

const folder = join(root, 'framework/server/dist/rest/docs')
/** Those that the docs page asks for. */
const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']

/**
 * Writes the files of the docs page into the code of the server, in the place of the code that reads them from a package.
 * Their licence asks that it comes along. Where the server was not built, there is nothing to do.
 */
export function embedSwaggerUi(): void {
  const target = join(folder, 'swagger-ui.js')
  if (!existsSync(target)) return
  const resolve = createRequire(join(root, 'framework/server/package.json')).resolve
  const read = (name: string) => readFileSync(join(dirname(resolve('swagger-ui-dist/package.json')), name))
  const embedded = files.map((name) => [name, brotliCompressSync(read(name)).toString('base64')])
  writeFileSync(target, sourceOf(Object.fromEntries(embedded)))
  rmSync(`${target}.map`, { force: true })
  mkdirSync(join(folder, 'swagger-ui'), { recursive: true })
  for (const name of ['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt'])
    writeFileSync(join(folder, 'swagger-ui', name), read(name))
}

function sourceOf(embedded: Readonly<Record<string, string>>): string {
  return `import { brotliDecompress } from 'node:zlib'
import { promisify } from 'node:util'

/** Written by the build from the package swagger-ui-dist (Apache-2.0; its licence lies beside, in swagger-ui/). */

/** Compressed with brotli, in base64. */
const embedded = ${JSON.stringify(embedded)}

export async function readSwaggerUi(file) {
  return Uint8Array.from(await promisify(brotliDecompress)(Buffer.from(embedded[file], 'base64')))
}
`
}
