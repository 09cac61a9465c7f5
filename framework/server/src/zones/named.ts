import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Something that a file or a package exports: by its name another thread can import it, too. */
export type Named = {
  /** A path (`./my-game.ts`, from the working directory), a file URL, or the name of a package. */
  readonly from: string
  readonly export: string
  /** Plain data. Where it is given, the export is a function that makes the thing of it, perhaps in a while. */
  readonly with?: unknown
}

export function isNamed(value: unknown): value is Named {
  return (
    typeof value === 'object' &&
    value !== null &&
    'from' in value &&
    typeof value.from === 'string' &&
    'export' in value &&
    typeof value.export === 'string'
  )
}

/** Imports it. Rejects with a TypeError that says what is missing, and as the file does that cannot be read. */
export async function importNamed(named: Named): Promise<unknown> {
  const exported: Record<string, unknown> = await import(specifierOf(named.from))
  if (!Object.hasOwn(exported, named.export))
    throw new TypeError(
      `${named.from} has no export "${named.export}". It exports: ${Object.keys(exported).sort().join(', ') || 'nothing'}.`,
    )
  const found = exported[named.export]
  if (!('with' in named)) return found
  if (typeof found !== 'function')
    throw new TypeError(`"${named.export}" of ${named.from} is not a function, so leave out "with".`)
  return await (found as (given: unknown) => unknown)(named.with)
}

/** The file that it is imported from; undefined: in none, as it is data or a part of Node.js. */
export function fileOfNamed({ from }: Named): string | undefined {
  const specifier = specifierOf(from)
  const url = specifier.startsWith('file:') ? specifier : import.meta.resolve(specifier)
  return url.startsWith('file:') ? fileURLToPath(url) : undefined
}

function specifierOf(from: string): string {
  return /^\.{0,2}[/\\]|^[A-Za-z]:[/\\]/.test(from) ? pathToFileURL(resolve(from)).href : from
}
