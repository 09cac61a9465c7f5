/** What stands right below the root of every server, and would be meant by such a path, too. */
const ownNames = ['v1', 'docs', 'console', 'health', 'ready', 'metrics', 'openapi.json', 'asyncapi.json']

/** Programs that resolve the address would remove such a part, and some on the way would write it differently. */
const segment = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/

/**
 * `BASE_PATH`: the path at which a proxy shows the server, for example `/games/grid`; `/` is the root, which is none. A slash at
 * the end is left out. `complain` gets what is wrong and what to write.
 */
export function readBasePath(text: string, complain: (message: string) => void): string {
  const path = text.trim().replace(/\/+$/, '')
  if (path === '') return ''
  const [first, ...segments] = path.split('/')
  if (/^[a-z]+:\/\//i.test(path)) complain('must be a path, for example /games/grid, without scheme and host.')
  else if (first !== '') complain(`must begin with a slash: /${path}.`)
  else if (!segments.every((each) => segment.test(each)))
    complain('must be a path like /games/grid, made of letters, digits, ".", "_", "~" and "-".')
  else if (ownNames.includes(segments[0] ?? ''))
    complain(
      `must not begin with /${segments[0]}, which the server itself has there. Choose another path, for example /games${path}.`,
    )
  return path
}
