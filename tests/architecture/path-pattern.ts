/** How much of the path fits the pattern; undefined if it does not. */
export function prefixOf(path: string, pattern: string): string | undefined {
  const source = pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]+')
  return new RegExp(`^${source}${pattern.endsWith('/') ? '' : '$'}`).exec(path)?.[0]
}
