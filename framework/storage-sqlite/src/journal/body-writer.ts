/** Writes numbers and texts one after the other into a buffer that grows. Numbers are LEB128, texts have their length before them. */
export class BodyWriter {
  #bytes = Buffer.allocUnsafe(startBytes)
  #length = 0

  /** Begins again. What {@link written} answered before is not valid any more. */
  clear(): void {
    if (this.#bytes.length > keptBytesMax) this.#bytes = Buffer.allocUnsafe(startBytes)
    this.#length = 0
  }

  get length(): number {
    return this.#length
  }

  /** What was written. Valid until it is cleared. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  /** An integer from 0 to 2^53 − 1. */
  number(value: number): void {
    this.#reserve(8)
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[this.#length++] = (rest % 0x80) | 0x80
    this.#bytes[this.#length++] = rest
  }

  /** Any safe integer: its sign and six bits stand in the first byte. */
  signed(value: number): void {
    const size = Math.abs(value)
    const first = ((size % 64) << 1) | (value < 0 ? 1 : 0)
    this.byte(size < 64 ? first : first | 0x80)
    if (size >= 64) this.number(Math.floor(size / 64))
  }

  text(text: string): void {
    const { length } = text
    // Short ones are mostly ids in ASCII: character by character they take a third of the time.
    if (length <= shortTextMax) {
      this.#reserve(length + 1)
      const from = this.#length + 1
      let index = 0
      for (; index < length; index++) {
        const code = text.charCodeAt(index)
        if (code >= 0x80) break
        this.#bytes[from + index] = code
      }
      if (index === length) {
        this.#bytes[this.#length] = length
        this.#length = from + length
        return
      }
    }
    const bytes = Buffer.byteLength(text)
    this.number(bytes)
    this.#reserve(bytes)
    this.#length += this.#bytes.write(text, this.#length)
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + bytes))
    larger.set(this.written())
    this.#bytes = larger
  }
}

const startBytes = 16_384
/** A buffer that grew larger for one body is not kept. */
const keptBytesMax = 1_048_576
const shortTextMax = 64
