import { base64urlBytes, base64urlLength, idForms, packBase64url, packUuid, uuidBytes, uuidLength } from './ids.ts'

const firstBytes = 4_096
/** A buffer that one large frame made larger than this is not kept. */
const keptBytesMax = 1_048_576
/** UTF-8 needs no more for a UTF-16 unit. */
const bytesPerUnitMax = 3
/** A number has at most 53 bits, 7 in a byte. */
const numberBytesMax = 8

/**
 * Writes one frame after the other into the same buffer: `take` gives what was written as bytes of its own, and begins
 * the next. A frame that was not taken, as something failed in it, is dropped by `begin`.
 */
export class ByteWriter {
  readonly #encoder = new TextEncoder()
  #bytes = new Uint8Array(firstBytes)
  #length = 0

  begin(): void {
    this.#length = 0
  }

  take(): Uint8Array {
    const frame = this.#bytes.slice(0, this.#length)
    this.#length = 0
    if (this.#bytes.length > keptBytesMax) this.#bytes = new Uint8Array(firstBytes)
    return frame
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  /** An integer from 0 to 2^53 - 1, as LEB128. */
  number(value: number): void {
    if (!(value >= 0 && Number.isSafeInteger(value))) throw new RangeError(`${value} is not a whole number from 0 on`)
    this.#reserve(numberBytesMax)
    let left = value
    while (left > 127) {
      this.#bytes[this.#length++] = (left % 128) | 128
      left = Math.floor(left / 128)
    }
    this.#bytes[this.#length++] = left
  }

  /** A safe integer: zigzag, then LEB128. In this order of steps nothing is beyond 2^53. */
  signed(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an integer`)
    const sign = value < 0 ? 1 : 0
    const size = sign === 1 ? -value - 1 : value
    const first = (size % 64) * 2 + sign
    this.byte(size < 64 ? first : first | 128)
    if (size >= 64) this.number(Math.floor(size / 64))
  }

  /** The length in bytes, and UTF-8. */
  text(text: string): void {
    this.#textWith(text, 0)
  }

  /** See `ids.ts`. `offset` is added to its form. */
  id(id: string, offset = 0): void {
    this.#reserve(numberBytesMax + uuidBytes)
    const at = this.#length + 1
    if (id.length === base64urlLength && packBase64url(id, this.#bytes, at)) {
      this.#bytes[this.#length] = idForms.base64url + offset
      this.#length = at + base64urlBytes
    } else if (id.length === uuidLength && packUuid(id, this.#bytes, at)) {
      this.#bytes[this.#length] = idForms.uuid + offset
      this.#length = at + uuidBytes
    } else this.#textWith(id, idForms.text + offset)
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  #textWith(text: string, added: number): void {
    this.#reserve(numberBytesMax + text.length * bytesPerUnitMax)
    // Almost always it is ASCII, whose length is known before: then the bytes stand where they belong at once.
    const at = this.#length + sizeOfNumber(text.length + added)
    const length = this.#encode(text, at)
    const end = this.#length + sizeOfNumber(length + added)
    if (end !== at) this.#bytes.copyWithin(end, at, at + length)
    this.number(length + added)
    this.#length += length
  }

  /** As UTF-8. The answer is the count of bytes. */
  #encode(text: string, at: number): number {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (code > 127) return this.#encoder.encodeInto(text, this.#bytes.subarray(at)).written
      this.#bytes[at + index] = code
    }
    return text.length
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

function sizeOfNumber(value: number): number {
  let size = 1
  for (let left = value; left > 127; left = Math.floor(left / 128)) size += 1
  return size
}
