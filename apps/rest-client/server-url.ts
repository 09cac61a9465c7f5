/** What a server has at its root: an address copied from there names that server, and no path of a proxy. */
const ownPath = /^\/(v1|docs|console|health|ready|metrics|openapi\.json|asyncapi\.json)(\/|$)/

/**
 * The server that a URL names, in the form `http://HOST:PORT`, with the path at which a proxy shows it (`/games/grid`) where it has
 * one. Undefined: the text names none.
 */
export function serverUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined
  return ownPath.test(url.pathname) ? url.origin : `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
