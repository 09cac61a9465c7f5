import { createRequire } from 'node:module'

/** The version of this package, by its name: the same from the sources and from what is built of them. */
export function ownVersion(): string {
  const { version }: { readonly version: string } = createRequire(import.meta.url)('create-gridtick/package.json')
  return version
}
