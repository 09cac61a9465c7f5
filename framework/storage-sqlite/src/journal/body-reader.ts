import { StorageError } from '@gridtick/engine/ports'

/** Reads what a {@link BodyWriter} wrote. Throws a StorageError `corrupt` where that ends too early. */
export class BodyReader {
  readonly #bytes: Buffer
  #at = 0

  /** The driver gives bytes as an ArrayBuffer. */
  constructor(bytes: Uint8Array | ArrayBuffer) {
    this.#bytes =
      bytes instanceof ArrayBuffer ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw damaged()
    return byte
  }

  number(): number {
    let value = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      if (factor > 2 ** 49) throw damaged()
    }
  }

  signed(): number {
    const first = this.byte()
    const low = (first & 0x7f) >> 1
    const size = first < 0x80 ? low : this.number() * 64 + low
    return (first & 1) === 1 ? -size : size
  }

  text(): string {
    return this.raw(this.number()).toString()
  }

  raw(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw damaged()
    const bytes = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return bytes
  }
}

/** The body of a tick is not what was written. */
export function damaged(): StorageError {
  return new StorageError('corrupt', 'A tick in the journal of a zone cannot be read: its bytes were changed.')
}
