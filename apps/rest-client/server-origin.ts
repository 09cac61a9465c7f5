/** The server that a URL names, as `http://HOST:PORT`; a path behind it is left out. Undefined: the text names none. */
export function serverOrigin(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.origin : undefined
}
