/** One place where a player's view is not what is stored. `path` leads there, as keys and indices. */
export type Difference =
  | { readonly kind: 'hidden'; readonly path: readonly string[]; readonly stored: unknown }
  | { readonly kind: 'altered'; readonly path: readonly string[]; readonly stored: unknown; readonly shown: unknown }
  /** In the view and not stored: made for it. */
  | { readonly kind: 'added'; readonly path: readonly string[]; readonly shown: unknown }

/**
 * Where the view of a JSON value differs from what is stored, outermost place first. Lists of another length differ as
 * a whole: which of their items are meant cannot be told.
 */
export function findDifferences(stored: unknown, shown: unknown, path: readonly string[] = []): readonly Difference[] {
  if (Object.is(stored, shown)) return []
  if (!isContainer(stored) || !isContainer(shown) || !areAlike(stored, shown))
    return [{ kind: 'altered', path, stored, shown }]
  const keys = new Set([...Object.keys(stored), ...Object.keys(shown)])
  return [...keys].flatMap((key) => {
    const at = [...path, key]
    if (!Object.hasOwn(shown, key)) return [{ kind: 'hidden' as const, path: at, stored: stored[key] }]
    if (!Object.hasOwn(stored, key)) return [{ kind: 'added' as const, path: at, shown: shown[key] }]
    return findDifferences(stored[key], shown[key], at)
  })
}

/** As people write it: `data.cargo.0`. */
export function pathText(path: readonly string[]): string {
  return path.join('.')
}

type Container = Readonly<Record<string, unknown>>

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}

/** Whether one can look for differences inside. */
function areAlike(stored: Container, shown: Container): boolean {
  if (Array.isArray(stored) && Array.isArray(shown)) return stored.length === shown.length
  return Array.isArray(stored) === Array.isArray(shown)
}
