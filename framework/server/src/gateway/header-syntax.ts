/** The headers of a WebSocket handshake, as RFC 6455 writes them. Pure. */

const token = "[!#$%&'*+\\-.0-9A-Z^_`|a-z~]+"
const tokenOnly = new RegExp(`^${token}$`)
const extensionParameter = new RegExp(`^${token}(?:[ \\t]*=[ \\t]*(?:${token}|"${token}"))?$`)

/** Sixteen bytes in base64. */
export function isWebSocketKey(value: string): boolean {
  return /^[+/0-9A-Za-z]{22}==$/.test(value)
}

/** `Connection` lists what concerns this hop alone. */
export function listsToken(header: string, wanted: string): boolean {
  return elements(header, ',').some((element) => element.toLowerCase() === wanted)
}

/** One or more names, none twice. */
export function isProtocolList(header: string): boolean {
  const names = elements(header, ',')
  return names.every((name) => tokenOnly.test(name)) && new Set(names).size === names.length
}

/** One or more extensions, each a name with parameters. */
export function isExtensionList(header: string): boolean {
  return elements(header, ',').every((extension) => {
    const [name = '', ...parameters] = elements(extension, ';')
    return tokenOnly.test(name) && parameters.every((parameter) => extensionParameter.test(parameter))
  })
}

function elements(header: string, separator: string): string[] {
  return header.split(separator).map((element) => element.replace(/^[ \t]+/, '').replace(/[ \t]+$/, ''))
}
