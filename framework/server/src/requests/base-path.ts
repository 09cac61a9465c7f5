/**
 * The path of a request as the server knows it: below `basePath` (`/games/grid`, or empty) as at the root, since a proxy
 * may pass the whole path on, or take that part away. What lies elsewhere stays as it is, and is found nowhere.
 */
export function pathBelow(basePath: string, path: string): string {
  if (basePath === '' || !path.startsWith(basePath)) return path
  const rest = path.slice(basePath.length)
  if (rest === '') return '/'
  return rest.startsWith('/') ? rest : path
}
