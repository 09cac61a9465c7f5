/** A place in what a hook returned, as its author reads it: `update[3].set.x`. The empty path is all of it. */
export type ResultPlace = { readonly hook: string; readonly path: string }

/** All that a hook returned. */
export function returnedBy(hook: string): ResultPlace {
  return { hook, path: '' }
}

/** A field of what stands there, or one of a field of it. */
export function inside({ hook, path }: ResultPlace, ...keys: readonly PropertyKey[]): ResultPlace {
  const below = keys.map(String)
  return { hook, path: (path === '' ? below : [path, ...below]).join('.') }
}

/** One of the list that stands there. */
export function item({ hook, path }: ResultPlace, index: number): ResultPlace {
  return { hook, path: `${path}[${index}]` }
}
