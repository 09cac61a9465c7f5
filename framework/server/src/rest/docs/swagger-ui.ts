import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * Reads a file of the docs page from the package `swagger-ui-dist`. In what is published the build puts the files themselves
 * in the place of this: so a server has them wherever it is, also bundled into one file.
 */
export async function readSwaggerUi(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  return Uint8Array.from(await readFile(join(folder, file)))
}
