import { createRequire } from 'node:module'

type Manifest = { readonly version: string; readonly engines: { readonly node: string } }

/** The package.json of these programs. By its name it is found from the sources and from what is built of them. */
export const manifest: Manifest = createRequire(import.meta.url)('@gridtick/cli/package.json')
