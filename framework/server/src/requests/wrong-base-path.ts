/** What stands right below the root of every server, and would be meant by such a path, too. */
const ownNames = ['v1', 'app', 'docs', 'console', 'health', 'ready', 'metrics', 'openapi.json', 'asyncapi.json']

/** Programs that resolve the address would remove such a part, and some on the way would write it differently. */
const segment = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/

/** Why a server cannot be shown at a path, and what to write instead; undefined: it can. An empty one is the root. */
export function wrongBasePath(path: string): string | undefined {
  if (path === '') return undefined
  const [first, ...segments] = path.split('/')
  if (/^[a-z]+:\/\//i.test(path)) return 'must be a path, for example /games/grid, without scheme and host.'
  if (first !== '') return `must begin with a slash: /${path}.`
  if (segments.length > 1 && segments.at(-1) === '') return 'must be a path without a slash at its end.'
  if (!segments.every((each) => segment.test(each)))
    return 'must be a path like /games/grid, made of letters, digits, ".", "_", "~" and "-".'
  if (ownNames.includes(segments[0] ?? ''))
    return `must not begin with /${segments[0]}, which the server itself has there. Choose another path, for example /games${path}.`
  return undefined
}
