/**
 * Ids of the two forms that Gridtick makes are packed: 16 characters of base64url are 12 bytes, a UUID in lower case is
 * 16. A form is a number before the bytes: 0 and 1 are these two, and from 2 on it is a text of so many bytes less two.
 */
export const idForms = { base64url: 0, uuid: 1, text: 2 } as const

export const base64urlLength = 16
export const base64urlBytes = 12
export const uuidLength = 36
export const uuidBytes = 16

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const hex = '0123456789abcdef'
const base64urlValues = valuesOf(alphabet)
const hexValues = valuesOf(hex)
/** Where a UUID has its hyphens. */
const hyphens = [8, 13, 18, 23]

/** Whether it was of that form; if not, what stands in `into` from `at` on means nothing. */
export function packBase64url(id: string, into: Uint8Array, at: number): boolean {
  for (let index = 0, to = at; index < base64urlLength; index += 4, to += 3) {
    const a = lookUp(base64urlValues, id, index)
    const b = lookUp(base64urlValues, id, index + 1)
    const c = lookUp(base64urlValues, id, index + 2)
    const d = lookUp(base64urlValues, id, index + 3)
    if ((a | b | c | d) > 63) return false
    into[to] = (a << 2) | (b >> 4)
    into[to + 1] = (b << 4) | (c >> 2)
    into[to + 2] = (c << 6) | d
  }
  return true
}

export function unpackBase64url(bytes: Uint8Array, at: number): string {
  let id = ''
  for (let from = at; from < at + base64urlBytes; from += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[from], bytes[from + 1], bytes[from + 2]]
    for (const value of [a >> 2, (a << 4) | (b >> 4), (b << 2) | (c >> 6), c]) id += alphabet[value & 63]
  }
  return id
}

/** As {@link packBase64url}. */
export function packUuid(id: string, into: Uint8Array, at: number): boolean {
  for (const hyphen of hyphens) if (id.charCodeAt(hyphen) !== 45) return false
  let to = at
  for (let index = 0; index < uuidLength; index += 2) {
    if (id.charCodeAt(index) === 45) index += 1
    const [high, low] = [lookUp(hexValues, id, index), lookUp(hexValues, id, index + 1)]
    if ((high | low) > 15) return false
    into[to++] = (high << 4) | low
  }
  return true
}

export function unpackUuid(bytes: Uint8Array, at: number): string {
  let id = ''
  for (let from = at; from < at + uuidBytes; from++) {
    const byte = bytes[from] ?? 0
    id += `${hex[byte >> 4]}${hex[byte & 15]}`
    if (hyphens.includes(id.length)) id += '-'
  }
  return id
}

/** 255 for a character that is none of these. */
function valuesOf(characters: string): Uint8Array {
  const values = new Uint8Array(128).fill(255)
  for (let value = 0; value < characters.length; value++) values[characters.charCodeAt(value)] = value
  return values
}

function lookUp(values: Uint8Array, text: string, index: number): number {
  return values[text.charCodeAt(index)] ?? 255
}
