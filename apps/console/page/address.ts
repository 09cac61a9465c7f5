/** The address of a page, for links. */
export function addressOf(name: string, ...parts: readonly string[]): string {
  return `#/${[name, ...parts].map(encodeURIComponent).join('/')}`
}

/** The way back. Bad input is normal: an address that cannot be decoded is taken as it is. */
export function readAddress(hash: string): { readonly name: string; readonly parts: readonly string[] } {
  const [name = '', ...parts] = hash
    .replace(/^#\/?/, '')
    .split('/')
    .map((part) => {
      try {
        return decodeURIComponent(part)
      } catch {
        return part
      }
    })
  return { name, parts }
}

/** Whether a text can be the id of a zone: servers make UUIDs. What cannot need not be asked for. */
export function isZoneId(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
}

/** The zone that a page is about, if any: both `play` and `inspect` name it first. */
export function zoneIn({ name, parts }: ReturnType<typeof readAddress>): string | undefined {
  const [zoneId] = parts
  return (name === 'play' || name === 'inspect') && zoneId !== '' ? zoneId : undefined
}
